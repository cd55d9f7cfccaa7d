"""Figures of some dossiers in the tests' world, in a lake of their own, and the pages that show them."""

from datetime import timedelta

import pytest
from django.test import Client
from operation_pages import LATER

from haidang.dossiers.api import Command
from haidang.ioc import lake
from haidang.platform import clock
from world import DEPARTMENT, HOURS, OTHER_DEPARTMENT, moment

END_OF_MONTH = moment("2024-11-29T15:00")


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


@pytest.fixture
def page_time(world, monkeypatch, settings, tmp_path):
    """Pages ask the clock; it is the day on which the lake was filled."""
    monkeypatch.setattr(clock, "now", lambda: END_OF_MONTH)
    settings.STATIC_ROOT = tmp_path
    return END_OF_MONTH


@pytest.fixture
def shelf(world, lake_home, page_time):
    """Three dossiers at one department, one of them on paper, and one at another: 2 of 4 and 1 of 1 online."""
    world.submit()
    world.submit(channel="direct")
    world.submit(channel="direct", now=world.now + timedelta(days=1))
    world.submit(agency=OTHER_DEPARTMENT)
    lake.update(now=page_time)
    return {DEPARTMENT: (1, 3), OTHER_DEPARTMENT: (1, 1)}


@pytest.fixture
def client_of():
    """A browser of somebody who is signed in."""

    def make(user):
        client = Client()
        client.force_login(user)
        return client

    return make
