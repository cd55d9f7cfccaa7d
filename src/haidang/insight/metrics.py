"""How good forecasts were: mean absolute error, Brier score, area under the ROC curve, calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from haidang.insight.log import Floats

BINS = 10


@dataclass(frozen=True, slots=True)
class Scores:
    """`mae_days`: mean absolute error of the time still needed. `auc` is None where all or none were late."""

    mae_days: float
    brier: float
    auc: float | None


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of nearly the same probability: how many, their mean, and how many of them were late."""

    count: int
    mean: float
    late: int


def mae(expected: Floats, actual: Floats) -> float:
    """The mean distance between forecast and truth."""
    return float(np.abs(expected - actual).mean())


def brier(chance: Floats, happened: Floats) -> float:
    """The mean squared distance between a probability and what happened (Brier 1950)."""
    return float(((chance - happened) ** 2).mean())


def auc(chance: Floats, happened: Floats) -> float | None:
    """How often one that happened was given a higher chance than one that did not; a tie counts half.

    By ranks (Mann and Whitney), ties sharing their mean rank. None where there is nothing to compare.
    """
    late = int(happened.sum())
    others = len(happened) - late
    if not late or not others:
        return None
    _values, place, counts = np.unique(chance, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = (ends - (counts - 1) / 2)[place]
    return float((ranks[happened == 1].sum() - late * (late + 1) / 2) / (late * others))


def scores(*, chance: Floats, expected: Floats, happened: Floats, actual: Floats) -> Scores:
    """All three for the same rows."""
    return Scores(mae(expected, actual), brier(chance, happened), auc(chance, happened))


def auc_of_bins(bins: Sequence[Bin]) -> float | None:
    """The same from forecasts in bins in the order of their chance: those in one bin are ties."""
    late, others = sum(item.late for item in bins), sum(item.count - item.late for item in bins)
    if not late or not others:
        return None
    won, below = 0.0, 0
    for item in bins:
        here = item.count - item.late
        won += item.late * (below + here / 2)
        below += here
    return won / (late * others)


def merged(bins: Sequence[Bin], parts: int = BINS) -> list[Bin]:
    """Fine bins as `parts` coarse ones; their number must be a multiple of it."""
    size = len(bins) // parts
    groups = [bins[at : at + size] for at in range(0, len(bins), size)]
    return [_sum(group) for group in groups]


def _sum(bins: Sequence[Bin]) -> Bin:
    count = sum(item.count for item in bins)
    mean = sum(item.mean * item.count for item in bins) / count if count else 0.0
    return Bin(count, mean, sum(item.late for item in bins))


def calibration(chance: Floats, happened: Floats, *, bins: int = BINS) -> list[Bin]:
    """Forecasts in `bins` equal parts of [0, 1]; a well calibrated one is late as often as it says."""
    place = np.minimum((chance * bins).astype(np.int64), bins - 1)
    found = []
    for number in range(bins):
        rows = place == number
        count = int(rows.sum())
        found.append(Bin(count, float(chance[rows].mean()) if count else 0.0, int(happened[rows].sum())))
    return found
