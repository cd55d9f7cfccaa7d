"""Officers of the simulated province: accounts with roles at every agency, and who sits where.

They are made without a password that anybody knows; a demonstration gives them one (`accounts`).
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from haidang.identity import api as identity
from haidang.identity.api import AgencyView, Role, User
from haidang.simulation.profile import Names
from haidang.simulation.rates import Rates

NO_PASSWORD = "!"  # noqa: S105 (Django's mark for an account that nobody can sign in to)
SINCE = date(2024, 1, 1)
JOINED_AT = datetime(2024, 1, 1, tzinfo=UTC)
TITLES = {
    Role.RECEPTION: "motcua",
    Role.SPECIALIST: "chuyenvien",
    Role.MANAGER: "truongphong",
    Role.LEADER: "lanhdao",
    Role.CLERK: "vanthu",
}
ADMINISTRATOR = "quantri"
OPERATOR = "dieuhanh"


@dataclass(frozen=True, slots=True)
class Post:
    """An officer's place: account name, agency, role, whether it reaches the agencies below, unit, whether deputy."""

    username: str
    agency: AgencyView
    role: Role
    with_descendants: bool = False
    unit_key: str = ""
    is_deputy: bool = False


def posts(agencies: Iterable[AgencyView], rates: Rates) -> list[Post]:
    """Every post of the province, by agency."""
    found = []
    for agency in agencies:
        is_root = agency.parent_id is None
        units = rates.units.get(agency.level, {})
        for role, count in rates.staff[agency.level].items():
            for place in range(1, count + 1):
                keys = units.get(role, [""])
                found.append(
                    Post(
                        username(agency, Role(role), place),
                        agency,
                        Role(role),
                        with_descendants=is_root and role == Role.LEADER,
                        unit_key=keys[(place - 1) % len(keys)],
                        # The first leader is the head, whoever comes after him a deputy.
                        is_deputy=role == Role.LEADER and place > 1,
                    )
                )
        if is_root:
            found.append(Post(ADMINISTRATOR, agency, Role.ADMINISTRATOR, with_descendants=True))
            found.append(Post(OPERATOR, agency, Role.OPERATIONS, with_descendants=True))
    return found


def username(agency: AgencyView, role: Role, place: int = 1) -> str:
    """The role, its number from the second on, the agency's suffix: `chuyenvien2.30.01`, `lanhdao.tinh`."""
    suffix = agency.code.partition(".")[2] or "tinh"
    return f"{TITLES[role]}{place if place > 1 else ''}.{suffix}"


class Staff:
    """The officers who act in stories, by agency and role."""

    def __init__(self, officers: Mapping[tuple[int, str], list[User]]) -> None:
        self._officers = officers

    def at(self, agency_id: int, role: str, *, seat: int) -> User:
        """The officer of that role who has the dossier; where there is no clerk, the specialist seals the result."""
        found = self._officers.get((agency_id, role)) or self._officers[agency_id, Role.SPECIALIST]
        return found[seat % len(found)]

    def at_heir(self, agency_id: int, role: str, *, on: date, seat: int) -> User:
        """As `at`, at an agency that a reorganisation has put in the place of another: whoever holds the role then."""
        rows = identity.RoleAssignment.objects.filter(agency_id=agency_id, valid_from__lte=on, valid_to__isnull=True)
        found = list(rows.filter(role=role).select_related("user").order_by("pk"))
        found = found or list(rows.filter(role=Role.SPECIALIST).select_related("user").order_by("pk"))
        return found[seat % len(found)].user


@transaction.atomic
def ensure_staff(agencies: list[AgencyView], *, names: Names, rates: Rates) -> Staff:
    """Makes the officers that are missing; returns them all."""
    wanted = posts(agencies, rates)
    known = User.objects.in_bulk([post.username for post in wanted], field_name="username")
    User.objects.bulk_create(_officer(post, names) for post in wanted if post.username not in known)
    known = User.objects.in_bulk([post.username for post in wanted], field_name="username")
    officers: dict[tuple[int, str], list[User]] = defaultdict(list)
    assigned = set(identity.RoleAssignment.objects.values_list("user_id", "agency_id", "role"))
    units = {(unit.agency_id, unit.key): unit for unit in identity.units({post.agency.id for post in wanted}, on=SINCE)}
    missing = []
    for post in wanted:
        user = known[post.username]
        officers[post.agency.id, post.role].append(user)
        if (user.pk, post.agency.id, str(post.role)) not in assigned:
            missing.append(_assignment(user, post, units.get((post.agency.id, post.unit_key))))
    identity.follow_plans(identity.RoleAssignment.objects.bulk_create(missing))
    return Staff(officers)


def _officer(post: Post, names: Names) -> User:
    rng = random.Random(f"officer:{post.username}")
    return User(
        username=post.username,
        password=NO_PASSWORD,
        kind=User.Kind.OFFICER,
        full_name=names.draw(rng, is_male=rng.random() < 0.5),
        email=f"{post.username}@brvt.example",
        joined_at=JOINED_AT,
    )


def _assignment(user: User, post: Post, unit: identity.Unit | None) -> identity.RoleAssignment:
    return identity.RoleAssignment(
        user=user,
        agency_id=post.agency.id,
        unit=unit,
        role=post.role,
        is_deputy=post.is_deputy,
        with_descendants=post.with_descendants,
        valid_from=SINCE,
    )
