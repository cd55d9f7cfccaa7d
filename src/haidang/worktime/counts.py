"""Three ways to count a term towards its end: office minutes that run, working days, calendar days.

Each keeps one whole number, the *mark*: where the term ends on its own scale (an office minute, the ordinal of a
working day, a day number). All moments are local clock minutes of one calendar.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from haidang.worktime.calendar import Calendar
from haidang.worktime.days import DAY
from haidang.worktime.moments import date_of, day_number
from haidang.worktime.terms import Convention, Term, Unit


class AmountUnit(StrEnum):
    """Units in which a running clock says what has run and what is left."""

    OFFICE_MINUTE = "office_minute"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of a term; negative when overdue."""

    value: int
    unit: AmountUnit


def effective_minute(calendar: Calendar, minute: int) -> int:
    """The office minute at which a receipt at `minute` counts: itself, or the next one."""
    days = calendar.days
    rank = days.office_before(minute)
    if rank == days.total:
        raise calendar.outside()
    return days.minute_at(rank)


def effective_ordinal(calendar: Calendar, minute: int) -> int:
    """Ordinal of the working day on which a receipt at `minute` counts."""
    return calendar.days.ordinal(effective_minute(calendar, minute) // DAY)


@dataclass(frozen=True, slots=True)
class RunningCount:
    """Office minutes: the mark is the number of office minutes, from the calendar's first, at which all have run."""

    calendar: Calendar
    budget: int
    unit = AmountUnit.OFFICE_MINUTE

    def fresh(self, start: int) -> int:
        """The mark of the whole term begun at `start`."""
        return self._known(self.calendar.days.office_before(start) + self.budget)

    def due(self, mark: int) -> int:
        """The first minute at which the mark is reached: the end of a shift, not the start of the next."""
        days = self.calendar.days
        return days.minute_at(mark - 1) + 1 if self.budget else days.minute_at(mark)

    def moves(self, mark: int, since: int) -> bool:
        """Whether anything was still to run when a pause began."""
        return self.calendar.days.office_before(since) < mark

    def restarts(self, mark: int, since: int) -> bool:
        """Whether a pause began not after the due moment."""
        days = self.calendar.days
        if not self.budget:
            return days.office_before(since) <= mark
        return days.office_before(max(since - 1, days.first * DAY)) < mark

    def shifted(self, mark: int, since: int, until: int) -> int:
        """The mark after a pause: the office minutes inside it do not run."""
        days = self.calendar.days
        return self._known(mark + days.office_before(until) - days.office_before(since))

    def left(self, mark: int, minute: int) -> int:
        """What is left at `minute`; negative when overdue."""
        return mark - self.calendar.days.office_before(minute)

    def total(self, base: int) -> int:  # noqa: ARG002 - same shape as the other counts
        """The whole term in this count's unit."""
        return self.budget

    def _known(self, mark: int) -> int:
        if mark > self.calendar.days.total or (mark == self.calendar.days.total and not self.budget):
            raise self.calendar.outside()
        return mark


@dataclass(frozen=True, slots=True)
class WorkingDayCount:
    """Working days of the Civil Code: the mark is the ordinal of the last one; due when its office closes."""

    calendar: Calendar
    number: int
    unit = AmountUnit.WORKING_DAY

    def fresh(self, start: int) -> int:
        """The mark of the whole term begun at `start`, whose own date is not counted."""
        return self._known(effective_ordinal(self.calendar, start) + self.number)

    def due(self, mark: int) -> int:
        """Close of office of the last day."""
        days = self.calendar.days
        return days.close(days.working_day(mark))

    def moves(self, mark: int, since: int) -> bool:
        """Whether a pause began not after the due moment."""
        return since <= self.due(mark)

    restarts = moves

    def shifted(self, mark: int, since: int, until: int) -> int:
        """Later by the working days after the pause's date up to and including the effective date of resuming."""
        passed = effective_ordinal(self.calendar, until) - self.calendar.days.ordinal(since // DAY)
        return self._known(mark + passed)

    def left(self, mark: int, minute: int) -> int:
        """Working days after the date of `minute` up to the last day; negative when overdue."""
        return mark - self.calendar.days.ordinal(minute // DAY)

    def total(self, base: int) -> int:  # noqa: ARG002 - same shape as the other counts
        """The whole term in this count's unit."""
        return self.number

    def _known(self, mark: int) -> int:
        if mark > len(self.calendar.days.worked):
            raise self.calendar.outside()
        return mark


@dataclass(frozen=True, slots=True)
class CalendarDayCount:
    """Calendar days, months or years: the mark is the day on which the term ends before any move off a day off."""

    calendar: Calendar
    number: int
    months: bool
    unit = AmountUnit.CALENDAR_DAY

    def fresh(self, start: int) -> int:
        """The mark of the whole term begun at `start`, whose own date is not counted."""
        return self._known(self._end(effective_minute(self.calendar, start) // DAY))

    def due(self, mark: int) -> int:
        """Close of office of that day or, on a day off, of the next working day."""
        days = self.calendar.days
        ordinal = days.ordinal_from(mark)
        if ordinal > len(days.worked):
            raise self.calendar.outside()
        return days.close(days.working_day(ordinal))

    def moves(self, mark: int, since: int) -> bool:
        """Whether a pause began not after the due moment."""
        return since <= self.due(mark)

    restarts = moves

    def shifted(self, mark: int, since: int, until: int) -> int:
        """Later by the calendar days between the pause's date and the effective date of resuming."""
        return self._known(mark + effective_minute(self.calendar, until) // DAY - since // DAY)

    def left(self, mark: int, minute: int) -> int:
        """Calendar days to the end; 0 while the move off a day off lasts; negative when overdue."""
        day = minute // DAY
        return mark - day if day <= mark else min(0, self.due(mark) // DAY - day)

    def total(self, base: int) -> int:
        """Calendar days of the whole term begun at `base`."""
        day = effective_minute(self.calendar, base) // DAY
        return self._end(day) - day

    def _end(self, day: int) -> int:
        return self._known(add_months(day, self.number) if self.months else day + self.number)

    def _known(self, mark: int | None) -> int:
        if mark is None:
            raise self.calendar.outside()
        return self.calendar.known_day(mark)


Count = RunningCount | WorkingDayCount | CalendarDayCount


def count_of(calendar: Calendar, term: Term, *, convention: Convention) -> Count:
    """The way to count this term under the convention really used; raises TermError for a fraction of a civil day."""
    if term.convention(convention) is Convention.RUNNING:
        return RunningCount(calendar, term.budget(calendar.day_minutes))
    number = term.whole()
    if term.unit is Unit.WORKING_DAY:
        return WorkingDayCount(calendar, number)
    if term.unit is Unit.CALENDAR_DAY:
        return CalendarDayCount(calendar, number, months=False)
    return CalendarDayCount(calendar, number * (12 if term.unit is Unit.YEAR else 1), months=True)


def add_months(day: int, months: int) -> int | None:
    """The same day of the month so many months later, else that month's last day (Civil Code 148.3)."""
    at = date_of(day)
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    if year >= date.max.year:
        return None
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(day_number(date(year, month + 1, 1)) + at.day - 1, day_number(after) - 1)
