"""Questions about issued papers: those of a dossier, one of them to be read, and what anybody may verify."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from django.utils.translation import gettext_lazy as _

from haidang.dossiers import access
from haidang.dossiers.errors import DossierNotFound, WrongState
from haidang.dossiers.labels import STATE_LABELS
from haidang.dossiers.lifecycle import State
from haidang.dossiers.models import Dossier
from haidang.dossiers.papers import qr
from haidang.dossiers.papers.kinds import Kind
from haidang.dossiers.papers.models import IssuedPaper
from haidang.dossiers.papers.receipts import cancelled_at, receipts_of
from haidang.dossiers.papers.sheet import Sheet, from_json
from haidang.identity import api as identity
from haidang.platform import clock


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in the list of a dossier; `replaced_by` is the number of the paper that set its date anew, if any."""

    id: int
    kind: Kind
    name: str
    number: str
    issued_at: datetime
    signer: str
    replaced_by: str
    cancelled_at: datetime | None = None
    """When the receipt that it shows was cancelled."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it was issued, and what has become of the agency since ("" as long as it is the same)."""

    sheet: Sheet
    now_known_as: str
    file_name: str


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """What anybody who holds a paper may know: that it was issued, by whom, when, and whether its date still holds."""

    code: str
    kind: Kind
    name: str
    number: str
    circular: str
    agency: str
    now_known_as: str
    issued_at: datetime
    dossier_code: str
    state: State
    state_label: str
    due_at: datetime | None
    replaced_by: str
    replaced_at: datetime | None
    is_as_scanned: bool
    """Whether the facts beside the code, if any came with it, are those that were printed."""
    cancelled_at: datetime | None = None
    """When the receipt that it shows was cancelled."""


def papers_of(dossier: Dossier) -> list[PaperRow]:
    """The papers issued for a dossier, oldest first; they went to its owner, so whoever sees it may see them."""
    rows = list(dossier.papers.defer("values").select_related("signer"))
    receipts = receipts_of(dossier) if any(row.kind == Kind.FEE_RECEIPT for row in rows) else []
    return [
        PaperRow(
            row.pk,
            Kind(row.kind),
            row.name,
            row.number_words,
            row.issued_at,
            row.signer.full_name,
            _replaced(row, rows)[0],
            cancelled_at(row, receipts),
        )
        for row in rows
    ]


def paper_for(user: identity.User, code: str, paper_id: int, *, now: datetime) -> Paper:
    """One paper of a dossier that `user` may see, as it was issued; raises DossierNotFound."""
    dossier = access.get(user, code, on=clock.local(now).date())
    row = dossier.papers.filter(pk=paper_id).first()
    if row is None:
        raise access.not_found()
    return Paper(
        sheet=from_json(row.values),
        now_known_as=_successor(row, dossier, now),
        file_name=f"{row.kind}-{row.number}-{row.year}-{dossier.code}.pdf",
    )


def receipt_of(user: identity.User, code: str, *, now: datetime) -> int:
    """The id of the dossier's receipt and appointment; raises WrongState where there is none."""
    dossier = access.get(user, code, on=clock.local(now).date())
    found = dossier.papers.filter(kind=Kind.RECEIPT).values_list("pk", flat=True).last()
    if found is None:
        raise WrongState(_("Hồ sơ này chưa được tiếp nhận nên chưa có giấy hẹn."))
    return found


def verification_code(typed: str) -> str:
    """What was typed as a verification code, in groups of four; empty if it cannot be one."""
    code = qr.as_stored(typed)
    return qr.spaced(code) if len(code) == qr.LENGTH and code.isascii() else ""


def verify_paper(typed: str, *, now: datetime, scanned: Mapping[str, str] | None = None) -> PublicPaper:
    """The paper with that verification code, in any spelling; `scanned`: what came with it, as from its QR code.

    Raises DossierNotFound in words where no paper has the code.
    """
    code = qr.as_stored(typed)
    row = IssuedPaper.objects.filter(verify_code=code[:80]).select_related("dossier").first()
    if row is None:
        raise DossierNotFound(
            _("Không có giấy nào mang mã này. Hãy kiểm tra lại từng ký tự in ở cuối giấy."), field="code"
        )
    dossier, issued = row.dossier, clock.local(row.issued_at).date()
    number, at = _replaced(row, list(dossier.papers.defer("values")))
    state = State(dossier.state)
    return PublicPaper(
        code=qr.spaced(code),
        kind=Kind(row.kind),
        name=row.name,
        number=row.number_words,
        circular=row.get_form_set_display() if row.kind != Kind.FEE_RECEIPT else "",
        agency=identity.agency_name(row.agency_id, on=issued),
        now_known_as=_successor(row, dossier, now),
        issued_at=row.issued_at,
        dossier_code=dossier.code,
        state=state,
        state_label=str(STATE_LABELS[state]),
        due_at=None if dossier.closed_at else dossier.due_at,
        replaced_by=number,
        replaced_at=at,
        is_as_scanned=_is_as_printed(row, scanned or {}),
        cancelled_at=cancelled_at(row, receipts_of(dossier)),
    )


def _is_as_printed(row: IssuedPaper, scanned: Mapping[str, str]) -> bool:
    """Whether each fact of the QR code that is among `scanned` is what was printed; other parameters say nothing."""
    printed = dict(parse_qsl(urlsplit(from_json(row.values).qr).query))
    return all(scanned.get(name, words) == words for name, words in printed.items())


def _replaced(row: IssuedPaper, all_of_dossier: list[IssuedPaper]) -> tuple[str, datetime | None]:
    """(number, moment) of the apology that set anew the date promised by this receipt."""
    if row.kind != Kind.RECEIPT:
        return "", None
    later = [each for each in all_of_dossier if each.kind == Kind.APOLOGY and each.pk > row.pk]
    return (later[-1].number_words, later[-1].issued_at) if later else ("", None)


def _successor(row: IssuedPaper, dossier: Dossier, now: datetime) -> str:
    """What the agency that issued the paper is now, where that is another name than the one printed."""
    today = clock.local(now).date()
    then = identity.agency_name(row.agency_id, on=clock.local(row.issued_at).date())
    heir = identity.now_known_as(row.agency_id, procedure_code=dossier.procedure_code, on=today)
    name = heir.name if heir else identity.agency_name(row.agency_id, on=today)
    return name if name != then else ""
