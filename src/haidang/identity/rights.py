"""What a user may do where: computed from role assignments, the agency tree and the procedure code when asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from haidang.identity.agencies import descendants
from haidang.identity.lineage import Lineage, lineage
from haidang.identity.models import Delegation, RoleAssignment, User
from haidang.identity.roles import GRANTS, Permission, Role, roles_with


@dataclass(frozen=True, slots=True)
class Scope:
    """Agencies in which a right holds, for one procedure code or, if None, for all.

    A share of a predecessor's work holds for `only` some procedures, or for all `without` those that went elsewhere.
    `unit`: key of the unit whose steps it reaches; blank: those of the whole agency. `delegator_id`: whose right it
    is, of an officer who is away; None: his own. `is_deputy`: held as deputy of the head.
    """

    agency_ids: frozenset[int]
    procedure_code: str | None
    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    unit: str = ""
    delegator_id: int | None = None
    is_deputy: bool = False
    held_at: int | None = None
    """The agency of the role itself, of which a deputy is deputy."""

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

    def reaches(self, *, agency_id: int, procedure_code: str, unit: str = "") -> bool:
        """Whether the right holds there; work of no unit is everybody's who holds the role at the agency."""
        return agency_id in self.agency_ids and self.takes(procedure_code) and (not unit or self.unit in ("", unit))

    def condition(self, *agency_fields: str, procedure_field: str = "procedure_code", unit_field: str = "") -> Q:
        """The rows that the right reaches, of a table that names an agency in one of `agency_fields`."""
        where = Q()
        for field in agency_fields:
            where |= Q(**{f"{field}__in": self.agency_ids})
        if self.procedure_code is not None:
            where &= Q(**{procedure_field: self.procedure_code})
        if self.only is not None:
            where &= Q(**{f"{procedure_field}__in": self.only})
        if unit_field and self.unit:
            where &= Q(**{f"{unit_field}__in": ["", self.unit]})
        return where & ~Q(**{f"{procedure_field}__in": self.without}) if self.without else where


@dataclass(frozen=True, slots=True)
class Rights:
    """Everything that somebody holds at a date, his own first, then that of those for whom he stands in."""

    by_role: Mapping[Role, list[Scope]]

    def scopes(self, permission: Permission) -> list[Scope]:
        """Where he has `permission`."""
        return _own_first(scope for role in roles_with(permission) for scope in self.by_role.get(role, ()))

    def role_scopes(self, role: Role | str) -> list[Scope]:
        """Where he holds `role`."""
        return list(self.by_role.get(Role(role), ()))


def assignments(user: User, *, on: date) -> QuerySet[RoleAssignment]:
    """The roles that `user` himself holds at `on`."""
    return RoleAssignment.objects.filter(valid_at(on), user=user).select_related("agency", "unit")


