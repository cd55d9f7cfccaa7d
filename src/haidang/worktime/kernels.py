"""The three counts of `counts` again, for whole arrays: each function takes a block of rows and gathers from tables.

Minutes count from the first minute of the set. In `since` and `until` the number -1 stands for "none": no pause in
that slot, or a pause still open.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from haidang.worktime.days import DAY, Int32, Ints
from haidang.worktime.tables import CalendarSet, pairs_at

NONE = -1
_FAR = 2**31 - 2

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows reckoned together: their calendars (None: the only one), starts and amounts."""

    tables: CalendarSet
    line: Ints | None
    start: Int32
    amount: Int32

    def offsets(self) -> Ints | int:
        """Where each row's calendar begins in a table of days."""
        return 0 if self.line is None else self.line * np.int32(self.tables.n_days)

    def at_line(self, table: Int32) -> Ints | int:
        """What a table of calendars says for each row's calendar."""
        return int(table[0]) if self.line is None else table.take(self.line)


class Kernel(Protocol):
    """One way of counting a block. Marks only grow, so a mark beyond the calendar stays there and is found last."""

    def fresh(self, minute: Int32) -> Ints:
        """The mark of the whole term begun at `minute`."""

    def moves(self, mark: Ints, since: Int32) -> Bools:
        """Where a pause began early enough to move the mark."""

    def restarts(self, mark: Ints, since: Int32) -> Bools:
        """Where a pause began early enough to begin the term anew."""

    def shifted(self, mark: Ints, since: Int32, until: Int32) -> Ints:
        """The mark after a pause."""

    def left(self, mark: Ints, minute: Int32) -> Ints:
        """What is left at `minute`."""

    def due(self, mark: Ints) -> tuple[Ints, Bools]:
        """The due minute, and where there is none because the calendar ends before it."""


class RunningKernel:
    """Office minutes: rank of the start plus budget, then the inverse table."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._tables = block.tables
        self._offsets = block.offsets()
        self._end = block.at_line(block.tables.line_end)

    def rank(self, minute: Int32) -> Ints:
        """Office minutes of the line before each minute."""
        day = minute // DAY
        before, shape = pairs_at(self._tables.day_rows, day + self._offsets)
        place = shape + minute
        place -= day * DAY
        return before + self._tables.before_in_day.take(place, mode="clip")

    def fresh(self, minute: Int32) -> Ints:
        """See Kernel."""
        return self.rank(minute) + self._block.amount

    def moves(self, mark: Ints, since: Int32) -> Bools:
        """See Kernel: something was still to run."""
        return self.rank(since) < mark

    def restarts(self, mark: Ints, since: Int32) -> Bools:
        """See Kernel: the minute before the pause had not run to the end; with nothing to run, nor had the pause's."""
        is_empty = self._block.amount == 0
        before = np.maximum(since - 1, self._block.at_line(self._tables.known_from)).astype(np.int32)
        found: Bools = np.where(is_empty, self.rank(since) <= mark, self.rank(before) < mark)
        return found

    def shifted(self, mark: Ints, since: Int32, until: Int32) -> Ints:
        """See Kernel."""
        return mark + (self.rank(until) - self.rank(since))

    def left(self, mark: Ints, minute: Int32) -> Ints:
        """See Kernel."""
        return mark - self.rank(minute)

    def due(self, mark: Ints) -> tuple[Ints, Bools]:
        """See Kernel: the end of the last office minute, or the start of the next one if nothing had to run."""
        # Only a term of no minutes is due at a start; the usual block has none, and a plain 1 is quicker than an array.
        is_running: Bools | int = 1 if self._block.amount.all() else self._block.amount > 0
        last = mark - is_running
        grain = self._tables.grain
        block = last // grain
        start = self._tables.grain_start.take(block, mode="clip")
        return start + (last - block * grain) + is_running, last >= self._end


