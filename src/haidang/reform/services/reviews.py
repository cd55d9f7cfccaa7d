"""Simplification reviews: propose, submit, decide, and the version that came of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.identity.api import User
from haidang.platform import clock
from haidang.platform.acts import Payload
from haidang.platform.files import StoredFile
from haidang.platform.written import optional, required
from haidang.reform.acts import Done, Order, perform, propose
from haidang.reform.errors import Invalid
from haidang.reform.labels import CHANGE_LABELS
from haidang.reform.lifecycle import Command
from haidang.reform.models import SimplificationReview
from haidang.reform.services import decisions

MAX_CHANGES = 20
MAX_VND = 10**15


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """One thing to simplify: its kind (`labels.CHANGE_LABELS`), what it is about, and how."""

    kind: str
    subject: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Saving:
    """What citizens and businesses would save a year, in whole đồng, and how it was estimated."""

    vnd: int | None = None
    note: str = ""


def propose_review(
    *,
    procedure_code: str,
    changes: Sequence[ProposedChange],
    reason: str,
    actor: User,
    now: datetime,
    key: str,
    saving: Saving | None = None,
) -> Done:
    """Proposes to simplify a procedure. Raises ProcedureNotFound, NotAllowed, KeyReused, Invalid."""
    saving = saving or Saving()
    plain = [asdict(item) for item in changes]
    request = {"procedure": procedure_code, "changes": plain, "reason": reason, **asdict(saving)}
    order = Order(Command.PROPOSE, actor, now, key, request)

    def make() -> tuple[SimplificationReview, Payload]:
        published = catalogue.published(procedure_code, on=clock.local(now).date())
        review = SimplificationReview(procedure_code=procedure_code, from_version_id=published.version_id)
        review.reason = required(reason, field="reason", message=_("Hãy ghi lý do đề xuất đơn giản hóa."))
        review.changes = _checked(changes)
        review.saving_vnd, review.saving_note = _saving(saving)
        return review, {
            "procedure": procedure_code,
            "from_version": published.version_id,
            "changes": review.changes,
            "reason": review.reason,
            "saving": {"vnd": review.saving_vnd, "note": review.saving_note},
        }

    return propose(order, SimplificationReview, make=make)


def _checked(changes: Sequence[ProposedChange]) -> list[dict[str, Any]]:
    if not 1 <= len(changes) <= MAX_CHANGES:
        raise Invalid(_("Hãy nêu từ 1 đến %(limit)s nội dung đơn giản hóa.") % {"limit": MAX_CHANGES}, field="changes")
    found = []
    for place, item in enumerate(changes):
        field = f"changes.{place}"
        if item.kind not in CHANGE_LABELS:
            raise Invalid(_("Hãy chọn loại đơn giản hóa."), field=field)
        subject = required(item.subject, field=field, message=_("Hãy ghi nội dung được đơn giản hóa."), limit=500)
        found.append({"kind": item.kind, "subject": subject, "detail": optional(item.detail, field=field)})
    return found


def _saving(saving: Saving) -> tuple[int | None, str]:
    note = optional(saving.note, field="saving_note")
    if saving.vnd is None:
        return None, note
    if not 0 <= saving.vnd <= MAX_VND:
        raise Invalid(_("Số tiền ước tính nằm ngoài khoảng cho phép."), field="saving_vnd")
    if not note:
        raise Invalid(_("Hãy ghi cách ước tính chi phí tiết kiệm."), field="saving_note")
    return saving.vnd, note


def submit_review(*, review_id: int, actor: User, now: datetime, key: str, expected_version: int | None = None) -> Done:
    """Lays the review before the province."""
    order = Order(Command.SUBMIT, actor, now, key, {"review": review_id})
    change = decisions.submitted(now)
    return perform(order, SimplificationReview, id_=review_id, expected_version=expected_version, change=change)


def approve_review(
    *,
    review_id: int,
    decision: decisions.Decision,
    effective_on: date,
    actor: User,
    now: datetime,
    key: str,
    document: StoredFile | None = None,
    expected_version: int | None = None,
) -> Done:
    """Records the decision that approves the review; nobody decides what he has proposed himself."""
    request = {"review": review_id, **decision.plain, "on": effective_on.isoformat()}
    order = Order(Command.APPROVE, actor, now, key, request | decisions.document_plain(document))
    change = decisions.decided(decision, actor=actor, now=now, document=document, effective_on=effective_on)
    return perform(order, SimplificationReview, id_=review_id, expected_version=expected_version, change=change)


def refuse_review(
    *,
    review_id: int,
    decision: decisions.Decision,
    actor: User,
    now: datetime,
    key: str,
    document: StoredFile | None = None,
    expected_version: int | None = None,
) -> Done:
    """Records the decision that refuses the review, with its reason."""
    required(decision.note, field="note", message=_("Hãy ghi lý do không phê duyệt."))
    order = Order(Command.REFUSE, actor, now, key, {"review": review_id, **decision.plain})
    change = decisions.decided(decision, actor=actor, now=now, document=document, effective_on=None)
    return perform(order, SimplificationReview, id_=review_id, expected_version=expected_version, change=change)


def link_version(
    *, review_id: int, number: int, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Done:
    """Names the procedure's version in which the approved review has come true; it must be newer than the reviewed.

    The version itself is published by whoever publishes the catalogue: a new national record, fees, or times.
    """
    order = Order(Command.PUBLISH, actor, now, key, {"review": review_id, "number": number})

    def change(review: SimplificationReview) -> Payload:
        numbers = {each: version_id for version_id, each, _valid_from in catalogue.versions(review.procedure_code)}
        before = catalogue.version(review.from_version_id).number
        if number not in numbers or number <= before:
            words = _("Hãy chọn một phiên bản của thủ tục mới hơn phiên bản %(number)s.")
            raise Invalid(words % {"number": before}, field="number")
        review.new_version_id, review.published_by, review.published_at = numbers[number], actor, now
        return {"new_version": numbers[number], "number": number}

    return perform(order, SimplificationReview, id_=review_id, expected_version=expected_version, change=change)


def withdraw_review(
    *, review_id: int, reason: str, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Done:
    """Withdraws the review; a version that it was linked to stays as it is."""
    order = Order(Command.WITHDRAW, actor, now, key, {"review": review_id, "reason": reason})
    change = decisions.withdrawn(reason, now)
    return perform(order, SimplificationReview, id_=review_id, expected_version=expected_version, change=change)
