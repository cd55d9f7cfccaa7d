"""What a user may do where: computed from role assignments, the agency tree and the procedure code when asked."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from haidang.identity.agencies import descendants
from haidang.identity.models import RoleAssignment, User
from haidang.identity.roles import Permission, Role, roles_with


@dataclass(frozen=True, slots=True)
class Scope:
    """Agencies in which a right holds, for one procedure code or, if None, for all."""

    agency_ids: frozenset[int]
    procedure_code: str | None


def assignments(user: User, *, on: date) -> QuerySet[RoleAssignment]:
    """The roles that `user` holds at `on`."""
    valid = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return RoleAssignment.objects.filter(valid, user=user).select_related("agency")


def scopes(user: User, permission: Permission, *, on: date) -> list[Scope]:
    """Where `user` has `permission` at `on`."""
    if not user.is_active or not user.pk:
        return []
    return [_scope(row, on) for row in assignments(user, on=on).filter(role__in=roles_with(permission))]


def role_scopes(user: User, role: Role | str, *, on: date) -> list[Scope]:
    """Where `user` holds `role` at `on`."""
    if not user.is_active or not user.pk:
        return []
    return [_scope(row, on) for row in assignments(user, on=on).filter(role=role)]


def may(user: User, permission: Permission, *, agency_id: int, procedure_code: str, on: date) -> bool:
    """Whether `user` has `permission` for that procedure at that agency at `on`."""
    return covers(scopes(user, permission, on=on), agency_id=agency_id, procedure_code=procedure_code)


def covers(held: list[Scope], *, agency_id: int, procedure_code: str) -> bool:
    """Whether one of `held` reaches that agency and procedure."""
    return any(agency_id in scope.agency_ids and scope.procedure_code in (None, procedure_code) for scope in held)


def has_anywhere(user: User, permission: Permission, *, on: date) -> bool:
    """Whether `user` has `permission` at any agency at all."""
    return user.is_active and assignments(user, on=on).filter(role__in=roles_with(permission)).exists()


def _scope(row: RoleAssignment, on: date) -> Scope:
    ids = descendants(row.agency_id, on=on) if row.with_descendants else {row.agency_id}
    return Scope(frozenset(ids), row.procedure_code or None)
