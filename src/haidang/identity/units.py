"""Units inside agencies, and who holds a role where: the questions of whoever hands out work."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q

from haidang.identity.agencies import in_force
from haidang.identity.lineage import lineage
from haidang.identity.models import RoleAssignment, Unit, User
from haidang.identity.rights import valid_at
from haidang.identity.roles import Role


def units(agency_ids: Collection[int], *, on: date) -> list[Unit]:
    """The units of these agencies at `on`, by agency and name."""
    rows = Unit.objects.filter(valid_at(on), agency_id__in=agency_ids).select_related("agency")
    return list(rows.order_by("agency__code", "name"))


def unit_names(places: Iterable[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """What units given by (agency id, key) are called; keys that no unit of the agency has are left out."""
    wanted = {(agency_id, key) for agency_id, key in places if key}
    if not wanted:
        return {}
    rows = Unit.objects.filter(agency_id__in={agency_id for agency_id, _key in wanted}, key__in={k for _a, k in wanted})
    return {(row.agency_id, row.key): row.name for row in rows if (row.agency_id, row.key) in wanted}


def holders(role: Role | str, *, agency_id: int, procedure_code: str, on: date, unit: str = "") -> list[User]:
    """The active officers who hold `role` themselves for that agency, procedure and unit at `on`, by name.

    Work of an agency that has ended is held at its heir, as `rights` has it the other way round.
    """
    place = lineage(on).heir(agency_id, procedure_code)
    above = _with_all_above(place, on=on)
    where = Q(agency_id=place) | Q(agency_id__in=above, with_descendants=True)
    where &= Q(procedure_code__in=["", procedure_code])
    if unit:
        where &= Q(unit__isnull=True) | Q(unit__key=unit)
    rows = RoleAssignment.objects.filter(valid_at(on) & where, role=role, user__is_active=True)
    return list(User.objects.filter(pk__in=rows.values("user")).order_by("full_name", "pk"))


def staff(agency_ids: Collection[int], *, on: date) -> list[User]:
    """The active officers who work on dossiers at these agencies at `on`, by name."""
    rows = RoleAssignment.objects.filter(valid_at(on), agency_id__in=agency_ids).exclude(role=Role.ADMINISTRATOR)
    return list(User.objects.filter(pk__in=rows.values("user"), is_active=True).order_by("full_name", "pk"))


def colleagues(user: User, *, on: date) -> list[User]:
    """The other officers with a role at an agency where `user` holds one at `on`, by name."""
    places = RoleAssignment.objects.filter(valid_at(on), user=user).values("agency")
    rows = RoleAssignment.objects.filter(valid_at(on), agency__in=places)
    found = User.objects.filter(pk__in=rows.values("user"), is_active=True, kind=User.Kind.OFFICER)
    return list(found.exclude(pk=user.pk).order_by("full_name", "pk"))


def _with_all_above(agency_id: int, *, on: date) -> set[int]:
    parents = dict(in_force(on).values_list("agency_id", "parent_id"))
    found: set[int] = set()
    current: int | None = agency_id
    while current is not None and current not in found:
        found.add(current)
        current = parents.get(current)
    return found
