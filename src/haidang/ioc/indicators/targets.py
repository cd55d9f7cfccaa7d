"""Where an indicator ought to be by when, and whether it is on its way there. Pure: fractions in, fractions out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Better(StrEnum):
    """Which way is an improvement; NONE where neither is."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Standing(StrEnum):
    """How a value stands against the path of its target."""

    REACHED = "reached"
    ON_PATH = "on_path"
    BEHIND = "behind"
    SHORT = "short"
    """Not there yet, on a path that says nothing of today: it has a goal but no beginning."""


OPEN = date.max


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be reached by the end of a day; OPEN where no day was set."""

    on: date
    value: Fraction


@dataclass(frozen=True, slots=True)
class Comparison:
    """`aim`: the one ahead, or the last; `expected`: by the path that day; `monthly`: what is still needed a month."""

    standing: Standing
    aim: Aim
    expected: Fraction | None
    missing: Fraction
    monthly: Fraction | None


def expected(path: Sequence[Aim], on: date) -> Fraction | None:
    """What the path asks for on a day: straight from aim to aim, after the last what it was; None before the first."""
    if not path or on < path[0].on:
        return None
    before = [aim for aim in path if aim.on <= on][-1]
    after = next((aim for aim in path if aim.on > on), None)
    if after is None:
        return before.value
    return before.value + (after.value - before.value) * (on - before.on).days / (after.on - before.on).days


def compare(value: Fraction, path: Sequence[Aim], *, better: Better, on: date) -> Comparison | None:
    """How `value` stands on a day; None without a path or without a better direction."""
    if not path or better is Better.NONE:
        return None
    aim = next((each for each in path if each.on >= on), path[-1])
    goal, wanted = path[-1], expected(path, on)
    missing = max(Fraction(0), _short(value, aim.value, better))
    if not _short(value, goal.value, better) > 0:
        standing = Standing.REACHED
    elif wanted is None:
        standing = Standing.SHORT
    else:
        standing = Standing.ON_PATH if _short(value, wanted, better) <= 0 else Standing.BEHIND
    return Comparison(standing, aim, wanted, missing, _monthly(missing, aim, on))


def _short(value: Fraction, aim: Fraction, better: Better) -> Fraction:
    return aim - value if better is Better.UP else value - aim


def _monthly(missing: Fraction, aim: Aim, on: date) -> Fraction | None:
    """`missing` shared among the months left, with this one; None when nothing is missing, or no day is set or left."""
    if not missing or aim.on < on or aim.on == OPEN:
        return None
    return missing / ((aim.on.year - on.year) * 12 + aim.on.month - on.month + 1)
