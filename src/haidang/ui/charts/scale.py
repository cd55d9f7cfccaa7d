"""Axes: round steps from nought (or below) to above the highest value. Pure."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = (1, 2, 2.5, 5, 10)
MOST_TICKS = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high` in steps of `step`; nought is always on it, so that no bar tells too much."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """Where the axis is marked, from `low` up to `high`."""
        count = round((self.high - self.low) / self.step)
        return [round(self.low + number * self.step, 10) for number in range(count + 1)]

    def share(self, value: float) -> float:
        """How far up a value lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def scale(values: Iterable[float | None], *, most: float | None = None) -> Scale:
    """A scale that holds all values, unknown ones apart; never above `most`, as 100 of per cents, unless a value is."""
    known = [value for value in values if value is not None]
    lowest, highest = min([0.0, *known]), max([0.0, *known])
    if lowest == highest:
        highest = 1.0
    span = highest - lowest
    raw = span / (MOST_TICKS - 1)
    size = 10 ** math.floor(math.log10(raw))
    step = next(each * size for each in STEPS if each * size >= raw * (1 - 1e-9))
    low, high = math.floor(lowest / step) * step, math.ceil(highest / step - 1e-9) * step
    high = high if high > low else low + step
    if most is not None and highest <= most < high:
        high = low + math.ceil((most - low) / step - 1e-9) * step
    return Scale(round(low, 10), round(high, 10), round(step, 10))
