"""Many calendars compiled into flat tables, so that each step of a reckoning is one gather instead of a search.

Minutes and days are counted here from the first day of the set. Every calendar owns one stretch of a common line of
office minutes and one of a common line of working days; its stretch begins where the one before it ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from math import gcd

import numpy as np
import numpy.typing as npt

from haidang.worktime.calendar import Calendar
from haidang.worktime.days import DAY, Int32, Int64, Ints, Shifts, before_in_day
from haidang.worktime.errors import CalendarError
from haidang.worktime.moments import date_of, day_number

_LONGEST_LINE = 2**30


@dataclass(frozen=True)
class CalendarSet:
    """Calendars reckoned together; rows of a question point at them by index. Equal calendars share their tables."""

    calendars: tuple[Calendar, ...]

    @classmethod
    def of(cls, calendars: "Calendar | CalendarSet | Sequence[Calendar]") -> "CalendarSet":
        """A set from one calendar, several, or a set already made."""
        if isinstance(calendars, CalendarSet):
            return calendars
        return cls((calendars,) if isinstance(calendars, Calendar) else tuple(calendars))

    def __post_init__(self) -> None:
        if not self.calendars:
            raise CalendarError("Cần ít nhất một lịch làm việc.", "At least one calendar is needed.")
        if self._before_line[-1] > _LONGEST_LINE:
            raise CalendarError(
                "Quá nhiều lịch trong một lần tính; hãy chia nhỏ.", "Too many calendars at once; divide them."
            )

    @cached_property
    def distinct(self) -> tuple[Calendar, ...]:
        """The calendars that differ from one another."""
        return tuple(dict.fromkeys(self.calendars))

    @cached_property
    def line_of(self) -> Int32 | None:
        """Which distinct calendar each calendar is; None when all are distinct."""
        if len(self.distinct) == len(self.calendars):
            return None
        places = {calendar: place for place, calendar in enumerate(self.distinct)}
        return np.array([places[calendar] for calendar in self.calendars], dtype=np.int32)

    @cached_property
    def first(self) -> int:
        """Day number of the earliest first day."""
        return min(calendar.days.first for calendar in self.distinct)

    @cached_property
    def n_days(self) -> int:
        """Days from the earliest first day to the latest last one."""
        return max(calendar.days.first + len(calendar.days) for calendar in self.distinct) - self.first

    @cached_property
    def known_from(self) -> Int32:
        """First known minute of each distinct calendar."""
        return np.array([(c.days.first - self.first) * DAY for c in self.distinct], dtype=np.int32)

    @cached_property
    def known_until(self) -> Int32:
        """First minute no longer known, of each distinct calendar."""
        return np.array([(c.days.first + len(c.days) - self.first) * DAY for c in self.distinct], dtype=np.int32)

    @cached_property
    def _before_line(self) -> Int64:
        return np.cumsum([0, *(calendar.days.total for calendar in self.distinct)], dtype=np.int64)

    @cached_property
    def line_end(self) -> Int32:
        """Office minutes of the common line at the end of each calendar's stretch."""
        return self._before_line[1:].astype(np.int32)

    @cached_property
    def _shapes(self) -> dict[Shifts, int]:
        shapes: dict[Shifts, int] = {(): 0}
        for calendar in self.distinct:
            for shape in calendar.days.shapes:
                shapes.setdefault(shape, len(shapes))
        return shapes

    @cached_property
    def _shape_rows(self) -> list[Int32]:
        """For each distinct calendar, the set's shape number of each of its days."""
        rows = []
        for calendar in self.distinct:
            numbers = np.array([self._shapes[shape] for shape in calendar.days.shapes], dtype=np.int32)
            rows.append(numbers[np.asarray(calendar.days.shape_of)])
        return rows

    @cached_property
    def before_in_day(self) -> npt.NDArray[np.int16]:
        """Office minutes of a day before each of its minutes, one stretch of 1440 a shape."""
        minutes = range(DAY)
        return np.array([before_in_day(shape, minute) for shape in self._shapes for minute in minutes], dtype=np.int16)

    @cached_property
    def day_rows(self) -> Int64:
        """A pair a calendar and day: office minutes of the line before it, and where its shape begins."""
        pairs = np.zeros((len(self.distinct), self.n_days, 2), dtype=np.int32)
        for place, (calendar, shapes) in enumerate(zip(self.distinct, self._shape_rows, strict=True)):
            at = calendar.days.first - self.first
            pairs[place, at : at + len(shapes), 0] = calendar.days.cumulative[:-1] + self._before_line[place]
            pairs[place, at : at + len(shapes), 1] = shapes * DAY
        return pairs.reshape(-1).view(np.int64)

    @cached_property
    def grain(self) -> int:
        """Minutes that divide every shift: within so many office minutes the clock never jumps."""
        lengths = [end - start for shape in self._shapes for start, end in shape]
        return reduce(gcd, lengths, 0) or DAY

    @cached_property
    def grain_start(self) -> Int32:
        """The dense inverse: clock minute at which each grain of the line of office minutes begins."""
        grains = [
            np.array([m for start, end in shape for m in range(start, end, self.grain)], dtype=np.int32)
            for shape in self._shapes
        ]
        lines = []
        for calendar, shapes in zip(self.distinct, self._shape_rows, strict=True):
            days = np.arange(len(shapes), dtype=np.int32) + np.int32(calendar.days.first - self.first)
            per_day = np.array([len(grain) for grain in grains])[shapes]
            within = np.concatenate([grains[shape] for shape in shapes]) if len(shapes) else grains[0]
            lines.append(np.repeat(days * DAY, per_day) + within)
        return np.concatenate(lines).astype(np.int32)

    @cached_property
    def _before_worked(self) -> Int64:
        return np.cumsum([0, *(len(calendar.days.worked) for calendar in self.distinct)], dtype=np.int64)

    @cached_property
    def worked_end(self) -> Int32:
        """Ordinal in the common line of each calendar's last working day."""
        return self._before_worked[1:].astype(np.int32)

    @cached_property
    def ordinal_rows(self) -> Int64:
        """A pair a calendar and day: ordinal of the last working day up to it, and when its office closes."""
        pairs = np.zeros((len(self.distinct), self.n_days, 2), dtype=np.int32)
        closes = np.array([shape[-1][1] if shape else 0 for shape in self._shapes], dtype=np.int32)
        for place, (calendar, shapes) in enumerate(zip(self.distinct, self._shape_rows, strict=True)):
            at = calendar.days.first - self.first
            pairs[place, at : at + len(shapes), 0] = np.cumsum(calendar.days.minutes > 0) + self._before_worked[place]
            pairs[place, at : at + len(shapes), 1] = closes[shapes]
        return pairs.reshape(-1).view(np.int64)

    @cached_property
    def worked_day(self) -> Int32:
        """The day of each ordinal; ordinals begin at 1."""
        lines = [c.days.worked + np.int32(c.days.first - self.first) for c in self.distinct]
        return np.concatenate([np.zeros(1, dtype=np.int32), *lines]).astype(np.int32)

    @cached_property
    def worked_close(self) -> Int32:
        """The minute at which the office closes on the day of each ordinal."""
        closes = [np.zeros(1, dtype=np.int64)]
        for calendar in self.distinct:
            first = calendar.days.first
            ends = [calendar.days.close(first + day) for day in calendar.days.worked.tolist()]
            closes.append(np.array(ends, dtype=np.int64) - self.first * DAY)
        return np.concatenate(closes).astype(np.int32)

    @cached_property
    def month_of(self) -> Int32:
        """Number of each day's month, from the set's first month."""
        start = date_of(self.first)
        dates = [date_of(self.first + day) for day in range(self.n_days)]
        return np.array([(d.year - start.year) * 12 + d.month - start.month for d in dates], dtype=np.int32)

    @cached_property
    def month_start(self) -> Int32:
        """The day on which each month begins (the first may be negative), up to one month past the range."""
        start = date_of(self.first).replace(day=1)
        count = int(self.month_of[-1]) + 2
        months = [divmod(start.year * 12 + start.month - 1 + n, 12) for n in range(count)]
        firsts = [day_number(start.replace(year=year, month=month + 1)) for year, month in months]
        return np.array(firsts, dtype=np.int64).astype(np.int32) - np.int32(self.first)


def pairs_at(rows: Int64, places: Ints) -> tuple[Int32, Int32]:
    """Both numbers of the pairs at these places: one gather fetches the two, for the table is too big for the cache."""
    pairs = rows.take(places, mode="clip").view(np.int32).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
