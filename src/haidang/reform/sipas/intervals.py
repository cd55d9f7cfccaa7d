"""Shares with how sure they are. Pure and reproducible: chance comes from a seed.

One question: the share of those satisfied, with Wilson's interval. A factor or the whole: each respondent's own share,
averaged, because answers of one person hang together; its interval by a bootstrap over respondents. Strata weigh by
how many persons they stand for.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Z = 1.959963984540054
"""95 % of a normal distribution lie within so many standard deviations."""
DRAWS = 1_000
SMALL = 30
"""Below so many answers a figure is marked as one of a small number."""
HIDDEN = 5
"""Below so many answers a figure of a stratum is not shown: it would tell of single persons."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share (0 to 1) with its 95 % interval and the number of respondents; all None without any respondent.

    `low` and `high` are None for one respondent, of whom nothing can be said about others.
    """

    value: float | None
    low: float | None
    high: float | None
    count: int

    @property
    def is_small(self) -> bool:
        """Whether it stands on few answers."""
        return 0 < self.count < SMALL


@dataclass(frozen=True, slots=True)
class Stratum:
    """The shares of a stratum's respondents, and how many persons it stands for."""

    population: int
    shares: Sequence[float]


def wilson(satisfied: int, count: int, *, z: float = Z) -> tuple[float, float] | None:
    """Wilson's score interval of a share; None of nothing."""
    if count == 0:
        return None
    share, spread = satisfied / count, z * z / count
    middle = share + spread / 2
    half = z * math.sqrt(share * (1 - share) / count + spread / (4 * count))
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    # At the ends the interval touches 0 and 1; rounding must not push it past them.
    return (0.0 if satisfied == 0 else low), (1.0 if satisfied == count else high)


def of_question(satisfied: int, count: int) -> Estimate:
    """The share satisfied of those who answered one question."""
    bounds = wilson(satisfied, count)
    if bounds is None:
        return Estimate(None, None, None, 0)
    return Estimate(satisfied / count, *bounds, count)


def of_strata(strata: Sequence[Stratum], *, seed: int, draws: int = DRAWS) -> Estimate:
    """The mean share over strata weighed by population; strata without respondents say nothing and weigh nothing."""
    told = [item for item in strata if item.shares]
    count = sum(len(item.shares) for item in told)
    if not told:
        return Estimate(None, None, None, 0)
    weights = np.array([max(item.population, len(item.shares)) for item in told], dtype=float)
    weights /= weights.sum()
    values = [np.asarray(item.shares, dtype=float) for item in told]
    value = float(sum(weight * part.mean() for weight, part in zip(weights, values, strict=True)))
    if count == 1:
        return Estimate(value, None, None, count)
    chance = np.random.default_rng(seed)
    means = np.zeros(draws)
    for weight, part in zip(weights, values, strict=True):
        picked = chance.integers(0, len(part), size=(draws, len(part)))
        means += weight * part[picked].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    # All alike: the bootstrap sees no spread; Wilson's bound says what so many could still hide.
    if low == high:
        bounds = wilson(round(value * count), count) or (0.0, 1.0)
        low, high = min(bounds[0], value), max(bounds[1], value)
    return Estimate(value, float(min(low, value)), float(max(high, value)), count)
