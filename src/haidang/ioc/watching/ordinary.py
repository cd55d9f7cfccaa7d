"""What is ordinary for a value, by its own history: the median and how far values usually lie from it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LEAST = 5
"""Fewer values make no habit."""
WIDTH = 3 * 1.4826
"""Three standard deviations of a normal distribution, told by the median of the distances from the median."""
LEAST_SHARE, LEAST_STEP = 0.1, 1.0
"""A history that hardly moves allows a tenth, and one, all the same."""


@dataclass(frozen=True, slots=True)
class Ordinary:
    """From `low` to `high` is ordinary; `middle` is the median of `count` values."""

    low: float
    high: float
    middle: float
    count: int

    def holds(self, value: float) -> bool:
        """Whether a value is ordinary."""
        return self.low <= value <= self.high


def ordinary(history: Sequence[float]) -> Ordinary | None:
    """What is ordinary after these values of the same weekday; None after too few. Single outliers move it little."""
    if len(history) < LEAST:
        return None
    middle = median(history)
    spread = median(abs(value - middle) for value in history)
    width = max(WIDTH * spread, LEAST_SHARE * abs(middle), LEAST_STEP)
    floor = 0.0 if min(history) >= 0 else middle - width
    return Ordinary(max(middle - width, floor), middle + width, middle, len(history))
