"""What every paper about a dossier draws on, read at the moment of the act with the names of that day."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import override

from haidang.catalogue import api as catalogue
from haidang.dossiers.labels import term_words
from haidang.dossiers.models import Document, Dossier
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.secrets import mask

_PLACE = re.compile(r"^Ủy ban nhân dân (tỉnh|thành phố|thị xã|huyện|quận|xã|phường|thị trấn|đặc khu) (.+)$")


@dataclass(frozen=True, slots=True)
class Office:
    """The agency that issues a paper, as it is called on the day; `place` is where it dates its papers."""

    id: int
    name: str
    superior: str
    place: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A paper that was handed in: how many originals and copies the case asks for (blank: not said)."""

    title: str
    originals: str
    copies: str


@dataclass(frozen=True, slots=True)
class Matter:
    """A dossier as its papers name it; moments are local. Personal: only for a sheet that is kept encrypted."""

    code: str
    procedure_code: str
    procedure_name: str
    owner_name: str
    owner_id: str
    address: str
    phone: str
    email: str
    is_online: bool
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    term: str
    competent: str
    desk: str
    """The agency at whose counter the result is handed over."""
    handed: tuple[Handed, ...]

    @property
    def owner_id_masked(self) -> str:
        """The identity number or tax code with all but its last digits hidden."""
        return mask(self.owner_id)


def matter_of(dossier: Dossier, *, on: date) -> Matter:
    """Reads what the papers of `dossier` say; what is encrypted apart, so that an act does not write it again."""
    fields = ("owner_id_number", "owner_address", "owner_phone", "owner_email")
    owner_id, address, phone, email = Dossier.objects.filter(pk=dossier.pk).values_list(*fields).get()
    with override("vi"):
        term = term_words(dossier.term) if dossier.term else ""
    return Matter(
        code=dossier.code,
        procedure_code=dossier.procedure_code,
        procedure_name=catalogue.version(dossier.procedure_version_id).name,
        owner_name=dossier.owner_name,
        owner_id=owner_id,
        address=address,
        phone=phone,
        email=email,
        is_online=dossier.channel == "online",
        submitted_at=clock.local(dossier.submitted_at),
        received_at=clock.local(dossier.received_at) if dossier.received_at else None,
        due_at=clock.local(dossier.due_at) if dossier.due_at else None,
        term=term,
        competent=_named(dossier.agency_id, dossier, on=on),
        desk=_named(dossier.intake_agency_id, dossier, on=on),
        handed=tuple(_handed(dossier)),
    )


def _named(agency_id: int, dossier: Dossier, *, on: date) -> str:
    """What the agency is called at `on`, or whoever has its work by then."""
    heir = identity.now_known_as(agency_id, procedure_code=dossier.procedure_code, on=on)
    return heir.name if heir else identity.agency_name(agency_id, on=on)


def _handed(dossier: Dossier) -> list[Handed]:
    """One line for each required document that was handed in, however many files it came as, and each other paper."""
    case = catalogue.version(dossier.procedure_version_id).content.case(dossier.case_key)
    asked = {item.key: item for item in case.documents} if case else {}
    seen, found = set[str](), []
    for document in dossier.documents.filter(kind=Document.Kind.INPUT):
        requirement = asked.get(document.requirement_key)
        if requirement and requirement.key in seen:
            continue
        seen.add(document.requirement_key)
        originals, copies = (requirement.originals, requirement.copies) if requirement else (0, 0)
        found.append(Handed(document.title, str(originals or ""), str(copies or "")))
    return found


def office(agency_id: int, *, on: date) -> Office:
    """The agency as its papers of the day name it."""
    view = identity.agencies_by_id([agency_id], on=on)[agency_id]
    superior = identity.agency_name(view.parent_id, on=on) if view.parent_id else ""
    found = next((found for name in (view.name, superior) if (found := _PLACE.match(name))), None)
    return Office(view.id, view.name, superior, _where(found[1], found[2]) if found else view.name)


def _where(kind: str, name: str) -> str:
    """The place that a paper is dated at: one called by a number is named with its kind (NĐ 30/2020, appendix I)."""
    return f"{kind.capitalize()} {name}" if name[0].isdigit() else name
