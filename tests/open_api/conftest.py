import pytest
from django.test import Client

from haidang.identity import api as identity
from haidang.platform import clock
from world import DEPARTMENT


@pytest.fixture
def at_worlds_time(world, monkeypatch):
    """The clock stands where the world's does."""
    monkeypatch.setattr(clock, "now", lambda: world.now)
    return world


class House:
    """Systems that are connected to a world's agencies."""

    def __init__(self, world):
        self.world = world
        self.administrator = world.officer("administrator", "H06", with_descendants=True)

    def wish(self, **changes):
        plain = {
            "name": "Phần mềm một cửa",
            "contact": "Nguyễn Văn A, 0254 000 000",
            "agency_code": DEPARTMENT,
            "scopes": list(identity.ApiScope),
            "per_minute": 600,
        }
        return identity.ClientWish(**{**plain, **changes})

    def register(self, *, key=None, actor=None, **changes):
        return identity.register_client(
            wish=self.wish(**changes),
            actor=actor or self.administrator,
            now=self.world.now,
            key=key or self.world.key(),
        )

    def caller(self, **changes):
        """A new client's way to ask: `get(path, **query)` with its key."""
        issued = self.register(**changes)
        return Caller(f"{issued.client.code}.{issued.secret}")


class Caller:
    def __init__(self, key):
        self.headers = {"X-API-Key": key}
        self.client = Client()

    def get(self, path, **query):
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)


@pytest.fixture
def house(at_worlds_time):
    return House(at_worlds_time)
