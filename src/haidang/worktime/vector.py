"""The legal clock over arrays: many starts, terms and pauses on one calendar or on the calendars of many agencies.

Moments are numpy datetime64 in the calendars' local time, cut to the minute; answers equal those of `due`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from haidang.worktime.calendar import Calendar
from haidang.worktime.days import DAY, Int32, Int64, Ints
from haidang.worktime.kernels import (
    NONE,
    Block,
    Bools,
    CalendarDayKernel,
    Kernel,
    RunningKernel,
    WorkingDayKernel,
)
from haidang.worktime.pauses import PausePolicy
from haidang.worktime.tables import CalendarSet
from haidang.worktime.terms import Convention, Term, Unit

Moments = npt.NDArray[np.datetime64]

BLOCK = 32_768  # rows at a time: small enough that every intermediate array stays in the processor's cache
_LARGEST = 2**29
_NOT_A_TIME = np.iinfo(np.int64).min


class Counting(Enum):
    """The three ways to count (calendar units by days or by months)."""

    RUNNING = "running"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Question:
    """Rows to reckon: starts (n,), whole amounts (n,) in the counting's unit, pauses (n, p) or None, calendars (n,).

    `scale` turns amounts into units of the counting: one number, or one for each calendar.
    A slot of `since` that is NaT holds no pause; `until` that is NaT beside it means the pause is open.
    """

    starts: Moments
    amounts: Int64
    counting: Counting
    policy: PausePolicy = PausePolicy.PAUSE
    since: Moments | None = None
    until: Moments | None = None
    which: Ints | None = None
    scale: Ints | int = 1


@dataclass(frozen=True, slots=True)
class DueDates:
    """Answers, one a row: due moment (NaT where open or refused), what is left where open, which rows are refused.

    `left` is in office minutes, working days or calendar days (in months under `restart` with months).
    """

    due: Moments
    left: Int64
    is_open: Bools
    is_refused: Bools


def reckon_many(calendars: Calendar | CalendarSet | Sequence[Calendar], question: Question) -> DueDates:
    """Answer every row; a row that the scalar form would refuse is marked, not raised."""
    tables = CalendarSet.of(calendars)
    n = len(question.starts)
    answers = DueDates(
        due=np.empty(n, dtype="datetime64[m]"),
        left=np.zeros(n, dtype=np.int64),
        is_open=np.zeros(n, dtype=np.bool_),
        is_refused=np.zeros(n, dtype=np.bool_),
    )
    for at in range(0, n, BLOCK):
        _reckon_block(tables, question, answers, slice(at, at + BLOCK))
    return answers


def _reckon_block(tables: CalendarSet, question: Question, answers: DueDates, rows: slice) -> None:
    line = lines_of(tables, question.which, rows)
    start, refused = minutes_of(tables, question.starts[rows], line=line)
    amount, wrong = _amounts(question, rows)
    refused |= wrong
    block = Block(tables, line, start, amount)
    kernel = _kernel(block, question.counting)
    mark = kernel.fresh(start)
    if question.since is not None and question.until is not None:
        pauses = _Pauses(tables, question.since[rows], question.until[rows], line=line)
        refused |= pauses.wrong(start)
        mark = _paused(kernel, mark, pauses=pauses, block=block, policy=question.policy, answers=answers, rows=rows)
    due, beyond = kernel.due(mark)
    refused |= beyond
    out = answers.due[rows].view(np.int64)
    np.add(due, tables.first * DAY, out=out, dtype=np.int64)
    if question.since is not None:
        answers.is_open[rows] &= ~refused
        out[answers.is_open[rows]] = _NOT_A_TIME
    if refused.any():
        answers.is_refused[rows] = refused
        out[refused] = _NOT_A_TIME


class _Pauses:
    """The pauses of a block in minutes of the set, one column a slot."""

    def __init__(self, tables: CalendarSet, since: Moments, until: Moments, *, line: Ints | None) -> None:
        columns = range(since.shape[1])
        self._out = np.zeros(len(since), dtype=np.bool_)
        self.slots = [
            (self._column(tables, since[:, at], line=line), self._column(tables, until[:, at], line=line))
            for at in columns
        ]

    def _column(self, tables: CalendarSet, moments: Moments, *, line: Ints | None) -> Int32:
        minutes, out = minutes_of(tables, moments, line=line)
        is_none = np.isnat(moments)
        self._out |= out & ~is_none
        minutes[is_none] = NONE
        return minutes

    def wrong(self, start: Int32) -> Bools:
        """Rows with a pause outside the calendar, before the start, out of order, overlapping or ended too early."""
        wrong = self._out.copy()
        free_from = start
        for since, until in self.slots:
            has = since != NONE
            is_open = until == NONE
            wrong |= has & ((since < free_from) | (~is_open & (until < since))) | (~has & ~is_open)
            free_from = np.where(has, np.where(is_open, np.int32(2**31 - 1), until), free_from)
        return wrong


def _paused(
    kernel: Kernel,
    mark: Ints,
    *,
    pauses: _Pauses,
    block: Block,
    policy: PausePolicy,
    answers: DueDates,
    rows: slice,
) -> Ints:
    """The mark after all pauses; open ones are noted in the answers with what is left."""
    if policy is PausePolicy.NONE:
        return mark
    is_restart = policy is PausePolicy.RESTART
    for since, until in pauses.slots:
        early = kernel.restarts(mark, since) if is_restart else kernel.moves(mark, since)
        early &= since != NONE
        is_open = early & (until == NONE)
        if is_open.any():
            left = block.amount if is_restart else kernel.left(mark, since)
            np.copyto(answers.left[rows], left, where=is_open)
            answers.is_open[rows] |= is_open
        moved = kernel.fresh(until) if is_restart else kernel.shifted(mark, since, until)
        mark = np.where(early & ~is_open, moved, mark)
    return mark


def _kernel(block: Block, counting: Counting) -> Kernel:
    if counting is Counting.RUNNING:
        return RunningKernel(block)
    if counting is Counting.WORKING_DAYS:
        return WorkingDayKernel(block)
    return CalendarDayKernel(block, months=counting is Counting.MONTHS)


def lines_of(tables: CalendarSet, which: Ints | None, rows: slice) -> Ints | None:
    """The distinct calendar of each row; None when there is only one."""
    if which is None or len(tables.distinct) == 1:
        return None
    return which[rows] if tables.line_of is None else tables.line_of.take(which[rows])


def minutes_of(tables: CalendarSet, moments: Moments, *, line: Ints | None) -> tuple[Int32, Bools]:
    """Minutes of the set; moments outside their calendar become its first minute and are marked."""
    wide = moments.astype("datetime64[m]", copy=False).view(np.int64)
    if line is None:
        low, high = int(tables.known_from[0]), int(tables.known_until[0])
    else:
        low, high = int(tables.known_from.max()), int(tables.known_until.min())
    base = tables.first * DAY
    minutes = wide - base
    # As unsigned numbers, what lies below zero is larger than anything: one comparison sees both sides.
    if low == 0 and len(minutes) and int(minutes.view(np.uint64).max()) < high:
        return minutes.astype(np.int32), np.zeros(len(minutes), dtype=np.bool_)
    lows = low if line is None else tables.known_from.take(line)
    highs = high if line is None else tables.known_until.take(line)
    out = (wide < base + lows) | (wide >= base + highs)
    return np.where(out, lows, minutes).astype(np.int32), out


def _amounts(question: Question, rows: slice) -> tuple[Int32, Bools]:
    """Amounts as small integers; beyond the longest calendar they are all alike, below zero they are marked."""
    scale = question.scale
    if not isinstance(scale, int):
        scale = scale[0] if question.which is None else scale.take(question.which[rows])
    given = question.amounts[rows]
    if len(given) and int(given.view(np.uint64).max()) <= _LARGEST // DAY:
        return (given * scale).astype(np.int32), np.zeros(len(given), dtype=np.bool_)
    return np.clip(np.clip(given, 0, _LARGEST) * scale, 0, _LARGEST).astype(np.int32), given < 0


def counting_of(term_unit: Unit, *, convention: Convention) -> Counting:
    """How a unit is counted under the convention really used."""
    if Term.of(0, term_unit).convention(convention) is Convention.RUNNING:
        return Counting.RUNNING
    if term_unit is Unit.WORKING_DAY:
        return Counting.WORKING_DAYS
    return Counting.CALENDAR_DAYS if term_unit is Unit.CALENDAR_DAY else Counting.MONTHS
