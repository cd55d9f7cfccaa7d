"""Where the installation's profile lies, and the names and rates for its simulated people."""

import random
from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings

import haidang.profiles
from haidang.simulation.rates import Rates


class Given(msgspec.Struct, frozen=True):
    """Given names of one sex: middle names, weighted single syllables, compounds of two."""

    middle: list[str]
    single: list[tuple[str, float]]
    compound: list[str]


class Names(msgspec.Struct, frozen=True):
    """Names as `names.json` holds them, with source and licence."""

    source: str
    licence: str
    note: str
    surnames: list[tuple[str, float]]
    male: Given
    female: Given

    def draw(self, rng: random.Random, *, is_male: bool) -> str:
        """A full name in Vietnamese order: surname, then a middle and a given name or a compound."""
        given = self.male if is_male else self.female
        surname = rng.choices(self.surnames, [weight for _name, weight in self.surnames])[0][0]
        if rng.random() < 0.5:
            return f"{surname} {rng.choice(given.compound)}"
        single = rng.choices(given.single, [weight for _name, weight in given.single])[0][0]
        return f"{surname} {rng.choice(given.middle)} {single}"


def folder() -> Path:
    """The folder of the profile that the settings name."""
    return Path(haidang.profiles.__file__).parent / settings.PROFILE


@cache
def rates() -> Rates:
    """The profile's rates."""
    return msgspec.json.decode((folder() / "simulation.json").read_bytes(), type=Rates)


@cache
def names() -> Names:
    """The profile's names."""
    return msgspec.json.decode((folder() / "names.json").read_bytes(), type=Names)
