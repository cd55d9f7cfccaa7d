"""What past and open dossiers of a procedure tell about time: how long each took, and what term it would have kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import numpy as np
from django.db.models import Q
from django.utils.translation import get_language

from haidang.dossiers import durations
from haidang.dossiers.durations import Kind, Ledgers
from haidang.dossiers.errors import Invalid
from haidang.dossiers.models import ClockInterval, Dossier
from haidang.identity import api as identity
from haidang.worktime import api as worktime


class Ending(StrEnum):
    """How a received dossier stood at the moment asked about."""

    FINISHED = "finished"
    OPEN = "open"
    WITHOUT_RESULT = "without_result"
    """Withdrawn, stopped or refused after receipt: it took no time that could be compared."""


@dataclass(frozen=True, slots=True)
class History:
    """One received dossier's time, in numbers of `kind.spent_in` and `kind.term_in`.

    `spent`: how long the clock ran, until the end or until now. `least`: the smallest term with which it is on time
    (for an open one: with which it is not late yet); None where its calendar does not reach. `own`: its own term;
    `value`: the same as a number of the term's unit. `day_minutes`: a working day of its calendar.
    """

    code: str
    version_id: int
    channel: str
    case_key: str
    received_at: datetime
    ended_at: datetime | None
    ending: Ending
    kind: Kind
    value: Decimal
    own: int
    day_minutes: int
    spent: int
    least: int | None

    @property
    def was_late(self) -> bool | None:
        """Whether it passed its own term (for an open one: by now); None where that cannot be counted."""
        return None if self.least is None else self.least > self.own

    def as_term(self, value: Decimal | int) -> int:
        """`value` of this dossier's own unit of term as a number comparable with `least`."""
        return _term_number(worktime.Term.of(str(value), self.kind.unit), self.kind, self.day_minutes)


_FIELDS = (
    "id",
    "code",
    "procedure_version_id",
    "channel",
    "case_key",
    "received_at",
    "finished_at",
    "closed_at",
    "term",
    "convention",
    "pause_policy",
    "calendar_version_id",
)
_Row = dict[str, Any]


def histories(
    procedure_code: str, *, as_of: datetime, since: datetime | None = None, until: datetime | None = None
) -> list[History]:
    """The dossiers of a procedure received in [since, until), as they stood at `as_of`, by time of receipt.

    Later facts are not known yet: a dossier that ended after `as_of` was open then. Each is counted on the calendar
    version, under the convention and the pause policy it was received with. Raises Invalid where `as_of` lies outside
    a calendar. Three queries and a few passes over arrays, however many dossiers there are.
    """
    wanted = Q(procedure_code=procedure_code, received_at__isnull=False, received_at__lte=as_of)
    if since:
        wanted &= Q(received_at__gte=since)
    if until:
        wanted &= Q(received_at__lt=until)
    rows = list(Dossier.objects.filter(wanted).order_by("received_at", "id").values(*_FIELDS))
    pauses = _pauses(wanted, as_of=as_of)
    groups: dict[Kind, list[_Row]] = {}
    for row in rows:
        groups.setdefault(_kind(row), []).append(row)
    try:
        found = [item for kind, part in groups.items() for item in _counted(kind, part, pauses, as_of=as_of)]
    except worktime.WorktimeError as error:
        english = (get_language() or "vi").startswith("en")
        raise Invalid(error.text("en" if english else "vi"), field="as_of") from error
    return sorted(found, key=lambda item: (item.received_at, item.code))


def _kind(row: _Row) -> Kind:
    term = worktime.Term.parse(row["term"])
    convention = worktime.Convention(row["convention"])
    return Kind(term.unit, term.convention(convention), worktime.PausePolicy(row["pause_policy"]))


def _pauses(wanted: Q, *, as_of: datetime) -> dict[int, list[tuple[datetime, datetime | None]]]:
    """The pauses known at `as_of`, by dossier; one that was resumed later was still open."""
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    ids = Dossier.objects.filter(wanted).values("id")
    rows = ClockInterval.objects.filter(dossier_id__in=ids, since__lte=as_of).exclude(ground="")
    for dossier_id, begin, end in rows.order_by("dossier_id", "seq").values_list("dossier_id", "since", "until"):
        found.setdefault(dossier_id, []).append((begin, end if end and end <= as_of else None))
    return found


def _ended_at(row: _Row, as_of: datetime) -> tuple[datetime | None, Ending]:
    finished, closed = row["finished_at"], row["closed_at"]
    if finished and finished <= as_of:
        return finished, Ending.FINISHED
    if closed and closed <= as_of and not finished:
        return closed, Ending.WITHOUT_RESULT
    return None, Ending.OPEN


def _counted(
    kind: Kind, rows: Sequence[_Row], pauses: dict[int, list[tuple[datetime, datetime | None]]], *, as_of: datetime
) -> list[History]:
    endings = [_ended_at(row, as_of) for row in rows]
    ledgers = _ledgers(kind, rows, [ended or as_of for ended, _how in endings], pauses)
    spent, least = durations.spent(ledgers).tolist(), durations.least_terms(ledgers).tolist()
    calendars = ledgers.calendars.calendars
    found = []
    for place, (row, (ended_at, ending)) in enumerate(zip(rows, endings, strict=True)):
        term, day = worktime.Term.parse(row["term"]), calendars[int(ledgers.which[place])].day_minutes
        found.append(
            History(
                code=row["code"],
                version_id=row["procedure_version_id"],
                channel=row["channel"],
                case_key=row["case_key"],
                received_at=row["received_at"],
                ended_at=ended_at,
                ending=ending,
                kind=kind,
                value=term.value,
                own=_term_number(term, kind, day),
                day_minutes=day,
                spent=spent[place],
                least=None if least[place] == durations.UNKNOWN else least[place],
            )
        )
    return found


def _term_number(term: worktime.Term, kind: Kind, day_minutes: int) -> int:
    if kind.is_running:
        return term.budget(day_minutes)
    return term.whole() * (12 if term.unit is worktime.Unit.YEAR else 1)


def _ledgers(
    kind: Kind,
    rows: Sequence[_Row],
    ends: Sequence[datetime],
    pauses: dict[int, list[tuple[datetime, datetime | None]]],
) -> Ledgers:
    places = {number: place for place, number in enumerate(dict.fromkeys(row["calendar_version_id"] for row in rows))}
    calendars = [identity.calendar(number) for number in places]
    # The calendars of one house share their time zone; minutes are read with the offset of the first.
    clock = calendars[0]
    width = max((len(pauses.get(row["id"], ())) for row in rows), default=0)

    def column(moments: Iterable[datetime | None]) -> durations.Moments:
        return worktime.local_times(clock, moments)

    slots = [[_slot(pauses.get(row["id"], ()), place) for row in rows] for place in range(width)]
    empty = np.empty((len(rows), 0), dtype="datetime64[m]")
    return Ledgers(
        kind=kind,
        calendars=worktime.CalendarSet.of(calendars),
        which=np.array([places[row["calendar_version_id"]] for row in rows], dtype=np.int64),
        start=column(row["received_at"] for row in rows),
        end=column(ends),
        since=np.column_stack([column(begin for begin, _end in slot) for slot in slots]) if slots else empty,
        until=np.column_stack([column(end for _begin, end in slot) for slot in slots]) if slots else empty,
    )


def _slot(found: Sequence[tuple[datetime, datetime | None]], place: int) -> tuple[datetime | None, datetime | None]:
    return found[place] if place < len(found) else (None, None)
