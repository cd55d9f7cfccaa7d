"""Questions about forecasts. Who may see a dossier may see its forecast; nothing is counted outside that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.steering.forecasts.tables import Forecast

LIKELY, NEARLY_SURE = 0.5, 0.8
PAGE = 25


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of dossiers at risk is narrowed by; `least`: the lowest chance; `page` from 1."""

    procedure: str = ""
    agency_id: int | None = None
    least: float = LIKELY
    page: int = 1


@dataclass(frozen=True, slots=True)
class AtRiskRow:
    """A dossier in the list, with its forecast."""

    row: dossiers.Row
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class AtRisk:
    """One page of the open dossiers that are not late yet and may become so, the most probable first.

    `total` of `forecast` dossiers not late yet are as probable as wanted; `nearly_sure` of `total` at least 80 %.
    `as_of`: of the forecasts; None where there are none.
    """

    rows: list[AtRiskRow]
    total: int
    nearly_sure: int
    forecast: int
    as_of: datetime | None


def at_risk(actor: identity.User, wanted: Wanted, *, now: datetime) -> AtRisk:
    """What `actor` may see of the dossiers that will probably miss their due date."""
    visible = _visible(actor, wanted, now=now)
    found = visible.filter(chance__gte=wanted.least)
    begin = max(wanted.page - 1, 0) * PAGE
    page = list(found.order_by("-chance", "left", "dossier_id")[begin : begin + PAGE])
    rows = dossiers.as_rows([item.dossier for item in page], now=now)
    return AtRisk(
        rows=[AtRiskRow(row, item) for row, item in zip(rows, page, strict=True)],
        total=found.count(),
        nearly_sure=found.filter(chance__gte=max(NEARLY_SURE, wanted.least)).count(),
        forecast=visible.count(),
        as_of=as_of(),
    )


def _visible(actor: identity.User, wanted: Wanted, *, now: datetime) -> QuerySet[Forecast]:
    mine = dossiers.visible_to(actor, on=clock.local(now).date())
    if wanted.procedure:
        mine = mine.filter(procedure_code=wanted.procedure)
    if wanted.agency_id is not None:
        mine = mine.filter(agency_id=wanted.agency_id)
    still_open = Q(dossier__closed_at__isnull=True, dossier__finished_at__isnull=True)
    in_time = Q(dossier__due_at__gte=now) | Q(dossier__due_at__isnull=True, left__gte=0)
    return Forecast.objects.filter(still_open, in_time, dossier__in=mine.values("pk")).select_related("dossier")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Something by which the list can be narrowed: its key (an agency's id, a procedure's code), its name."""

    key: str
    name: str


def choices(actor: identity.User, *, now: datetime) -> tuple[list[Narrowing], list[Narrowing]]:
    """The agencies and the procedures of the forecasts that `actor` may see, by name."""
    on, visible = clock.local(now).date(), _visible(actor, Wanted(), now=now).order_by()
    ids = visible.values_list("dossier__agency_id", flat=True).distinct()
    agencies = [Narrowing(str(key), view.name) for key, view in identity.agencies_by_id(ids, on=on).items()]
    codes = list(visible.values_list("dossier__procedure_code", flat=True).distinct())
    procedures = [Narrowing(code, name) for code, name in dossiers.boards.procedure_names(codes, on=on).items()]
    return sorted(agencies, key=lambda each: each.name), sorted(procedures, key=lambda each: each.name)


def as_of() -> datetime | None:
    """When the forecasts were made; None where there are none."""
    return Forecast.objects.order_by("-as_of").values_list("as_of", flat=True).first()


def forecast_of(dossier: dossiers.Dossier) -> Forecast | None:
    """The forecast of an open dossier that somebody may see; None where there is none."""
    if dossier.closed_at or dossier.finished_at:
        return None
    return Forecast.objects.filter(dossier=dossier).first()


def chances(codes: Collection[str]) -> dict[str, float]:
    """The chances of these dossiers, of those that have a forecast and are open."""
    rows = Forecast.objects.filter(dossier__code__in=codes, dossier__closed_at__isnull=True)
    return dict(rows.values_list("dossier__code", "chance"))
