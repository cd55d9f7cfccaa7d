"""The receipt-and-appointment slip (Mẫu 01, TT 01/2018/TT-VPCP) as values for a page and as PDF."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import segno
import typst
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.dossiers import access
from haidang.dossiers.errors import WrongState
from haidang.dossiers.labels import term_words
from haidang.dossiers.models import Document, Dossier
from haidang.identity import api as identity
from haidang.platform import clock, journal
from haidang.platform.canonical import canonical
from haidang.platform.secrets import mask

_TEMPLATE = Path(__file__).parent / "papers" / "slip.typ"


@dataclass(frozen=True, slots=True)
class SlipDocument:
    """A line of the table of documents handed in."""

    title: str
    file_name: str
    is_electronic: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """What the slip says; times are local.

    `agency` receives and issues the slip, `desk` is where the result is fetched, `competent` decides.
    """

    code: str
    superior: str
    agency: str
    desk: str
    competent: str
    receiver: str
    owner: str
    owner_id: str
    address: str
    phone: str
    email: str
    request: str
    documents: list[SlipDocument]
    term: str
    received_at: datetime
    due_at: datetime | None
    is_online: bool


def slip(user: identity.User, code: str, *, now: datetime) -> Slip:
    """The slip of a received dossier that `user` may see, with the names of the day of receipt."""
    dossier = access.get(user, code, on=clock.local(now).date())
    if dossier.received_at is None:
        raise WrongState(_("Hồ sơ chưa được tiếp nhận nên chưa có giấy hẹn."))
    on = clock.local(dossier.received_at).date()
    agencies = identity.agencies_by_id({dossier.agency_id, dossier.intake_agency_id}, on=on)
    agency = agencies[dossier.receiving_agency_id]
    superior = identity.agency_name(agency.parent_id, on=on) if agency.parent_id else ""
    online = dossier.channel == "online"
    return Slip(
        code=dossier.code,
        superior=superior,
        agency=agency.name,
        desk=agencies[dossier.intake_agency_id].name,
        competent=agencies[dossier.agency_id].name,
        receiver=_receiver(dossier),
        owner=dossier.owner_name,
        owner_id=mask(dossier.owner_id_number),
        address=dossier.owner_address,
        phone=dossier.owner_phone,
        email=dossier.owner_email,
        request=catalogue.version(dossier.procedure_version_id).name,
        documents=[
            SlipDocument(item.title, item.name, online)
            for item in dossier.documents.filter(kind=Document.Kind.INPUT, added_at__lte=dossier.received_at)
        ],
        term=term_words(dossier.term),
        received_at=clock.local(dossier.received_at),
        due_at=clock.local(dossier.promised_at) if dossier.promised_at else None,
        is_online=online,
    )


def slip_pdf(user: identity.User, code: str, *, now: datetime) -> bytes:
    """The slip as an A4 PDF with selectable text and the dossier's QR at the top left."""
    content = slip(user, code, now=now)
    values = {
        "code": content.code,
        "superior": content.superior,
        "agency": content.agency,
        "desk": content.desk,
        "competent": content.competent,
        "receiver": content.receiver,
        "owner": content.owner,
        "owner_id": content.owner_id,
        "address": content.address,
        "phone": content.phone,
        "email": content.email,
        "request": content.request,
        "documents": [{"title": item.title, "electronic": item.is_electronic} for item in content.documents],
        "term": content.term,
        "received_at": words(content.received_at),
        "due_at": words(content.due_at) if content.due_at else "",
        "day": f"{content.received_at:%d}",
        "month": f"{content.received_at:%m}",
        "year": f"{content.received_at:%Y}",
        "online": content.is_online,
    }
    return _compile(canonical(values), content.code)


def words(moment: datetime) -> str:
    """A local moment as the papers write it: 16 giờ 30 phút, ngày 04/11/2024."""
    return f"{moment:%H} giờ {moment:%M} phút, ngày {moment:%d/%m/%Y}"


def _compile(values: str, code: str) -> bytes:
    qr = BytesIO()
    segno.make(code, error="m", micro=False).save(qr, kind="svg", scale=4, border=2)
    # The compiler is made per paper: it keeps no state that could carry one person's data into another's paper.
    compiler = typst.Compiler(
        _source(), sys_inputs={"slip": values, "qr": qr.getvalue().decode()}, ignore_system_fonts=True
    )
    pdf = compiler.compile(format="pdf")
    if not isinstance(pdf, bytes):  # one list entry a page is for images only
        raise TypeError("typst did not answer with one PDF")
    return pdf


@cache
def _source() -> bytes:
    return _TEMPLATE.read_bytes()


def _receiver(dossier: Dossier) -> str:
    entry = next((line for line in journal.lines(dossier.stream) if line.kind.endswith(".accept")), None)
    user = identity.User.objects.filter(pk=entry.actor.removeprefix("user:")).first() if entry else None
    return user.full_name if user else ""
