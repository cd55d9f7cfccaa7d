"""Questions about agencies at a date: who exists, what it is called, what lies below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from haidang.identity.models import Agency, AgencyVersion, Level
from haidang.platform.errors import Refused


class AgencyNotFound(Refused):
    """No agency has that code at that date."""

    code = "agency-not-found"


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency as it stands at a date."""

    id: int
    code: str
    legacy_code: str
    name: str
    short_name: str
    level: Level
    parent_id: int | None
    area_code: str


def in_force(on: date) -> QuerySet[AgencyVersion]:
    """The versions that say how each agency stands at `on`."""
    valid = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return AgencyVersion.objects.filter(valid).select_related("agency").order_by("agency__code")


def agencies(on: date, *, level: Level | str | None = None, parent_id: int | None = None) -> list[AgencyView]:
    """The agencies at `on` by code, if asked only those of one level or directly below one agency."""
    rows = in_force(on)
    if level is not None:
        rows = rows.filter(level=level)
    if parent_id is not None:
        rows = rows.filter(parent_id=parent_id)
    return [_view(row) for row in rows]


def agency(code: str, *, on: date) -> AgencyView:
    """The agency with that code (either spelling) at `on`; raises AgencyNotFound."""
    row = in_force(on).filter(Q(agency__code=code) | Q(agency__legacy_code=code)).first()
    if row is None:
        raise AgencyNotFound(_("Không có cơ quan mang mã %(code)s vào ngày này.") % {"code": code}, field="agency")
    return _view(row)


def agencies_by_id(ids: Iterable[int], *, on: date) -> dict[int, AgencyView]:
    """How the agencies with those ids stand at `on`; one that no longer exists then as it last stood before."""
    wanted = set(ids)
    versions = AgencyVersion.objects.filter(agency_id__in=wanted, valid_from__lte=on).select_related("agency")
    return {row.agency_id: _view(row) for row in versions.order_by("valid_from")}


def agency_name(agency_id: int, *, on: date) -> str:
    """What the agency was called at `on`."""
    found = agencies_by_id([agency_id], on=on).get(agency_id)
    return found.name if found else Agency.objects.get(pk=agency_id).code


def province_name(*, on: date) -> str:
    """What the province is called at `on`; empty as long as there is none. Every page asks for it."""
    return in_force(on).filter(level=Level.PROVINCE).values_list("name", flat=True).first() or ""


def descendants(agency_id: int, *, on: date) -> set[int]:
    """Ids of the agency and of everything below it at `on`."""
    children: dict[int | None, list[int]] = {}
    for row in in_force(on).values_list("parent_id", "agency_id"):
        children.setdefault(row[0], []).append(row[1])
    found: set[int] = set()
    waiting = [agency_id]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += children.get(current, [])
    return found


def _view(row: AgencyVersion) -> AgencyView:
    return AgencyView(
        id=row.agency_id,
        code=row.agency.code,
        legacy_code=row.agency.legacy_code,
        name=row.name,
        short_name=row.short_name,
        level=Level(row.level),
        parent_id=row.parent_id,
        area_code=row.area_code,
    )
