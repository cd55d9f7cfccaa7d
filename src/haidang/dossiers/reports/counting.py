"""The cells of a report counted by the database: one grouped query, and the same conditions as lists of dossiers."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from haidang.dossiers.lifecycle import State
from haidang.dossiers.models import Dossier
from haidang.dossiers.reports.periods import COUNTED, Cell, Figures, Period, parts


class Key(NamedTuple):
    """The finest grain that figures are counted at; rows of reports are sums of these."""

    agency_id: int
    procedure_code: str
    procedure_version_id: int


def counted(period: Period, reach: Q) -> Mapping[Key, Figures]:
    """Figures by key of the dossiers that `reach` holds; keys without any are left out."""
    columns = {cell.value: Count("pk", filter=condition) for cell, condition in _conditions(period).items()}
    rows = _told(period).filter(reach).values_list(*Key._fields).annotate(**columns)
    # The group comes first in each row, then the counts in the order of COUNTED.
    return {Key(*row[: len(Key._fields)]): Figures(tuple(row[len(Key._fields) :])) for row in rows.order_by()}


def behind(period: Period, cell: Cell, reach: Q) -> QuerySet[Dossier]:
    """The dossiers counted in `cell`, oldest first."""
    conditions = _conditions(period)
    wanted = reduce(or_, (conditions[part] for part in parts(cell)))
    return _told(period).filter(reach).filter(wanted).order_by(F("received_at").asc(nulls_first=True), "code")


def _told(period: Period) -> QuerySet[Dossier]:
    """The dossiers of the period, each with its due date as it stood at the moment as `standing`."""
    at_the_moment = Q(due_dates__since__lt=period.until) & (
        Q(due_dates__until__isnull=True) | Q(due_dates__until__gte=period.until)
    )
    not_closed_before = Q(closed_at__isnull=True) | Q(closed_at__gte=period.start)
    is_told = Q(received_at__lt=period.until) & not_closed_before | _refused(period)
    return Dossier.objects.annotate(standing=FilteredRelation("due_dates", condition=at_the_moment)).filter(is_told)


def _refused(period: Period) -> Q:
    # Refusal has no way back, so the state of today tells what the closing was.
    return Q(received_at__isnull=True, state=State.REFUSED, closed_at__gte=period.start, closed_at__lt=period.until)


def _conditions(period: Period) -> dict[Cell, Q]:
    """`periods.cells` as conditions on `_told`; kept beside it by tests that compare the two."""
    received = Q(received_at__isnull=False)
    in_period = Q(received_at__gte=period.start)
    closed = received & Q(closed_at__lt=period.until)
    still_open = received & (Q(closed_at__isnull=True) | Q(closed_at__gte=period.until))
    done = closed & Q(finished_at__isnull=False)
    early = Q(finished_at__lt=F("standing__early_before"))
    late = Q(finished_at__gt=F("standing__due_at"))
    found = {
        Cell.CARRIED: Q(received_at__lt=period.start),
        Cell.ONLINE: in_period & Q(channel="online"),
        Cell.PAPER: in_period & ~Q(channel="online"),
        Cell.EARLY: done & early,
        Cell.LATE: done & late,
        Cell.ON_TIME: done
        & (
            Q(standing__due_at__isnull=True)
            | Q(finished_at__gte=F("standing__early_before"), finished_at__lte=F("standing__due_at"))
        ),
        Cell.OPEN_IN_TIME: still_open & Q(standing__due_at__gte=period.moment),
        Cell.OPEN_LATE: still_open & Q(standing__due_at__lt=period.moment),
        Cell.PAUSED: still_open & Q(standing__due_at__isnull=True),
        Cell.GIVEN_BACK: closed & Q(finished_at__isnull=True),
        Cell.REFUSED: _refused(period),
    }
    return {cell: found[cell] for cell in COUNTED}
