"""What a user may do where: computed from role assignments, the agency tree and the procedure code when asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from haidang.identity.agencies import descendants
from haidang.identity.lineage import Lineage, Share, lineage
from haidang.identity.models import RoleAssignment, User
from haidang.identity.roles import Permission, Role, roles_with


@dataclass(frozen=True, slots=True)
class Scope:
    """Agencies in which a right holds, for one procedure code or, if None, for all.

    A share of a predecessor's work holds for `only` some procedures, or for all `without` those that went elsewhere.
    """

    agency_ids: frozenset[int]
    procedure_code: str | None
    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether the right holds for every procedure there."""
        return self.procedure_code is None and self.only is None and not self.without

    def takes(self, procedure_code: str) -> bool:
        """Whether the right holds for that procedure; a blank code asks for all of them."""
        if not procedure_code:
            return self.is_whole
        if self.procedure_code not in (None, procedure_code) or procedure_code in self.without:
            return False
        return self.only is None or procedure_code in self.only

    def condition(self, *agency_fields: str, procedure_field: str = "procedure_code") -> Q:
        """The rows that the right reaches, of a table that names an agency in one of `agency_fields`."""
        where = Q()
        for field in agency_fields:
            where |= Q(**{f"{field}__in": self.agency_ids})
        if self.procedure_code is not None:
            where &= Q(**{procedure_field: self.procedure_code})
        if self.only is not None:
            where &= Q(**{f"{procedure_field}__in": self.only})
        return where & ~Q(**{f"{procedure_field}__in": self.without}) if self.without else where


def assignments(user: User, *, on: date) -> QuerySet[RoleAssignment]:
    """The roles that `user` holds at `on`."""
    valid = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return RoleAssignment.objects.filter(valid, user=user).select_related("agency")


def scopes(user: User, permission: Permission, *, on: date) -> list[Scope]:
    """Where `user` has `permission` at `on`."""
    if not user.is_active or not user.pk:
        return []
    return _scopes(assignments(user, on=on).filter(role__in=roles_with(permission)), on)


def role_scopes(user: User, role: Role | str, *, on: date) -> list[Scope]:
    """Where `user` holds `role` at `on`."""
    if not user.is_active or not user.pk:
        return []
    return _scopes(assignments(user, on=on).filter(role=role), on)


def scopes_by_role(user: User, *, on: date) -> dict[Role, list[Scope]]:
    """`role_scopes` for every role that `user` holds at `on`, asked for once."""
    if not user.is_active or not user.pk:
        return {}
    rows: dict[Role, list[RoleAssignment]] = {}
    for row in assignments(user, on=on):
        rows.setdefault(Role(row.role), []).append(row)
    known = lineage(on) if rows else None
    return {role: _scopes(held, on, known) for role, held in rows.items()}


def scopes_of_everybody(permission: Permission, *, on: date) -> dict[str, list[Scope]]:
    """`scopes` for every active user who has any, by account name, in as many queries as there are agencies above."""
    valid = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    rows = RoleAssignment.objects.filter(valid, role__in=roles_with(permission), user__is_active=True)
    known, reach = lineage(on), dict[tuple[int, bool], list[Share]]()
    found: dict[str, list[Scope]] = {}
    for row in rows.select_related("user").order_by("pk"):
        key = (row.agency_id, row.with_descendants)
        if key not in reach:
            reach[key] = known.shares(_held(row, on))
        found.setdefault(row.user.username, []).extend(_as_scopes(reach[key], row))
    return found


def may(user: User, permission: Permission, *, agency_id: int, procedure_code: str, on: date) -> bool:
    """Whether `user` has `permission` for that procedure at that agency at `on`."""
    return covers(scopes(user, permission, on=on), agency_id=agency_id, procedure_code=procedure_code)


def covers(held: list[Scope], *, agency_id: int, procedure_code: str) -> bool:
    """Whether one of `held` reaches that agency and procedure."""
    return any(agency_id in scope.agency_ids and scope.takes(procedure_code) for scope in held)


def has_anywhere(user: User, permission: Permission, *, on: date) -> bool:
    """Whether `user` has `permission` at any agency at all."""
    return user.is_active and assignments(user, on=on).filter(role__in=roles_with(permission)).exists()


def _scopes(rows: Iterable[RoleAssignment], on: date, known: Lineage | None = None) -> list[Scope]:
    """What `rows` reach at `on`: their agencies, what lies below, and the work of the predecessors of all these."""
    found = []
    for row in rows:
        known = known or lineage(on)
        found += _as_scopes(known.shares(_held(row, on)), row)
    return found


def _held(row: RoleAssignment, on: date) -> set[int]:
    return descendants(row.agency_id, on=on) if row.with_descendants else {row.agency_id}


def _as_scopes(shares: Iterable[Share], row: RoleAssignment) -> list[Scope]:
    return [Scope(each.agency_ids, row.procedure_code or None, each.only, each.without) for each in shares]
