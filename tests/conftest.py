"""One database with the province's profile for the whole run; every test in a transaction that is rolled back."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings

from world import World

PROFILE_DAY = datetime.fromisoformat("2024-01-02T08:00+07:00")
"""The day on which the tests' installation published its profile; everything in it holds from then on."""

_home = pytest.StashKey[Path]()


def pytest_configure(config):
    """State of the tests never touches the settings' home; passwords are hashed fast, figures never remembered."""
    config.stash[_home] = Path(tempfile.mkdtemp(prefix="haidang-test-"))
    settings.HAIDANG_HOME = config.stash[_home]
    settings.BOARD_SECONDS = 0
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config):
    shutil.rmtree(config.stash[_home], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        from haidang.simulation.install import install_profile

        install_profile(PROFILE_DAY)


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def now(world):
    return world.now


@pytest.fixture
def lake_home(tmp_path, monkeypatch):
    """A home of its own for a test that fills the event lake: `lake.update(now=…)`, then `lake.reader()`."""
    monkeypatch.setattr(settings, "HAIDANG_HOME", tmp_path)
    return tmp_path