class WorkingDayKernel:
    """Working days: ordinal of the effective start plus the number."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._tables = block.tables
        self._offsets = block.offsets()
        self._end = block.at_line(block.tables.worked_end)

    def ordinal(self, day: Ints) -> Ints:
        """Ordinal of the last working day up to each day."""
        return pairs_at(self._tables.ordinal_rows, day + self._offsets)[0]

    def effective(self, minute: Int32) -> Ints:
        """Ordinal of the working day on which a receipt at each minute counts."""
        day = minute // DAY
        ordinal, close = pairs_at(self._tables.ordinal_rows, day + self._offsets)
        return ordinal + (minute - day * DAY >= close)

    def fresh(self, minute: Int32) -> Ints:
        """See Kernel."""
        return self.effective(minute) + self._block.amount

    def moves(self, mark: Ints, since: Int32) -> Bools:
        """See Kernel: the pause began not after the due moment."""
        return since <= self._tables.worked_close.take(mark, mode="clip")

    restarts = moves

    def shifted(self, mark: Ints, since: Int32, until: Int32) -> Ints:
        """See Kernel."""
        return mark + (self.effective(until) - self.ordinal(since // DAY))

    def left(self, mark: Ints, minute: Int32) -> Ints:
        """See Kernel."""
        return mark - self.ordinal(minute // DAY)

    def due(self, mark: Ints) -> tuple[Ints, Bools]:
        """See Kernel: close of office."""
        return self._tables.worked_close.take(mark, mode="clip"), mark > self._end


class CalendarDayKernel:
    """Calendar days or months: the day itself, moved to a working day only at the end."""

    def __init__(self, block: Block, *, months: bool) -> None:
        self._block = block
        self._tables = block.tables
        self._months = months
        self._working = WorkingDayKernel(block)
        self._last = block.at_line(block.tables.known_until) // DAY - 1
        self._end = block.at_line(block.tables.worked_end)

    def _effective_day(self, minute: Int32) -> Ints:
        ordinal = self._working.effective(minute)
        return np.where(ordinal > self._end, _FAR, self._tables.worked_day.take(ordinal, mode="clip"))

    def fresh(self, minute: Int32) -> Ints:
        """See Kernel."""
        day = self._effective_day(minute)
        known = np.minimum(day, self._tables.n_days - 1)
        end = self._month_later(known) if self._months else known + self._block.amount.astype(np.int64)
        return np.where(day == _FAR, _FAR, end)

    def _month_later(self, day: Ints) -> Ints:
        starts = self._tables.month_start
        month: Ints = self._tables.month_of.take(day)
        target = month + self._block.amount.astype(np.int64)
        same = starts.take(target, mode="clip") + (day - starts.take(month))
        last = starts.take(target + 1, mode="clip") - 1
        end: Ints = np.where(target + 1 >= len(starts), _FAR, np.minimum(same, last))
        return end

    def _ordinal(self, mark: Ints) -> Ints:
        """Ordinal of the first working day on or after each day."""
        day: Ints = np.minimum(mark, self._last)
        ordinal, close = pairs_at(self._tables.ordinal_rows, day + self._block.offsets())
        found: Ints = ordinal + (close == 0)
        return found

    def moves(self, mark: Ints, since: Int32) -> Bools:
        """See Kernel: the pause began not after the due moment."""
        return since <= self._tables.worked_close.take(self._ordinal(mark), mode="clip")

    restarts = moves

    def shifted(self, mark: Ints, since: Int32, until: Int32) -> Ints:
        """See Kernel."""
        later: Ints = np.minimum(mark + self._effective_day(until).astype(np.int64) - since // DAY, _FAR)
        return later

    def left(self, mark: Ints, minute: Int32) -> Ints:
        """See Kernel; asked only up to the due moment, so the move off a day off shows as 0."""
        days: Ints = np.maximum(mark - minute // DAY, 0)
        return days

    def due(self, mark: Ints) -> tuple[Ints, Bools]:
        """See Kernel: close of office of the first working day on or after the mark."""
        ordinal = self._ordinal(mark)
        late = (mark > self._last) | (ordinal > self._end)
        return self._tables.worked_close.take(ordinal, mode="clip"), late
