"""Indicators of some dossiers in the tests' world, in a lake of their own."""

from datetime import timedelta

import pytest
from operation_pages import LATER

from haidang.dossiers.api import Command
from haidang.ioc import lake
from haidang.platform import clock
from world import HOURS, OTHER_DEPARTMENT


@pytest.fixture
def counted(world, lake_home, monkeypatch, settings, tmp_path):
    """Twelve dossiers of one agency and one of another, in the lake; the codes of those filed on paper."""
    settings.STATIC_ROOT = tmp_path
    papers = [world.submit(HOURS, channel="direct", now=world.now + timedelta(minutes=n)).code for n in range(3)]
    for minute in range(9):
        world.submit(now=world.now + timedelta(minutes=10 + minute))
    world.submit(agency=OTHER_DEPARTMENT)
    world.act(Command.ACCEPT, papers[0])
    lake.update(now=LATER)
    monkeypatch.setattr(clock, "now", lambda: LATER + timedelta(minutes=1))
    return papers
