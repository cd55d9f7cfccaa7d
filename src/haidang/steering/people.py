"""Who is told about a directive or an alert: the heads and managers of agencies, as they are on the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from haidang.identity import api as identity
from haidang.identity.api import Role, RoleAssignment, User
from haidang.steering.models import Party


@dataclass(frozen=True, slots=True)
class Tree:
    """The agencies of a day by id, for climbing."""

    parents: dict[int, int | None]
    names: dict[int, str]
    lineage: identity.Lineage

    def above(self, agency_id: int) -> list[int]:
        """The agencies above that one, the nearest first."""
        found: list[int] = []
        current = self.parents.get(self.lineage.heir(agency_id))
        while current is not None and current not in found:
            found.append(current)
            current = self.parents.get(current)
        return found

    def up_to(self, agency_id: int, top_id: int) -> list[int]:
        """The agencies above that one up to `top_id`; empty where `top_id` does not stand above it."""
        chain, top = self.above(agency_id), self.lineage.heir(top_id)
        return chain[: chain.index(top) + 1] if top in chain else []


def tree(on: date) -> Tree:
    """The agency tree of the day."""
    views = identity.agencies(on)
    return Tree(
        {view.id: view.parent_id for view in views},
        {view.id: view.short_name for view in views},
        identity.lineage(on),
    )


def heads(agency_id: int, *, on: date) -> list[User]:
    """The head of the agency or of its heir; while the post is vacant its other leaders, else its managers."""
    head = identity.head_of(agency_id, on=on)
    if head is not None:
        return [User.objects.get(pk=head)]
    return _with_role(agency_id, Role.LEADER, on=on) or _with_role(agency_id, Role.MANAGER, on=on)


def managers(agency_id: int, unit: str = "", *, on: date) -> list[User]:
    """The managers of a unit of the agency; where it has none, its managers; where it has none either, its heads."""
    in_unit = _with_role(agency_id, Role.MANAGER, on=on, unit=unit) if unit else []
    return in_unit or _with_role(agency_id, Role.MANAGER, on=on) or heads(agency_id, on=on)


def told(parties: Iterable[Party], *, on: date) -> list[User]:
    """Who is told for these parties: the person named, else the agency's head; each once."""
    found: dict[int, User] = {}
    for party in parties:
        people = [party.person] if party.person else heads(party.agency_id, on=on)
        found |= {user.pk: user for user in people}
    return list(found.values())


def givers(agency_id: int, given_by: User, *, on: date) -> list[User]:
    """Who is told on the giver's side: the giver while he leads there, else whoever heads that agency."""
    place = identity.lineage(on).heir(agency_id)
    rows = RoleAssignment.objects.filter(identity.valid_at(on), user=given_by, agency_id=place, role=Role.LEADER)
    return [given_by] if given_by.is_active and rows.exists() else heads(agency_id, on=on)


def _with_role(agency_id: int, role: Role, *, on: date, unit: str = "") -> list[User]:
    place = identity.lineage(on).heir(agency_id)
    rows = RoleAssignment.objects.filter(identity.valid_at(on), agency_id=place, role=role, user__is_active=True)
    if unit:
        rows = rows.filter(unit__key=unit)
    return list(User.objects.filter(pk__in=rows.values("user")).order_by("pk"))
