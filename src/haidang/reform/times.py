"""Statutory, committed and actual time of a procedure side by side, version by version."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from haidang.catalogue import api as catalogue
from haidang.catalogue.api import ChannelOffer, PublishedProcedure
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Ending, History
from haidang.platform import clock
from haidang.reform.cuts import Cut, cut_of
from haidang.reform.quantiles import quantile
from haidang.reform.target import target
from haidang.worktime.api import AmountUnit

MEDIAN, NINE_OF_TEN = 50, 90


@dataclass(frozen=True, slots=True)
class Actual:
    """How long dossiers took, in `unit`; `median` and `p90` are None where nothing has ended or too much is open.

    `finished` have ended with a result; `still_open` count with the time so far as at least that long;
    `late` is the number of finished ones that passed their own term, out of those that can be judged.
    """

    unit: AmountUnit
    finished: int
    still_open: int
    median: int | None
    p90: int | None
    late: int
    is_small: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One way to file of a version: the times that law and province state."""

    offer: ChannelOffer
    cut: Cut


@dataclass(frozen=True, slots=True)
class Line:
    """A channel of a version: what is stated, and what really happened (one entry for each unit of time)."""

    channel: str
    sides: tuple[Side, ...]
    actual: tuple[Actual, ...]


@dataclass(frozen=True, slots=True)
class VersionTimes:
    """A version with its channels; `is_current`: in force at the moment asked about."""

    version_id: int
    number: int
    valid_from: date
    is_current: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """A procedure's times as of a moment, newest version first, and the dossiers that they were counted from."""

    procedure: PublishedProcedure
    as_of: datetime
    versions: tuple[VersionTimes, ...]
    overall: tuple[Actual, ...]
    histories: tuple[History, ...]
    without_result: int


def times(code: str, *, as_of: datetime, since: datetime | None = None, until: datetime | None = None) -> Times:
    """The three times of a procedure, from dossiers received in [since, until), as known at `as_of`.

    Shows the version in force and every version with dossiers. Raises ProcedureNotFound, or Invalid where the
    calendars do not reach.
    """
    current = catalogue.published(code, on=clock.local(as_of).date())
    found = dossiers.histories(code, as_of=as_of, since=since, until=until)
    by_version: dict[int, list[History]] = defaultdict(list)
    for item in found:
        by_version[item.version_id].append(item)
    wanted = {current.version_id, *by_version}
    versions = [catalogue.version(number) for number in wanted]
    return Times(
        procedure=current,
        as_of=as_of,
        versions=tuple(
            _version(item, by_version[item.version_id], is_current=item.version_id == current.version_id)
            for item in sorted(versions, key=lambda one: -one.number)
        ),
        overall=actual(found),
        histories=tuple(found),
        without_result=sum(item.ending is Ending.WITHOUT_RESULT for item in found),
    )


def _version(procedure: PublishedProcedure, found: Sequence[History], *, is_current: bool) -> VersionTimes:
    stated = [offer.channel for offer in procedure.content.channels]
    channels = dict.fromkeys((*stated, *(item.channel for item in found)))
    lines = tuple(
        Line(
            channel,
            tuple(Side(offer, cut_of(offer.time, offer.committed)) for offer in procedure.content.offers(channel)),
            actual([item for item in found if item.channel == channel]),
        )
        for channel in channels
    )
    return VersionTimes(procedure.version_id, procedure.number, procedure.valid_from, is_current, lines)


def actual(found: Iterable[History]) -> tuple[Actual, ...]:
    """What really happened, apart for each unit in which time was counted; the unit with most dossiers first."""
    by_unit: dict[AmountUnit, list[History]] = defaultdict(list)
    for item in found:
        if item.ending is not Ending.WITHOUT_RESULT:
            by_unit[item.kind.spent_in].append(item)
    made = [_actual(unit, part) for unit, part in by_unit.items()]
    return tuple(sorted(made, key=lambda one: (-one.finished - one.still_open, one.unit)))


def _actual(unit: AmountUnit, found: Sequence[History]) -> Actual:
    ended = [item for item in found if item.ending is Ending.FINISHED]
    spent = [item.spent for item in ended]
    running = [item.spent for item in found if item.ending is Ending.OPEN]
    return Actual(
        unit=unit,
        finished=len(spent),
        still_open=len(running),
        median=quantile(spent, running, MEDIAN),
        p90=quantile(spent, running, NINE_OF_TEN),
        late=sum(bool(item.was_late) for item in ended),
        is_small=len(spent) < target().small_number,
    )
