"""Pages of the desk in the tests' world: its officers sign in, and the pages share the world's time."""

import pytest
from django.test import Client
from django.urls import reverse

from haidang.dossiers import api as dossiers
from haidang.platform import clock


@pytest.fixture(autouse=True)
def world_time(world, monkeypatch, settings, tmp_path):
    """Pages ask the clock; it says what the world says. Static files are found where they lie."""
    monkeypatch.setattr(clock, "now", lambda: world.now)
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def as_user():
    """A browser in which somebody is signed in."""

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def desk(world, as_user):
    """Opens and sends pages of one dossier as an officer."""

    class Desk:
        def page(self, user, code):
            return as_user(user).get(reverse("desk:dossier", kwargs={"code": code}))

        def send(self, user, code, slug, *, client=None, key=None, version=None, **data):
            version = world.dossier(code).version if version is None else version
            values = {"key": key or world.key(), "expected_version": version} | data
            address = reverse(f"desk:act_{slug}", kwargs={"code": code})
            return (client or as_user(user)).post(address, values)

        def view(self, user, code):
            return dossiers.view(user, code, now=world.now)

    return Desk()
