"""What other systems are told of dossiers: codes, states and moments, never who somebody is or what he wrote.

The rows are those of the event lake's datasets (`facts`), narrowed to the dossiers that an account may see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from haidang.dossiers import access
from haidang.dossiers.facts import events, matters
from haidang.identity.api import User
from haidang.platform import journal_feed
from haidang.platform.facts import Dataset, Row
from haidang.platform.text import is_storable

Place = tuple[datetime, int]
"""Where a list was broken off: when the last dossier was filed, and its number."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dossiers: of an agency (competent), procedure or state; filed from `since` up to but without `until`."""

    agency_code: str = ""
    procedure_code: str = ""
    state: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Rows as {column: value}; `place` is where the next ones begin, None after the last."""

    rows: list[dict[str, Any]]
    place: Place | None


@dataclass(frozen=True, slots=True)
class Happened:
    """Events in the order in which they became known, the cursor after them, and whether there are no more now."""

    rows: list[dict[str, Any]]
    cursor: str
    is_last: bool


def dossiers_for(user: User, wanted: Wanted, *, after: Place | None, limit: int, on: date) -> Told:
    """The next `limit` dossiers that `user` may see, the newest first. Nothing for text that no row can hold."""
    if not (is_storable(wanted.agency_code) and is_storable(wanted.procedure_code)):
        return Told([], None)
    rows = access.visible_to(user, on=on).filter(_condition(wanted))
    if after:
        rows = rows.filter(Q(submitted_at__lt=after[0]) | Q(submitted_at=after[0], id__lt=after[1]))
    found = list(rows.order_by("-submitted_at", "-id").values_list("submitted_at", "id", "code")[: limit + 1])
    shown, more = found[:limit], found[limit:]
    told = {row["code"]: row for row in _named(matters.DOSSIERS, matters.rows([code for *_place, code in shown]))}
    place = (shown[-1][0], shown[-1][1]) if more else None
    return Told([told[code] for *_place, code in shown], place)


def dossier_for(user: User, code: str, *, on: date) -> Mapping[str, Any]:
    """One of them; raises DossierNotFound whether it exists or not."""
    is_seen = is_storable(code) and access.visible_to(user, on=on).filter(code=code).exists()
    if not is_seen:
        raise access.not_found()
    return _named(matters.DOSSIERS, matters.rows([code]))[0]


def events_for(user: User, cursor: str, *, limit: int, on: date) -> Happened:
    """What has happened to the dossiers that `user` may see since `cursor` ("" for the beginning).

    About `limit` lines of the journal are looked through at a time, so that a page may be empty though more follow. No
    event is left out, however transactions overlap (`platform/journal_feed`); the events of a dossier carry `seq`.
    """
    feed = journal_feed.read(cursor, limit=limit)
    told = _named(events.EVENTS, events.told(feed.lines))
    seen = set(
        access.visible_to(user, on=on).filter(code__in={row["code"] for row in told}).values_list("code", flat=True)
    )
    return Happened([row for row in told if row["code"] in seen], feed.cursor, feed.is_last)


def _condition(wanted: Wanted) -> Q:
    found = Q()
    if wanted.agency_code:
        found &= Q(agency__code=wanted.agency_code) | Q(agency__legacy_code=wanted.agency_code)
    if wanted.procedure_code:
        found &= Q(procedure_code=wanted.procedure_code)
    if wanted.state is not None:
        found &= Q(state=wanted.state)
    if wanted.since:
        found &= Q(submitted_at__gte=wanted.since)
    if wanted.until:
        found &= Q(submitted_at__lt=wanted.until)
    return found


def _named(dataset: Dataset, rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [dict(zip(dataset.names, row, strict=True)) for row in rows]
