"""Pages of the administration in the tests' world."""

import pytest
from django.test import Client

from haidang.identity import calendars
from haidang.platform import clock


@pytest.fixture(autouse=True)
def world_time(world, monkeypatch, settings, tmp_path):
    """Pages ask the clock; it says what the world says. Compiled calendars of rolled-back tests are forgotten."""
    monkeypatch.setattr(clock, "now", lambda: world.now)
    settings.STATIC_ROOT = tmp_path
    calendars._compiled.cache_clear()
    yield
    calendars._compiled.cache_clear()


@pytest.fixture
def admin(world):
    """The province's administrator, who manages everything below it, signed in."""
    client = Client()
    client.user = world.officer("administrator", world.province, with_descendants=True)
    client.force_login(client.user)
    return client


@pytest.fixture
def local_admin(world):
    """An administrator of one department only."""
    client = Client()
    client.user = world.officer("administrator", "H06.03")
    client.force_login(client.user)
    return client
