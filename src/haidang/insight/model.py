"""The forecast of this house: comparable cases and boosted trees, mixed as the newest known cases advise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from haidang.insight.boosted import FEWEST, Boosted
from haidang.insight.calibrating import UNCHANGED, Calibration, learn
from haidang.insight.comparable import Comparables, Compared, Level
from haidang.insight.log import Floats
from haidang.insight.prefixes import Questions, with_waiting

PLAIN_LEVELS = (
    Level("all", ()),
    Level("step", ("step",)),
    Level("step_age", ("step", "age")),
    Level("step_age_previous", ("step", "age", "previous")),
)
MOST_ROWS = 60_000
"""Training looks back over so many of the newest rows."""
_CHECKED, _FEWEST_CHECKED, _GRAIN = 0.2, 50, 10


@dataclass(frozen=True, slots=True)
class Forecasts:
    """One a row: the chance of missing the deadline, days of clock still needed, and the comparable cases."""

    chance: Floats
    days: Floats
    compared: Compared


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares that sum to one: of (prior rate, comparable cases, trees, trees by time) and of (comparable, trees).

    `calibration` straightens the mixed chance.
    """

    chance: tuple[float, ...]
    days: tuple[float, ...]
    calibration: Calibration = UNCHANGED


class Model:
    """What can be learnt from `known`, rows of cases that are over; `is_live`: questions come between events too."""

    def __init__(self, known: Questions, *, levels: Sequence[Level] = PLAIN_LEVELS, is_live: bool = False) -> None:
        known = _newest(known)
        self._is_live = is_live
        self.prior = float(known.is_late.mean())
        self.weights = _weighed(known, levels, is_live=is_live)
        self._comparables = Comparables(known, levels)
        self._boosted = _boosted(known, is_live=is_live)

    def forecast(self, asked: Questions) -> Forecasts:
        """Forecasts for `asked`, which must be rows of the log that the model learnt from."""
        compared = self._comparables.answer(asked)
        chances, days = _parts(compared, self._boosted, asked, prior=self.prior)
        chance = self.weights.calibration.apply(_mixed(self.weights.chance, chances))
        return Forecasts(
            # A deadline that has passed is missed: nothing is left to forecast there.
            np.where(asked.slack < 0, 1.0, chance),
            np.maximum(_mixed(self.weights.days, days), 0.0),
            compared,
        )


def _newest(known: Questions) -> Questions:
    """The rows of the newest cases, whole cases only."""
    if len(known) <= MOST_ROWS:
        return known
    # Cases are numbered in the order in which they began.
    return known.where(known.case > np.sort(known.case)[-MOST_ROWS])


def _boosted(known: Questions, *, is_live: bool) -> Boosted | None:
    if len(known) < FEWEST:
        return None
    return Boosted(with_waiting(known) if is_live else known)


def _parts(compared: Compared, boosted: Boosted | None, asked: Questions, *, prior: float) -> tuple[list[Floats], ...]:
    rate, own = np.full(len(asked), prior), compared.days[:, 0]
    if boosted is None:
        return [rate, compared.chance], [own]
    chance, implied, days = boosted.answer(asked)
    return [rate, compared.chance, chance, implied], [own, days]


def _mixed(weights: Sequence[float], parts: Sequence[Floats]) -> Floats:
    total: Floats = np.sum([weight * part for weight, part in zip(weights, parts, strict=True)], axis=0)
    return total


def _weighed(known: Questions, levels: Sequence[Level], *, is_live: bool) -> Weights:
    """Half-way between equal shares and those that were best on the newest fifth of `known`.

    That fifth is asked of what could be learnt before it began. Equal shares are hard to beat (Bates and Granger 1969,
    and every study of combined forecasts since), the best ones of one short time are partly its luck.
    """
    has_trees = len(known) >= FEWEST
    equal = Weights((0.0, 1 / 3, 1 / 3, 1 / 3), (0.5, 0.5)) if has_trees else Weights((0.0, 1.0), (1.0,))
    log, cases = known.facts.log, np.unique(known.case)
    moment = log.begun[cases[int(len(cases) * (1 - _CHECKED))]]
    earlier, later = known.where(log.ended[known.case] < moment), known.where(log.begun[known.case] >= moment)
    if min(len(earlier), len(later)) < _FEWEST_CHECKED:
        return equal
    boosted = _boosted(earlier, is_live=is_live)
    if has_trees and boosted is None:
        return equal
    later = with_waiting(later) if is_live else later
    chances, days = _parts(
        Comparables(earlier, levels).answer(later), boosted, later, prior=float(earlier.is_late.mean())
    )
    best = Weights(
        _best(len(chances), lambda shares: float(((_mixed(shares, chances) - later.is_late) ** 2).mean())),
        _best(len(days), lambda shares: float(np.abs(_mixed(shares, days) - later.left).mean())),
    )
    shares = _between(best.chance, equal.chance)
    is_open = later.slack >= 0
    calibration = learn(_mixed(shares, chances)[is_open], later.is_late[is_open], rate=float(earlier.is_late.mean()))
    return Weights(shares, _between(best.days, equal.days), calibration)


def _between(best: Sequence[float], equal: Sequence[float]) -> tuple[float, ...]:
    return tuple((one + other) / 2 for one, other in zip(best, equal, strict=True))


def _best(parts: int, loss: Callable[[tuple[float, ...]], float]) -> tuple[float, ...]:
    """The shares in tenths with the least loss."""
    tenths = (each for each in product(range(_GRAIN + 1), repeat=parts) if sum(each) == _GRAIN)
    return min((tuple(part / _GRAIN for part in each) for each in tenths), key=loss)
