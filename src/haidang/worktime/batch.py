"""Questions as JSON lines, answered as JSON lines in the same order, a whole chunk of them at array speed.

A chunk's moments are read together, and its rows of one term, convention and policy are reckoned together. A row that
the arrays refuse is asked again alone, so that its error is the same as that of a single question.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import msgspec
import numpy as np
import numpy.typing as npt

from haidang.worktime.calendar import Calendar
from haidang.worktime.clock import reckon, whole_term
from haidang.worktime.counts import Amount, Count, RunningCount, count_of
from haidang.worktime.days import Int64
from haidang.worktime.errors import Language, WorktimeError
from haidang.worktime.iso import MomentTexts, read_minutes
from haidang.worktime.kernels import Bools
from haidang.worktime.moments import read_moment
from haidang.worktime.pauses import Pause, PausePolicy
from haidang.worktime.tables import CalendarSet
from haidang.worktime.terms import Convention, Term
from haidang.worktime.vector import Question, counting_of, reckon_many

_CHUNK = 65_536
_WIDEST = 8  # a row with more pauses is asked alone, so that one odd line does not widen the arrays of all
_REFUSED = -1
_NOT_A_TIME = np.iinfo(np.int64).min


class Line(msgspec.Struct, rename={"start": "from"}, gc=False):
    """One question as it is written."""

    start: str
    term: str
    convention: str | None = None
    policy: str | None = None
    pauses: list[tuple[str, str | None]] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the rows that share a term, a convention and a policy have in common."""

    term: Term
    convention: Convention
    policy: PausePolicy
    count: Count

    @property
    def amount(self) -> int:
        """The term as a whole number of what the arrays count."""
        return self.count.budget if isinstance(self.count, RunningCount) else self.count.number

    def left(self, value: int) -> Amount:
        """What the arrays say is left in an open pause, with its unit."""
        if self.policy is PausePolicy.RESTART:
            return whole_term(self.count, self.term)
        return Amount(value, self.count.unit)


@dataclass(slots=True)
class Chunk:
    """The lines of one chunk taken apart into columns; `plans` holds each row's plan by number."""

    raw: Sequence[bytes]
    answers: list[str] = field(default_factory=list)
    plans: list[int] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)
    pause_counts: list[int] = field(default_factory=list)
    begins: list[str] = field(default_factory=list)
    ends: list[str | None] = field(default_factory=list)

    def add(self, plan: int, line: Line) -> None:
        """Take one readable line."""
        self.answers.append("")
        self.plans.append(plan)
        self.starts.append(line.start)
        if line.pauses:
            self.pause_counts.append(len(line.pauses))
            for begin, end in line.pauses:
                self.begins.append(begin)
                self.ends.append(end)
        else:
            self.pause_counts.append(0)

    def refuse(self, answer: str) -> None:
        """Take one line that needs no reckoning."""
        self.answers.append(answer)
        self.plans.append(_REFUSED)
        self.starts.append("")
        self.pause_counts.append(0)


@dataclass(slots=True)
class Columns:
    """A chunk's moments in local clock minutes; rows whose texts could not be read are not `is_read`."""

    starts: Int64
    since: Int64
    until: Int64
    pause_counts: Int64
    is_read: Bools


def answer_lines(calendar: Calendar, lines: Iterable[bytes], *, language: Language = "vi") -> Iterator[list[str]]:
    """The answers to JSON lines, a list for each chunk read."""
    writer = BatchWriter(calendar, language=language)
    stream = iter(lines)
    while chunk := list(islice(stream, _CHUNK)):
        yield writer.answer(chunk)


