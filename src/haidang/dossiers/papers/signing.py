"""Who signs a paper for the agency that has a dossier, and the lines above the name (NĐ 30/2020/NĐ-CP, Annex I).

Leaders sign as `identity.signature` says: the head, a deputy in his place (KT.), one authorised for a time (TUQ.).
The head of a section signs by the head's order (TL.).
"""

from dataclasses import dataclass
from datetime import date

from haidang.dossiers.models import Dossier
from haidang.identity import api as identity
from haidang.identity.api import Role, User

_SECTION_HEAD = "TRƯỞNG PHÒNG"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, and the lines above his name; none for one who signs for what he himself did."""

    user: User
    lines: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Name and lines on one line, for a list to choose from."""
        return f"{self.user.full_name} – {', '.join(self.lines)}"


def possible_signers(dossier: Dossier, actor: User, *, on: date) -> list[Signer]:
    """Whose signature `actor` may put on record: his own if he may sign himself, else that of whoever may."""
    found = signers_of(dossier, on=on)
    own = [each for each in found if each.user == actor] or _standing_in(dossier, actor, among=found, on=on)
    return own or found


def signers_of(dossier: Dossier, *, on: date) -> list[Signer]:
    """The leaders and heads of sections of the very agency that has the dossier at `on`; nobody of one above it."""
    place = _keeper(dossier, on=on)
    leaders = _own_people(Role.LEADER, dossier, place, on=on)
    found = [_leader(user, dossier, place, on=on) for user in leaders]
    found += [_by_order(user, place, on=on) for user in _own_people(Role.MANAGER, dossier, place, on=on)]
    return [each for each in found if each is not None]


def _standing_in(dossier: Dossier, actor: User, *, among: list[Signer], on: date) -> list[Signer]:
    """`actor` as one authorised for a time by one of the leaders."""
    place = _keeper(dossier, on=on)
    found = identity.signature(actor, agency_id=place, on=on, procedure_code=dossier.procedure_code)
    leaders = {each.user.pk for each in among}
    return [Signer(actor, found.lines)] if found and found.on_behalf_of_id in leaders else []


def _leader(user: User, dossier: Dossier, place: int, *, on: date) -> Signer | None:
    found = identity.signature(user, agency_id=place, on=on, procedure_code=dossier.procedure_code)
    return Signer(user, found.lines) if found else None


def _by_order(user: User, place: int, *, on: date) -> Signer:
    agency = identity.agencies_by_id([place], on=on)[place]
    held = identity.assignments(user, on=on).filter(role=Role.MANAGER, agency_id=place).select_related("unit").first()
    title = f"TRƯỞNG {held.unit.name.upper()}" if held and held.unit else _SECTION_HEAD
    return Signer(user, (f"TL. {identity.titles(agency)[0]}", title))


def _own_people(role: Role, dossier: Dossier, place: int, *, on: date) -> list[User]:
    held = identity.holders(role, agency_id=place, procedure_code=dossier.procedure_code, on=on)
    at_place = identity.RoleAssignment.objects.filter(agency_id=place, role=role, user__in=held)
    there = set(at_place.values_list("user_id", flat=True))
    return [user for user in held if user.pk in there]


def _keeper(dossier: Dossier, *, on: date) -> int:
    return identity.heir_of([dossier.agency_id], procedure_code=dossier.procedure_code, on=on)[dossier.agency_id]
