"""A small province: the real profile, few dossiers, and chance that comes back the same."""

import hashlib
import os

import pytest
from simulation_rows import SINCE, UNTIL

from haidang.simulation import run
from haidang.simulation.profile import rates as profile_rates
from haidang.simulation.run import Wish


@pytest.fixture
def rates():
    return profile_rates()


@pytest.fixture
def wish():
    return Wish(dossiers=9, seed=5, until=UNTIL, since=SINCE)


class Chance:
    """Stands in for the system's source of randomness, from which document ids and nonces come."""

    def __init__(self):
        self.restart("")

    def restart(self, name):
        self._name, self._count = name, 0

    def __call__(self, length):
        self._count += 1
        return hashlib.shake_256(f"{self._name}:{self._count}".encode()).digest(length)


@pytest.fixture
def chance(monkeypatch):
    """Every dossier gets the same ids and nonces whenever and however it is played."""
    found = Chance()
    played, made = run.play, run.ensure_accounts

    def play(cast, matter, acts, *, seed, before):
        found.restart(f"{seed}:{matter.number}")
        return played(cast, matter, acts, seed=seed, before=before)

    def ensure_accounts(people):
        found.restart("accounts")
        return made(people)

    monkeypatch.setattr(os, "urandom", found)
    monkeypatch.setattr(run, "ensure_accounts", ensure_accounts)
    monkeypatch.setattr(run, "play", play)
    return found