class BatchWriter:
    """Answers chunks of lines on one calendar; keeps plans, tables and the texts of days from chunk to chunk."""

    def __init__(self, calendar: Calendar, *, language: Language = "vi") -> None:
        self._calendar = calendar
        self._language = language
        self._tables = CalendarSet.of(calendar)
        self._decode = msgspec.json.Decoder(Line).decode
        self._texts = MomentTexts(offset=calendar.offset, before='{"due": "', after='"}')
        self._numbers: dict[tuple[str, str | None, str | None], int | str] = {}
        self._plans: list[Plan] = []

    def answer(self, raw: Sequence[bytes]) -> list[str]:
        """One answer for each line of a chunk."""
        chunk = Chunk(raw)
        for text in raw:
            try:
                line = self._decode(text)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                chunk.refuse(self._refusal(_unreadable(error)))
                continue
            number = self._plan_number(line)
            if isinstance(number, str):
                chunk.refuse(number)
            else:
                chunk.add(number, line)
        self._reckon(chunk)
        return chunk.answers

    def _plan_number(self, line: Line) -> int | str:
        """The number of the line's plan, or the refusal of its term, convention or policy."""
        key = (line.term, line.convention, line.policy)
        known = self._numbers.get(key)
        if known is None:
            try:
                term, convention = Term.parse(line.term), Convention.named(line.convention)
                count = count_of(self._calendar, term, convention=convention)
                self._plans.append(Plan(term, convention, PausePolicy.named(line.policy), count))
                known = len(self._plans) - 1
            except WorktimeError as error:
                known = self._refusal(error)
            if len(self._numbers) < _CHUNK:
                self._numbers[key] = known
        return known

    def _reckon(self, chunk: Chunk) -> None:
        columns = self._columns(chunk)
        plans = np.array(chunk.plans, dtype=np.int64)
        due = np.full(len(plans), _NOT_A_TIME, dtype=np.int64)
        order = np.argsort(plans, kind="stable")
        edges = np.flatnonzero(np.diff(plans[order])) + 1
        for rows in np.split(order, edges):
            number = int(plans[rows[0]])
            if number != _REFUSED:
                self._reckon_rows(chunk, columns, rows=rows, plan=self._plans[number], due=due)
        fast = np.flatnonzero(due != _NOT_A_TIME)
        answers = chunk.answers
        for row, text in zip(fast.tolist(), self._texts.write(due[fast]), strict=True):
            answers[row] = text

    def _reckon_rows(
        self, chunk: Chunk, columns: Columns, *, rows: npt.NDArray[np.intp], plan: Plan, due: Int64
    ) -> None:
        """Put due moments into `due`; rows without one get their answer at once."""
        width = int(min(columns.pause_counts[rows].max(), _WIDEST))
        question = Question(
            starts=columns.starts[rows].view("datetime64[m]"),
            amounts=np.full(len(rows), plan.amount, dtype=np.int64),
            counting=counting_of(plan.term.unit, convention=plan.convention),
            policy=plan.policy,
            since=columns.since[rows, :width].view("datetime64[m]") if width else None,
            until=columns.until[rows, :width].view("datetime64[m]") if width else None,
        )
        found = reckon_many(self._tables, question)
        is_slow = found.is_refused | ~columns.is_read[rows]
        due[rows] = np.where(is_slow, _NOT_A_TIME, found.due.view(np.int64))
        for at in np.flatnonzero(found.is_open & ~is_slow).tolist():
            chunk.answers[rows[at]] = open_answer(plan.left(int(found.left[at])))
        for row in rows[is_slow].tolist():
            chunk.answers[row] = self._answer_alone(plan, self._decode(chunk.raw[row]))

    def _columns(self, chunk: Chunk) -> Columns:
        offset = self._calendar.offset
        starts, is_read = read_minutes(chunk.starts, offset=offset)
        counts = np.array(chunk.pause_counts, dtype=np.int64)
        is_read &= counts <= _WIDEST
        shape = (len(counts), int(min(counts.max(), _WIDEST)))
        since = np.full(shape, _NOT_A_TIME, dtype=np.int64)
        until = since.copy()
        rows = np.repeat(np.arange(len(counts)), counts)
        slots = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        fits = slots < _WIDEST
        is_closed = np.array([end is not None for end in chunk.ends], dtype=np.bool_)
        for into, texts, wanted in (
            (since, chunk.begins, fits),
            (until, ["" if end is None else end for end in chunk.ends], fits & is_closed),
        ):
            minutes, are_read = read_minutes(texts, offset=offset)
            into[rows[wanted], slots[wanted]] = minutes[wanted]
            is_read[rows[wanted & ~are_read]] = False
        return Columns(starts, since, until, counts, is_read)

    def _answer_alone(self, plan: Plan, line: Line) -> str:
        """The scalar form's answer, or its error in the reader's language."""
        calendar = self._calendar
        try:
            state = reckon(
                calendar,
                read_moment(line.start, zone=calendar.zone),
                term=plan.term,
                convention=plan.convention,
                policy=plan.policy,
                pauses=[self._pause(begin, end) for begin, end in line.pauses or ()],
            )
        except WorktimeError as error:
            return self._refusal(error)
        if state.due is None and state.left is not None:
            return open_answer(state.left)
        return json.dumps({"due": calendar.moment(state.due or 0).isoformat()})

    def _pause(self, begin: str, end: str | None) -> Pause:
        zone = self._calendar.zone
        return Pause(read_moment(begin, zone=zone), None if end is None else read_moment(end, zone=zone))

    def _refusal(self, error: WorktimeError) -> str:
        return json.dumps({"error": error.text(self._language)}, ensure_ascii=False)


def open_answer(left: Amount) -> str:
    """The answer while a pause is open: no due moment, but what is left."""
    return json.dumps({"due": None, "remaining": {"value": left.value, "unit": left.unit.value}})


def _unreadable(error: Exception) -> WorktimeError:
    return WorktimeError(
        f"Dòng không đúng dạng (cần đối tượng JSON có “from” và “term”): {error}",
        f"The line is malformed (a JSON object with “from” and “term” is needed): {error}",
    )
