"""Pages of the operations centre in the tests' world, over a lake with a few dossiers."""

from datetime import timedelta

import pytest
from django.test import Client

from haidang.ioc import lake
from haidang.platform import clock
from world import DEPARTMENT, OTHER_DEPARTMENT, moment

LATER = moment("2024-11-29T15:00")


@pytest.fixture
def page_time(world, monkeypatch, settings, tmp_path):
    """Pages ask the clock; it is the day on which the lake was filled."""
    monkeypatch.setattr(clock, "now", lambda: LATER)
    settings.STATIC_ROOT = tmp_path
    return LATER


@pytest.fixture
def shelf(world, lake_home, page_time):
    """Three dossiers at one department, one of them on paper, and one at another: 2 of 4 and 1 of 1 online."""
    world.submit()
    world.submit(channel="direct")
    world.submit(channel="direct", now=world.now + timedelta(days=1))
    world.submit(agency=OTHER_DEPARTMENT)
    lake.update(now=LATER)
    return {DEPARTMENT: (1, 3), OTHER_DEPARTMENT: (1, 1)}


@pytest.fixture
def client_of():
    """A browser of somebody who is signed in."""

    def make(user):
        client = Client()
        client.force_login(user)
        return client

    return make
