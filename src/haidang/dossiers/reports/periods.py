"""The algebra of reports 06a and 07a: in which cells a dossier counts for a period. Pure functions.

Columns: form 06a/07a of the reports that provinces send (DOMAIN §3.5). Where DOMAIN leaves a choice, this is what the
house chose (ADR 0016):

* A period is whole local days [first, last]; nothing that happened after `as_of` counts. A dossier is told as it stood
  at the period's `moment`, the earlier of `as_of` and the end of the last day: closed later, asked for a supplement
  later, re-appointed later means not yet.
* *Received* is the moment of acceptance, from which the clock runs; a filing that nobody has accepted is in no cell.
* A dossier counts with one origin and one outcome. Origins: carried over (received before the period and not closed
  then), received online, received on paper (at the counter or by post). Outcomes: done early, on time or late; open in
  time or late; paused; given back.
* *Done* is the end of processing (state 9), not the hand-over; it is set against the due date as it stood then: before
  the day on which it was due is early, on that day up to the due moment on time, after the due moment late.
* *Paused* is an open dossier that has no due date because a pause on a legal ground holds its clock. A pause that
  moves nothing (the procedure's policy says so, or the dossier was already late) takes nobody out of the open ones.
* *Given back* is closed without a result after acceptance: withdrawn or stopped.
* *Refused* (closed by a refusal to accept) stands beside: never received, in no sum.

So: carried + online + paper = early + on time + late + open in time + open late + paused + given back; and what is
open or paused at the end of one period is what the next one carries over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_YEAR, LAST_YEAR = 2000, 2099
_TICK = timedelta(microseconds=1)


class Cell(StrEnum):
    """The cells of one line of a report; those below `REFUSED` are sums of others."""

    CARRIED = "carried"
    ONLINE = "online"
    PAPER = "paper"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_LATE = "open_late"
    PAUSED = "paused"
    GIVEN_BACK = "given_back"
    REFUSED = "refused"
    RECEIVED = "received"
    IN_PERIOD = "in_period"
    DONE = "done"
    OPEN = "open"


_C = Cell
SUMS: dict[Cell, tuple[Cell, ...]] = {
    _C.RECEIVED: (_C.CARRIED, _C.ONLINE, _C.PAPER),
    _C.IN_PERIOD: (_C.ONLINE, _C.PAPER),
    _C.DONE: (_C.EARLY, _C.ON_TIME, _C.LATE),
    _C.OPEN: (_C.OPEN_IN_TIME, _C.OPEN_LATE),
}
COUNTED: tuple[Cell, ...] = tuple(cell for cell in Cell if cell not in SUMS)
"""The cells that dossiers are counted in, in the order of the columns of a `Figures`."""
ORIGINS = SUMS[_C.RECEIVED]
OUTCOMES = (*SUMS[_C.DONE], *SUMS[_C.OPEN], _C.PAUSED, _C.GIVEN_BACK)


def parts(cell: Cell) -> tuple[Cell, ...]:
    """The counted cells that `cell` is the sum of; of a counted cell, itself."""
    return SUMS.get(cell, (cell,))


class PeriodError(ValueError):
    """Days that make no period; `args[0]` is "years" (outside those that are kept), "order" or "future"."""


@dataclass(frozen=True, slots=True)
class Period:
    """The local days `first` to `last`, both included, as known at `as_of` (aware)."""

    first: date
    last: date
    as_of: datetime

    def __post_init__(self) -> None:
        if not (self.first.year >= FIRST_YEAR and self.last.year <= LAST_YEAR):
            raise PeriodError("years")
        if self.first > self.last:
            raise PeriodError("order")
        if self.start > self.as_of:
            raise PeriodError("future")

    @property
    def start(self) -> datetime:
        """The beginning of the first day."""
        return datetime.combine(self.first, time.min, LOCAL)

    @property
    def end(self) -> datetime:
        """The beginning of the day after the last."""
        return datetime.combine(self.last + timedelta(days=1), time.min, LOCAL)

    @property
    def moment(self) -> datetime:
        """As of when open dossiers are told: late is what was due before."""
        return min(self.as_of, self.end)

    @property
    def until(self) -> datetime:
        """What happened before this moment counts: before the end, and not after `as_of`."""
        return min(self.as_of + _TICK, self.end)

    @property
    def is_running(self) -> bool:
        """Whether the period had not ended at `as_of`."""
        return self.as_of < self.end


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report needs of a dossier. `due_at` is the due date as it stood at the period's moment, None while held.

    `closed_at` is when the clock ended or the filing was refused, `finished_at` when it ended with a result; both may
    lie after the period, and then say nothing.
    """

    channel: str
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    is_refused: bool = False


def cells(facts: Facts, period: Period) -> frozenset[Cell]:
    """The counted cells of a dossier: an origin and an outcome, or `REFUSED` alone, or none."""
    closed_at = facts.closed_at if facts.closed_at and facts.closed_at < period.until else None
    if closed_at and closed_at < period.start:
        return frozenset()
    if facts.received_at is None:
        return frozenset({Cell.REFUSED}) if closed_at and facts.is_refused else frozenset()
    if facts.received_at >= period.until:
        return frozenset()
    outcome = _ended(facts) if closed_at else _standing(facts.due_at, period)
    return frozenset({_origin(facts.channel, facts.received_at, period), outcome})


def _origin(channel: str, received_at: datetime, period: Period) -> Cell:
    if received_at < period.start:
        return Cell.CARRIED
    return Cell.ONLINE if channel == "online" else Cell.PAPER


def _ended(facts: Facts) -> Cell:
    if facts.finished_at is None:
        return Cell.GIVEN_BACK
    # Without a due date nothing was promised that could be broken; no command finishes such a dossier.
    if facts.due_at is None:
        return Cell.ON_TIME
    if facts.finished_at.astimezone(LOCAL).date() < facts.due_at.astimezone(LOCAL).date():
        return Cell.EARLY
    return Cell.ON_TIME if facts.finished_at <= facts.due_at else Cell.LATE


def _standing(due_at: datetime | None, period: Period) -> Cell:
    if due_at is None:
        return Cell.PAUSED
    return Cell.OPEN_LATE if due_at < period.moment else Cell.OPEN_IN_TIME


@dataclass(frozen=True, slots=True)
class Figures:
    """How many dossiers are in each of `COUNTED`, in that order."""

    counts: tuple[int, ...] = (0,) * len(COUNTED)

    def of(self, cell: Cell) -> int:
        """How many are in `cell`, counted or a sum."""
        return sum(self.counts[COUNTED.index(each)] for each in parts(cell))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted at all."""
        return not any(self.counts)

    @property
    def is_balanced(self) -> bool:
        """Whether as many have an origin as have an outcome."""
        return sum(map(self.of, ORIGINS)) == sum(map(self.of, OUTCOMES))

    @property
    def in_time(self) -> int:
        """How many are done early or on time: the numerator of the rate; the denominator is `DONE`."""
        return self.of(Cell.EARLY) + self.of(Cell.ON_TIME)

    @property
    def rate(self) -> float | None:
        """The share of those done that were done in time, 0 to 1; None when none is done: no 100 % of nothing."""
        done = self.of(Cell.DONE)
        return self.in_time / done if done else None


def total(figures: Iterable[Figures]) -> Figures:
    """All of `figures` together."""
    found = [each.counts for each in figures]
    return Figures(tuple(map(sum, zip(*found, strict=True)))) if found else Figures()
