"""Counting dossiers by each of their three places, and the lists behind the figures.

What is counted by one place says nothing about the others: a commune may help with what a department takes in and
another decides.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, QuerySet

from haidang.dossiers import access
from haidang.dossiers.models import Dossier
from haidang.dossiers.places import Place
from haidang.dossiers.selectors import Row, as_rows
from haidang.identity import api as identity
from haidang.platform import clock

_COLUMNS = {Place.HELP: "help_agency_id", Place.INTAKE: "intake_agency_id", Place.COMPETENT: "agency_id"}


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """Dossiers filed in a period that have `agency` as one of their places.

    `received` of them have been received by now. `elsewhere` have another competent agency than this one or, where
    this one is competent, were handed in at another.
    """

    agency: identity.AgencyView
    filed: int
    received: int
    elsewhere: int


def counts_by_place(user: identity.User, place: Place, *, since: date, until: date, now: datetime) -> list[PlaceCount]:
    """How many dossiers that `user` may see were filed from `since` to `until` (both included), by one of the places.

    The agency with the most comes first; one without any is not listed.
    """
    column = _COLUMNS[place]
    found = list(
        _filed(user, place, since=since, until=until, now=now)
        .order_by()
        .values(column)
        .annotate(
            filed=Count("pk"),
            received=Count("pk", filter=Q(received_at__isnull=False)),
            elsewhere=Count("pk", filter=_elsewhere(place)),
        )
    )
    agencies = identity.agencies_by_id({row[column] for row in found}, on=clock.local(now).date())
    counts = [PlaceCount(agencies[row[column]], row["filed"], row["received"], row["elsewhere"]) for row in found]
    return sorted(counts, key=lambda count: (-count.filed, count.agency.code))


def rows_at_place(
    user: identity.User,
    place: Place,
    agency_id: int,
    *,
    since: date,
    until: date,
    now: datetime,
    only_elsewhere: bool = False,
    limit: int = 300,
) -> list[Row]:
    """The dossiers behind a figure of `counts_by_place`, newest first."""
    rows = _filed(user, place, since=since, until=until, now=now).filter(**{_COLUMNS[place]: agency_id})
    if only_elsewhere:
        rows = rows.filter(_elsewhere(place))
    return as_rows(rows.order_by("-submitted_at", "-pk")[:limit], now=now)


def _filed(user: identity.User, place: Place, *, since: date, until: date, now: datetime) -> QuerySet[Dossier]:
    first = datetime.combine(since, time(), clock.LOCAL)
    after = datetime.combine(until + timedelta(days=1), time(), clock.LOCAL)
    rows = access.visible_to(user, on=clock.local(now).date())
    return rows.filter(submitted_at__gte=first, submitted_at__lt=after, **{f"{_COLUMNS[place]}__isnull": False})


def _elsewhere(place: Place) -> Q:
    other = _COLUMNS[Place.INTAKE if place is Place.COMPETENT else Place.COMPETENT]
    return ~Q(**{other: F(_COLUMNS[place])})
