"""An event log in memory: one row an event, as numpy columns, cases one after the other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from operator import attrgetter

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECONDS_A_DAY = 86_400
ACTIVITY, RESOURCE, STEP = "activity", "resource", "step"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a case. `at` is aware; `labels` are its columns by name, `activity` among them.

    `clock`: how long the case's clock had run by then, in days; None: the time since its first event. `due`: when its
    deadline falls on that same clock, as it was known at the event; None: not known.
    """

    at: datetime
    labels: Mapping[str, str]
    clock: float | None = None
    due: float | None = None


@dataclass(slots=True)
class Case:
    """A case while a log is built. `due_at` or `due_days`: its deadline, as a moment or in days from its beginning."""

    id: str
    events: list[Event] = field(default_factory=list)
    due_at: datetime | None = None
    due_days: float | None = None
    is_over: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A column of words: each row's code is its place in `names`."""

    names: tuple[str, ...]
    codes: Ints


@dataclass(frozen=True, slots=True)
class EventLog:
    """n events of m cases; cases in the order in which they began, the events of each in order of time.

    `first` (m + 1): where the events of each case begin. `at`: days since 1970 in UTC. `clock`: running time since the
    case began, in days (for a province: working days). `due`: the deadline on that clock as known at the event, NaN
    where there is none. `columns` hold at least `activity` and `step`: the step that a case stands at after the event.
    """

    ids: tuple[str, ...]
    first: Ints
    at: Floats
    clock: Floats
    due: Floats
    columns: Mapping[str, Column]
    is_over: Bools
    """Whether the last known event of each case (m) was its end."""

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return len(self.ids)

    @property
    def begun(self) -> Floats:
        """When each case began."""
        return self.at[self.first[:-1]]

    @property
    def ended(self) -> Floats:
        """When each case ended; infinity for one that has not."""
        return np.where(self.is_over, self.at[self.first[1:] - 1], np.inf)

    @property
    def durations(self) -> Floats:
        """How long the clock of each case ran from its first to its last event, in days."""
        return self.clock[self.first[1:] - 1] - self.clock[self.first[:-1]]

    @property
    def case_of(self) -> Ints:
        """The case of each event."""
        return np.repeat(np.arange(self.cases), np.diff(self.first))

    def with_due(self, days: float) -> "EventLog":
        """The same log with one deadline for all: `days` from the beginning of each case."""
        begun = self.clock[self.first[:-1]][self.case_of]
        return replace(self, due=begun + days)


def days_of(moment: datetime) -> float:
    """An aware moment as days since 1970 in UTC."""
    return (moment - _EPOCH).total_seconds() / SECONDS_A_DAY


def build(cases: Iterable[Case]) -> EventLog:
    """The log of `cases`, put in order; those without events are left out."""
    kept = [case for case in cases if case.events]
    for case in kept:
        case.events.sort(key=attrgetter("at"))
    kept.sort(key=lambda case: (case.events[0].at, case.id))
    events = [event for case in kept for event in case.events]
    sizes = np.array([len(case.events) for case in kept], dtype=np.int64)
    first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    at = np.array([days_of(event.at) for event in events], dtype=np.float64)
    begun = np.repeat(at[first[:-1]], sizes)
    clock = np.array([np.nan if event.clock is None else event.clock for event in events], dtype=np.float64)
    return EventLog(
        ids=tuple(case.id for case in kept),
        first=first,
        at=at,
        clock=np.where(np.isnan(clock), at - begun, clock),
        due=_due(kept, events, sizes),
        columns=_columns(events),
        is_over=np.array([case.is_over for case in kept], dtype=np.bool_),
    )


def _due(cases: Sequence[Case], events: Sequence[Event], sizes: Ints) -> Floats:
    own = np.repeat(np.array([_due_of(case) for case in cases], dtype=np.float64), sizes)
    given = np.array([np.nan if event.due is None else event.due for event in events], dtype=np.float64)
    return np.where(np.isnan(given), own, given)


def _due_of(case: Case) -> float:
    if case.due_days is not None:
        return case.due_days
    return days_of(case.due_at) - days_of(case.events[0].at) if case.due_at else np.nan


def _columns(events: Sequence[Event]) -> dict[str, Column]:
    names = dict.fromkeys(name for event in events for name in event.labels)
    found = {name: _column([event.labels.get(name, "") for event in events]) for name in names}
    return {STEP: found[ACTIVITY], **found} if found else {}


def _column(words: Sequence[str]) -> Column:
    names = tuple(sorted(set(words)))
    places = {name: place for place, name in enumerate(names)}
    return Column(names, np.array([places[word] for word in words], dtype=np.int64))
