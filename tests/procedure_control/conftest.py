"""Pages of procedure control in the tests' world."""

import pytest
from django.test import Client

from haidang.platform import clock
from world import DEPARTMENT


@pytest.fixture(autouse=True)
def world_time(world, monkeypatch, settings, tmp_path):
    """Pages ask the clock; it says what the world says."""
    monkeypatch.setattr(clock, "now", lambda: world.now)
    settings.STATIC_ROOT = tmp_path
    assert world.procedures


def client_of(user):
    client = Client()
    client.user = user
    client.force_login(user)
    return client


@pytest.fixture
def manager(world):
    return client_of(world.officer("manager", DEPARTMENT))


@pytest.fixture
def leader(world):
    return client_of(world.leader)


@pytest.fixture
def administrator(world):
    return client_of(world.administrator)
