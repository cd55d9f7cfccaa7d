"""The array forms that other rooms use: due moments, office minutes and working days for many dossiers at once.

Times go in and out as numpy datetime64[m] in local time; `local_times` makes them of aware datetimes.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt

from haidang.worktime.calendar import Calendar
from haidang.worktime.clock import reckon
from haidang.worktime.days import DAY, Int64, Ints
from haidang.worktime.errors import CalendarRangeError, TermError
from haidang.worktime.kernels import Block, Bools, RunningKernel, WorkingDayKernel
from haidang.worktime.moments import minute_of
from haidang.worktime.pauses import Pause, PausePolicy
from haidang.worktime.tables import CalendarSet
from haidang.worktime.terms import Convention, Term, Unit
from haidang.worktime.vector import (
    BLOCK,
    Counting,
    DueDates,
    Moments,
    Question,
    counting_of,
    lines_of,
    minutes_of,
    reckon_many,
)

_FINE = 6  # decimals: 0.1 of 450 minutes is 45, whatever a float makes of it
Calendars = Calendar | CalendarSet | Sequence[Calendar]


def due_many(
    calendars: Calendars,
    starts: Moments,
    *,
    values: npt.ArrayLike,
    unit: Unit,
    convention: Convention = Convention.CIVIL,
    policy: PausePolicy = PausePolicy.PAUSE,
    since: Moments | None = None,
    until: Moments | None = None,
    which: Ints | None = None,
    is_strict: bool = True,
) -> DueDates:
    """Due moments of n dossiers, equal to `due` to the minute.

    `starts` (n,), `values` of the term (n,) or one number, pauses `since` and `until` (n, p) with NaT in unused slots
    (NaT in `until` alone: still open), `which` (n,) the index of each row's calendar. Where a row cannot be answered
    `is_strict` raises what `due` raises for the first such row; else the row is marked `is_refused`.
    """
    tables = CalendarSet.of(calendars)
    counting = counting_of(unit, convention=convention)
    numbers = np.broadcast_to(np.asarray(values), starts.shape)
    amounts, scale = _amounts(tables, numbers, unit=unit, counting=counting, which=which)
    question = Question(starts, amounts, counting, policy, since, until, which, scale)
    answers = reckon_many(tables, question)
    if is_strict and answers.is_refused.any():
        row = int(np.flatnonzero(answers.is_refused)[0])
        _raise_for(tables, question, row=row, term=Term.of(str(numbers[row]), unit), convention=convention)
    return answers


def _amounts(
    tables: CalendarSet, numbers: npt.NDArray[np.generic], *, unit: Unit, counting: Counting, which: Ints | None
) -> tuple[Int64, Ints | int]:
    """Whole amounts, and of how many of the counting's units each is; -1, which is refused, for a broken civil one."""
    scale: Ints | int = {Unit.YEAR: 12, Unit.WORKING_HOUR: 60}.get(unit, 1)
    if counting is Counting.RUNNING and unit is Unit.WORKING_DAY:
        lengths = np.array([calendar.day_minutes for calendar in tables.calendars], dtype=np.int64)
        scale = int(lengths[0]) if which is None or (lengths == lengths[0]).all() else lengths
    if np.issubdtype(numbers.dtype, np.integer):
        return numbers.astype(np.int64, copy=False), scale
    if counting is Counting.RUNNING:
        per_row = scale if isinstance(scale, int) or which is None else scale.take(which)
        return np.ceil(np.round(numbers.astype(np.float64) * per_row, _FINE)).astype(np.int64), 1
    whole = numbers.astype(np.int64)
    return np.where(whole == numbers, whole, -1), scale


def _raise_for(tables: CalendarSet, question: Question, *, row: int, term: Term, convention: Convention) -> None:
    """Ask the scalar form about a refused row, for its message."""
    calendar = tables.calendars[0 if question.which is None else int(question.which[row])]
    pauses = []
    if question.since is not None and question.until is not None:
        for since, until in zip(question.since[row], question.until[row], strict=True):
            if not np.isnat(since):
                pauses.append(Pause(_aware(calendar, since), None if np.isnat(until) else _aware(calendar, until)))
    start = _aware(calendar, question.starts[row])
    reckon(calendar, start, term=term, convention=convention, policy=question.policy, pauses=pauses)
    raise TermError(f"Dòng {row}: không tính được thời hạn.", f"Row {row}: the term cannot be counted.")


def _aware(calendar: Calendar, moment: np.datetime64) -> datetime:
    minute = int(moment.astype("datetime64[m]").astype(np.int64))
    try:
        return calendar.moment(minute)
    except (ValueError, OverflowError):
        raise calendar.outside(minute // DAY) from None


def local_times(calendar: Calendar, moments: Iterable[datetime | None]) -> Moments:
    """Aware datetimes as datetime64[m] in the calendar's local time; None becomes NaT. Raises MomentError if naive."""
    none = np.iinfo(np.int64).min
    minutes = [none if moment is None else minute_of(moment, offset=calendar.offset) for moment in moments]
    return np.array(minutes, dtype=np.int64).view("datetime64[m]")


def aware_times(calendar: Calendar, moments: Moments) -> list[datetime | None]:
    """The way back: aware local datetimes, None for NaT."""
    return [None if np.isnat(moment) else _aware(calendar, moment) for moment in moments]


def office_minutes_between_many(
    calendars: Calendars, since: Moments, until: Moments, *, which: Ints | None = None
) -> Int64:
    """Office minutes in [since, until) of each row, negative backwards; raises CalendarRangeError outside."""
    return _between(CalendarSet.of(calendars), since, until, which=which, in_days=False)


def working_days_between_many(
    calendars: Calendars, since: Moments, until: Moments, *, which: Ints | None = None
) -> Int64:
    """Working days after the date of `since` up to the date of `until` of each row; raises CalendarRangeError."""
    return _between(CalendarSet.of(calendars), since, until, which=which, in_days=True)


def _between(tables: CalendarSet, since: Moments, until: Moments, *, which: Ints | None, in_days: bool) -> Int64:
    answers = np.empty(len(since), dtype=np.int64)
    for at in range(0, len(since), BLOCK):
        rows = slice(at, at + BLOCK)
        line = lines_of(tables, which, rows)
        (begin, out), (end, out_too) = (minutes_of(tables, times[rows], line=line) for times in (since, until))
        _check_known(tables, out | out_too, times=(since[rows], until[rows]), which=which, at=at)
        block = Block(tables, line, begin, np.zeros_like(begin))
        if in_days:
            days = WorkingDayKernel(block)
            answers[rows] = days.ordinal(end // DAY) - days.ordinal(begin // DAY)
        else:
            minutes = RunningKernel(block)
            answers[rows] = minutes.rank(end) - minutes.rank(begin)
    return answers


def _check_known(
    tables: CalendarSet, out: Bools, *, times: tuple[Moments, Moments], which: Ints | None, at: int
) -> None:
    if not out.any():
        return
    row = int(np.flatnonzero(out)[0])
    calendar = tables.calendars[0 if which is None else int(which[at + row])]
    for moments in times:
        calendar.minute(_aware(calendar, moments[row]))
    raise CalendarRangeError(f"Dòng {at + row}: thiếu thời điểm.", f"Row {at + row}: a moment is missing.")
