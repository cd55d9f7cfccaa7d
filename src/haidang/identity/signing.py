"""Who signs for an agency and what stands above his name (NĐ 30/2020/NĐ-CP art. 13 and Annex I, part II, point 7).

The head of an agency signs in his own right; for a People's Committee, which works as a body, "TM." stands before its
name. A deputy signs in the head's place: "KT.". Another officer whom the head has authorised in writing and for a
time signs by his authorisation: "TUQ.".
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from haidang.identity.agencies import AgencyView, agencies_by_id
from haidang.identity.lineage import lineage
from haidang.identity.models import RoleAssignment, User
from haidang.identity.rights import Scope, assignments, first_covering, rights, valid_at
from haidang.identity.roles import Role

# What the head of an agency is called, by how its name begins; titles on papers are Vietnamese in every language.
_HEADS = (
    ("Ủy ban nhân dân", "CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ("Văn phòng", "CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
    ("Thanh tra", "CHÁNH THANH TRA", "PHÓ CHÁNH THANH TRA"),
    ("Ban ", "TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
    ("Sở ", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    ("Trung tâm", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
)
_OTHER_HEAD = ("THỦ TRƯỞNG CƠ QUAN", "PHÓ THỦ TRƯỞNG CƠ QUAN")
_COLLEGIATE = "Ủy ban nhân dân"


class Capacity(StrEnum):
    """By what right somebody does a leader's work."""

    OWN = "own"
    DEPUTY = "deputy"
    DELEGATE = "delegate"


@dataclass(frozen=True, slots=True)
class Signature:
    """How a paper is signed: the lines above the name, the signer, in whose place he signs (None: his own right)."""

    lines: tuple[str, ...]
    signer: User
    capacity: Capacity
    on_behalf_of_id: int | None


def signature(signer: User, *, agency_id: int, on: date, procedure_code: str = "") -> Signature | None:
    """How `signer` signs for that agency at `on`; None if he has no right to sign there.

    `procedure_code`: what the paper is about; it matters to leaders who decide on some procedures only.
    """
    held = rights(signer, on=on).role_scopes(Role.LEADER)
    scope = first_covering(held, agency_id=agency_id, procedure_code=procedure_code)
    if scope is None:
        return None
    view = agencies_by_id([agency_id], on=on)[agency_id]
    capacity = capacity_of(signer, scope, agency_id=agency_id, on=on)
    whom = stands_for(scope, on=on)
    return Signature(_lines(view, capacity, signer, on=on), signer, capacity, whom)


def capacity_of(user: User, scope: Scope, *, agency_id: int, on: date) -> Capacity:
    """Whether `user` acts by `scope` as the head himself, as his deputy, or as somebody authorised for a time.

    A deputy who stands in for the head while he is away still signs as his deputy.
    """
    if scope.is_deputy and scope.delegator_id is None:
        return Capacity.DEPUTY
    if scope.delegator_id is None:
        return Capacity.OWN
    own = assignments(user, on=on).filter(role=Role.LEADER, agency_id=agency_id, is_deputy=True)
    return Capacity.DEPUTY if own.exists() else Capacity.DELEGATE


def stands_for(scope: Scope, *, on: date) -> int | None:
    """In whose place somebody acts who acts by a leader's `scope`: the officer who is away, or a deputy's head."""
    if scope.delegator_id is not None:
        return scope.delegator_id
    return head_of(scope.held_at, on=on) if scope.is_deputy and scope.held_at else None


def head_of(agency_id: int, *, on: date) -> int | None:
    """The officer who heads the agency, or the one that has its work by `on`; None while the post is vacant."""
    place = lineage(on).heir(agency_id)
    rows = RoleAssignment.objects.filter(
        valid_at(on), agency_id=place, role=Role.LEADER, is_deputy=False, unit__isnull=True, user__is_active=True
    )
    return rows.order_by("valid_from", "pk").values_list("user_id", flat=True).first()


def titles(agency: AgencyView) -> tuple[str, str]:
    """What the head of the agency and his deputies are called."""
    found = next((row[1:] for row in _HEADS if agency.name.startswith(row[0])), None)
    return (found[0], found[1]) if found else _OTHER_HEAD


def _lines(agency: AgencyView, capacity: Capacity, signer: User, *, on: date) -> tuple[str, ...]:
    head, deputy = titles(agency)
    body = ("TM. ỦY BAN NHÂN DÂN",) if agency.name.startswith(_COLLEGIATE) else ()
    if capacity is Capacity.OWN:
        return (*body, head)
    if capacity is Capacity.DEPUTY:
        return (*body, f"KT. {head}", deputy)
    return (f"TUQ. {head}", *_own_title(signer, on=on))


def _own_title(signer: User, *, on: date) -> tuple[str, ...]:
    row = assignments(signer, on=on).exclude(role=Role.ADMINISTRATOR).order_by("pk").first()
    if row is None:
        return ()
    if row.role == Role.MANAGER and row.unit is not None:
        return (f"{'PHÓ ' if row.is_deputy else ''}TRƯỞNG {row.unit.name.upper()}",)
    return (str(Role(row.role).label).upper(),)
