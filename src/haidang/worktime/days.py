"""A calendar compiled to numbers: office minutes and working days before any local clock minute, and back.

A clock minute is a whole number of minutes since 1970-01-01T00:00 local time; a day is such a minute // 1440.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

DAY = 1440

Shifts = tuple[tuple[int, int], ...]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer]


def office_minutes(shifts: Shifts) -> int:
    """Office minutes of a day with these shifts ((start, end) in minutes after midnight)."""
    return sum(end - start for start, end in shifts)


def before_in_day(shifts: Shifts, minute: int) -> int:
    """Office minutes of the day before `minute` (0..1440)."""
    return sum(max(0, min(minute, end) - start) for start, end in shifts)


def minute_in_day(shifts: Shifts, rank: int) -> int:
    """Clock minute of the day at which its `rank`-th office minute (from 0) begins."""
    for start, end in shifts:
        if rank < end - start:
            return start + rank
        rank -= end - start
    raise IndexError(rank)


@dataclass(frozen=True)
class Days:
    """The days first..first+len(shape_of)-1; `shape_of[i]` says which of `shapes` day i works by."""

    first: int
    shapes: tuple[Shifts, ...]
    shape_of: Sequence[int]
    minutes: Int32 = field(init=False)

    def __post_init__(self) -> None:
        per_shape = np.array([office_minutes(shape) for shape in self.shapes], dtype=np.int32)
        object.__setattr__(self, "minutes", per_shape[np.asarray(self.shape_of)])

    def __len__(self) -> int:
        return len(self.shape_of)

    @cached_property
    def cumulative(self) -> Int32:
        """Office minutes before each day; one entry more than days, the last is the total."""
        return np.concatenate([[0], np.cumsum(self.minutes)]).astype(np.int32)

    @cached_property
    def worked(self) -> Int32:
        """Numbers of the days (from `first`) that have office minutes."""
        return np.flatnonzero(self.minutes).astype(np.int32)

    @cached_property
    def _before(self) -> list[int]:
        return [int(minutes) for minutes in self.cumulative]

    @cached_property
    def _worked(self) -> list[int]:
        return [int(day) for day in self.worked]

    @property
    def total(self) -> int:
        """Office minutes of the whole range."""
        return self._before[-1]

    def shifts(self, day: int) -> Shifts:
        """The shifts of a day."""
        return self.shapes[self.shape_of[day - self.first]]

    def office_before(self, minute: int) -> int:
        """Office minutes from the first day of the range to `minute`."""
        day, rest = divmod(minute, DAY)
        index = day - self.first
        return self._before[index] + before_in_day(self.shapes[self.shape_of[index]], rest)

    def minute_at(self, rank: int) -> int:
        """Clock minute at which the `rank`-th office minute of the range (from 0) begins; IndexError outside."""
        if not 0 <= rank < self.total:
            raise IndexError(rank)
        index = bisect_right(self._before, rank) - 1
        shape = self.shapes[self.shape_of[index]]
        return (self.first + index) * DAY + minute_in_day(shape, rank - self._before[index])

    def ordinal(self, day: int) -> int:
        """How many working days the range has up to and including `day`."""
        return bisect_right(self._worked, day - self.first)

    def working_day(self, ordinal: int) -> int:
        """The day with this ordinal (from 1); IndexError outside."""
        if not 1 <= ordinal <= len(self._worked):
            raise IndexError(ordinal)
        return self.first + self._worked[ordinal - 1]

    def ordinal_from(self, day: int) -> int:
        """Ordinal of the first working day on or after `day`; may be one past the last."""
        return bisect_left(self._worked, day - self.first) + 1

    def close(self, day: int) -> int:
        """Clock minute at which office closes on a working day."""
        return day * DAY + self.shifts(day)[-1][1]
