"""Giving money back: asked for with a reason, granted or rejected by a second person, then done by the gateway.

The transfer's row is locked while a refund is asked for, so that all refunds of it together never exceed it.
"""

from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.payments import access, ledger, postings
from haidang.payments.acts import Order, Payload, once, write
from haidang.payments.errors import GatewayProblem, Invalid, NotAllowed, NotFound, WrongStatus
from haidang.payments.models import Refund, Transfer
from haidang.payments.ports import PaidBack, gateway
from haidang.payments.postings import Kind
from haidang.platform import clock
from haidang.platform.journal import GENESIS
from haidang.platform.written import optional, required

_S = Refund.Status
_REASON = 1_000


def request_refund(*, transfer_id: int, amount_vnd: int, reason: str, actor: User, now: datetime, key: str) -> int:
    """Asks for `amount_vnd` of a transfer to be paid back; returns the refund's id.

    Raises NotFound, NotAllowed, or Invalid for more than is left of the transfer.
    """
    content = {"transfer": transfer_id, "amount_vnd": amount_vnd, "reason": reason}
    order = Order("payments.refund.request", actor, now, key, content)

    def act() -> Payload:
        transfer = _locked_transfer(transfer_id)
        access.require(actor, Permission.REFUND_REQUEST, agency_id=owner_of(transfer), on=clock.local(now).date())
        left = left_of(transfer)
        if not 0 < amount_vnd <= left:
            raise Invalid(_("Chỉ hoàn trả được từ 1 đến %(left)s đồng.") % {"left": left}, field="amount_vnd")
        why = required(reason, field="reason", message=_("Hãy ghi lý do hoàn trả."), limit=_REASON)
        row = Refund.objects.create(
            head_hash=GENESIS,
            transfer=transfer,
            amount_vnd=amount_vnd,
            reason=why,
            requested_by=actor,
            requested_at=now,
        )
        write(row, order, {**content, "reason": why})
        return {"refund": row.pk}

    return int(once(order, act)[0]["refund"])


def decide_refund(*, refund_id: int, is_granted: bool, note: str, actor: User, now: datetime, key: str) -> None:
    """Grants or rejects a refund; never whoever asked for it. A rejection says why."""
    content = {"refund": refund_id, "is_granted": is_granted, "note": note}
    order = Order("payments.refund.decide", actor, now, key, content)

    def act() -> Payload:
        row = _locked(refund_id)
        agency_id = owner_of(row.transfer)
        access.require(actor, Permission.REFUND_APPROVE, agency_id=agency_id, on=clock.local(now).date())
        if row.requested_by_id == actor.pk:
            raise NotAllowed(_("Người đề nghị hoàn trả không tự duyệt; cần người thứ hai."))
        _require(row, _S.REQUESTED)
        why = optional(note, field="note", limit=_REASON)
        if not is_granted:
            why = required(note, field="note", message=_("Hãy ghi lý do không duyệt."), limit=_REASON)
        row.status, row.decided_by, row.decided_at, row.decision = _S.REJECTED, actor, now, why
        told: Payload = {}
        if is_granted:
            row.status = _S.GRANTED
            entries = postings.granted(row.amount_vnd, agency=agency_id)
            told = ledger.post(Kind.GRANTED, entries, subject=row.stream, now=now)
        write(row, order, {"is_granted": is_granted, "note": why, **told})
        return {}

    once(order, act)


def send_refund(*, refund_id: int, now: datetime) -> bool:
    """Has the gateway pay a granted refund back, under a key that makes a repetition harmless; whether it is done.

    What goes wrong is kept on the row for the operator; the periodic job tries again.
    """
    row = Refund.objects.select_related("transfer").get(pk=refund_id)
    source = gateway(row.transfer.gateway)
    if row.status != _S.GRANTED or source is None:
        return row.status == _S.DONE
    try:
        answer = source.refund(
            key=row.stream, number=row.transfer.number, amount_vnd=row.amount_vnd, reason=row.reason, now=now
        )
    except GatewayProblem as problem:
        Refund.objects.filter(pk=row.pk).update(tries=row.tries + 1, problem=str(problem)[:500])
        return False
    _settle(row.pk, answer, now=now)
    return True


def send_refunds(now: datetime) -> int:
    """Sends every granted refund; how many were done."""
    waiting = list(Refund.objects.filter(status=_S.GRANTED).order_by("pk").values_list("pk", flat=True))
    return sum(send_refund(refund_id=each, now=now) for each in waiting)


def _settle(refund_id: int, answer: PaidBack, *, now: datetime) -> None:
    system = identity.system_account(now=now)
    order = Order("payments.refund.done", system, now, f"refund:{refund_id}:done", {"number": answer.number})

    def act() -> Payload:
        row = _locked(refund_id)
        row.status, row.done_at, row.number, row.problem = _S.DONE, now, answer.number, ""
        told = ledger.post(Kind.REPAID, postings.repaid(row.amount_vnd), subject=row.stream, now=now)
        write(row, order, {"number": answer.number, **told})
        return {}

    once(order, act)


def owner_of(transfer: Transfer) -> int | None:
    """The agency whose fee the transfer paid; None for money that nothing took."""
    if transfer.standing != Transfer.Standing.MATCHED or transfer.payment is None:
        return None
    return transfer.payment.agency_id


def left_of(transfer: Transfer) -> int:
    """How much of it is neither given back nor asked to be."""
    asked = transfer.refunds.exclude(status=_S.REJECTED).aggregate(total=Sum("amount_vnd"))["total"] or 0
    return int(transfer.amount_vnd - asked)


def _locked_transfer(transfer_id: int) -> Transfer:
    row = Transfer.objects.select_for_update().filter(pk=transfer_id).first() if 0 < transfer_id < 2**63 else None
    if row is None:
        raise NotFound(_("Không có khoản tiền này."))
    return row


def _locked(refund_id: int) -> Refund:
    row = Refund.objects.select_for_update().filter(pk=refund_id).first() if 0 < refund_id < 2**63 else None
    if row is None:
        raise NotFound(_("Không có đề nghị hoàn trả này."))
    return row


def _require(row: Refund, status: Refund.Status) -> None:
    if row.status != status:
        raise WrongStatus(_("Đề nghị hoàn trả này đã được quyết định. Hãy tải lại trang."))
