"""A portal in the test's own process, behind the client's transport, and a hand that delivers."""

from datetime import timedelta
from random import Random

import httpx
import pytest

from haidang.exchange.national import TOPIC, Link
from haidang.platform.delivery.rests import Rules
from haidang.platform.delivery.worker import Round
from haidang.portal_simulator.app import Application
from haidang.portal_simulator.services import Portal
from haidang.portal_simulator.store import Store
from world import World


class Line:
    """The house's line to a portal: `deliver` sends what is due at the world's time; `pass_time` lets time pass."""

    def __init__(self, world: World, application: Application) -> None:
        self.world, self.application = world, application
        self.store = application.portal.store
        self.faults = application.faults
        self.now = world.now
        self.link = Link(lambda: self.now, transport=httpx.WSGITransport(app=application))
        self.portal = self.link.portal

    def deliver(self, *, most=10_000, rules=None):
        return Round(TOPIC, self.link.send, lambda: self.now, rules or Rules(), Random(7)).run(most=most)

    def pass_time(self, **span):
        self.now += timedelta(**span)

    def deliver_all(self, *, rounds=60):
        """Delivers until nothing moves, letting rests pass; returns how many messages were taken."""
        taken = 0
        for _round in range(rounds):
            taken += self.deliver().delivered
            self.pass_time(hours=1)
        return taken

    def state(self, code):
        found = self.store.dossier(code)
        return found and found["TrangThaiHoSo"]

    def history(self, code):
        return [line["TrangThai"] for line in self.store.history(code)]


@pytest.fixture
def application(tmp_path):
    return Application(Portal(Store(tmp_path / "portal.sqlite3")), sleep=lambda _seconds: None)


@pytest.fixture
def line(world, application, settings):
    settings.PORTAL = {
        **settings.PORTAL,
        "auth_url": "http://portal.test/auth",
        "services_url": "http://portal.test/services",
    }
    found = Line(world, application)
    yield found
    found.link.close()
