"""Asking for what is missing, and completing it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.dossiers import ledger
from haidang.dossiers.deadlines import Ground
from haidang.dossiers.documents import Upload, add_documents, describe
from haidang.dossiers.errors import Invalid
from haidang.dossiers.kernel import Order, Payload, Receipt, perform, require_text
from haidang.dossiers.lifecycle import Command
from haidang.dossiers.models import Dossier, SupplementRequest
from haidang.dossiers.papers.issuing import issue
from haidang.dossiers.papers.kinds import Kind
from haidang.identity.api import User


@dataclass(frozen=True, slots=True)
class MissingItem:
    """One thing that is missing or wrong, and why."""

    title: str
    reason: str
    requirement_key: str = ""


def request_supplement(
    *,
    code: str,
    items: Sequence[MissingItem],
    actor: User,
    now: datetime,
    key: str,
    reason: str = "",
    expected_version: int | None = None,
) -> Receipt:
    """Asks the citizen once, in writing and item by item, for what is missing; a running clock stands still."""

    def change(dossier: Dossier) -> Payload:
        if not items:
            raise Invalid(_("Hãy nêu ít nhất một giấy tờ hoặc nội dung cần bổ sung."), field="items")
        for item in items:
            require_text(item.title, field="items", message=_("Hãy ghi tên giấy tờ cần bổ sung."), limit=500)
            require_text(item.reason, field="items", message=_("Hãy ghi rõ lý do của từng mục cần bổ sung."))
        dossier.supplement_count += 1
        plain = [asdict(item) for item in items]
        SupplementRequest.objects.create(
            dossier=dossier,
            number=dossier.supplement_count,
            reason=reason.strip(),
            items=plain,
            requested_at=now,
            requested_by=actor,
        )
        if dossier.received_at is not None:
            ledger.pause(dossier, Ground.SUPPLEMENT, actor=actor, reason=reason.strip(), now=now)
        told = {"number": dossier.supplement_count, "items": plain, "reason": reason.strip()}
        clock = {"is_received": dossier.received_at is not None, "clock_runs": dossier.due_at is not None}
        return told | issue(order, dossier, Kind.SUPPLEMENT, details=told | clock)

    request = {"code": code, "items": [asdict(item) for item in items], "reason": reason}
    order = Order(Command.REQUEST_SUPPLEMENT, actor, now, key, request)
    return perform(order, code=code, expected_version=expected_version, change=change)


def supplement(
    *,
    code: str,
    actor: User,
    now: datetime,
    key: str,
    documents: Sequence[Upload] = (),
    note: str = "",
    expected_version: int | None = None,
) -> Receipt:
    """Completes the dossier as asked, by the citizen or at the counter; the clock runs on by the procedure's policy."""

    def change(dossier: Dossier) -> Payload:
        if not documents and not note.strip():
            raise Invalid(_("Hãy đính kèm giấy tờ hoặc ghi nội dung bổ sung."), field="documents")
        added = add_documents(dossier, documents, now=now, round_=dossier.supplement_count)
        SupplementRequest.objects.filter(dossier=dossier, number=dossier.supplement_count).update(answered_at=now)
        if dossier.received_at is not None:
            ledger.resume(dossier, actor=actor, reason=note.strip(), now=now)
        return {
            "number": dossier.supplement_count,
            "documents": describe(added),
            "note": note.strip(),
            "due_at": dossier.due_at.isoformat() if dossier.due_at else None,
        }

    request = {"code": code, "documents": [asdict(item) for item in documents], "note": note}
    order = Order(Command.SUPPLEMENT, actor, now, key, request)
    return perform(order, code=code, expected_version=expected_version, change=change)