def valid_at(on: date) -> Q:
    """Rows with `valid_from` and `valid_to` that hold at `on`."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def rights(user: User, *, on: date) -> Rights:
    """What `user` holds at `on`, asked for once: for whoever asks about many things at a time."""
    if not user.is_active or not user.pk:
        return Rights({})
    held: list[tuple[RoleAssignment, int | None]] = [(row, None) for row in assignments(user, on=on)]
    held += [(row, row.user_id) for row in _stood_in_for(user, on=on)]
    known = lineage(on) if held else None
    found: dict[Role, list[Scope]] = {}
    for row, delegator_id in held:
        found.setdefault(Role(row.role), []).extend(_scopes(row, on, known, delegator_id=delegator_id))
    return Rights(found)


def scopes(user: User, permission: Permission, *, on: date) -> list[Scope]:
    """Where `user` has `permission` at `on`, by his own roles and by those of officers for whom he stands in."""
    return rights(user, on=on).scopes(permission)


def role_scopes(user: User, role: Role | str, *, on: date) -> list[Scope]:
    """Where `user` holds `role` at `on`, himself or for somebody who is away."""
    return rights(user, on=on).role_scopes(role)


def scopes_of_everybody(permission: Permission, *, on: date) -> dict[str, list[Scope]]:
    """Where every active user has `permission` by his own roles, by account name; for figures over all officers."""
    rows = RoleAssignment.objects.filter(valid_at(on), role__in=roles_with(permission), user__is_active=True)
    known, found = lineage(on), dict[str, list[Scope]]()
    for row in rows.select_related("user", "unit").order_by("pk"):
        found.setdefault(row.user.username, []).extend(_scopes(row, on, known))
    return found


def may(user: User, permission: Permission, *, agency_id: int, procedure_code: str, on: date) -> bool:
    """Whether `user` has `permission` for that procedure at that agency at `on`."""
    return covers(scopes(user, permission, on=on), agency_id=agency_id, procedure_code=procedure_code)


def covers(held: Iterable[Scope], *, agency_id: int, procedure_code: str, unit: str = "") -> bool:
    """Whether one of `held` reaches that agency, procedure and unit."""
    return first_covering(held, agency_id=agency_id, procedure_code=procedure_code, unit=unit) is not None


def first_covering(held: Iterable[Scope], *, agency_id: int, procedure_code: str, unit: str = "") -> Scope | None:
    """The scope by which somebody acts there: his own before one that he holds for another; None if he has none."""
    found = (scope for scope in held if scope.reaches(agency_id=agency_id, procedure_code=procedure_code, unit=unit))
    return next(iter(_own_first(found)), None)


def has_anywhere(user: User, permission: Permission, *, on: date) -> bool:
    """Whether `user` has `permission` at any agency at all."""
    return permission in permissions_anywhere(user, on=on)


def permissions_anywhere(user: User, *, on: date) -> frozenset[Permission]:
    """Everything that `user` may do at some agency, by his own roles or by those of officers for whom he stands in."""
    if not user.is_active or not user.pk:
        return frozenset()
    own = assignments(user, on=on).values_list("role", flat=True)
    roles = {*own, *(row.role for row in _stood_in_for(user, on=on))}
    return frozenset(permission for role in roles for permission in GRANTS[Role(role)])


def delegations_to(user: User, *, on: date) -> QuerySet[Delegation]:
    """The delegations by which `user` stands in for others at `on`."""
    return Delegation.objects.filter(delegate=user, valid_from__lte=on, valid_to__gt=on, delegator__is_active=True)


def _stood_in_for(user: User, *, on: date) -> list[RoleAssignment]:
    """The roles of officers who are away that `user` holds in their place; never what they only stand in for."""
    delegations = list(delegations_to(user, on=on))
    if not delegations:
        return []
    known = lineage(on)
    rows = RoleAssignment.objects.filter(valid_at(on), user__in={item.delegator_id for item in delegations})
    return [
        row
        for row in rows.select_related("agency", "unit").order_by("pk")
        if any(item.delegator_id == row.user_id and _carries(item, row, known) for item in delegations)
    ]


def _carries(item: Delegation, row: RoleAssignment, known: Lineage) -> bool:
    """Whether a delegation hands over that role; one for an agency that has ended, over the role at its heir."""
    moved = item.agency_id is not None and known.heir(item.agency_id, row.procedure_code) == row.agency_id
    return item.carries(agency_id=item.agency_id if moved and item.agency_id else row.agency_id, role=row.role)


def _own_first(found: Iterable[Scope]) -> list[Scope]:
    return sorted(found, key=lambda scope: (scope.delegator_id is not None, scope.is_deputy))


def _scopes(row: RoleAssignment, on: date, known: Lineage | None, *, delegator_id: int | None = None) -> list[Scope]:
    """What a row reaches at `on`: its agency, what lies below, and the work of the predecessors of all these."""
    held = descendants(row.agency_id, on=on) if row.with_descendants else {row.agency_id}
    unit = row.unit.key if row.unit else ""
    known = known or lineage(on)
    return [
        Scope(
            each.agency_ids,
            row.procedure_code or None,
            each.only,
            each.without,
            unit=unit,
            delegator_id=delegator_id,
            is_deputy=row.is_deputy,
            held_at=row.agency_id,
        )
        for each in known.shares(held)
    ]
