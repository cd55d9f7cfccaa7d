"""Taking fees in, and cancelling a receipt. A receipt is over the whole of a request, never more, never less."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.dossiers import access, charging, money, online
from haidang.dossiers.charging import FeeChoice
from haidang.dossiers.errors import Invalid, WrongState
from haidang.dossiers.fee_tables import BY_HAND, FeeReceipt, FeeRequest, receipt_code
from haidang.dossiers.kernel import Order, Payload, Receipt, perform, require_text
from haidang.dossiers.labels import dong_words
from haidang.dossiers.lifecycle import TRANSITIONS, Command, State
from haidang.dossiers.models import Dossier
from haidang.dossiers.papers.receipts import receipt_paper
from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.payments import api as payments
from haidang.platform import clock

_REFERENCE = 60


def record_payment(
    *,
    code: str,
    amount_vnd: int,
    method: str,
    actor: User,
    now: datetime,
    key: str,
    reference: str = "",
    expected_version: int | None = None,
) -> Receipt:
    """Records that the open request was paid; gives out a receipt number and leaves state 6.

    `amount_vnd` is what was taken in, and must be what was asked.
    """

    def change(dossier: Dossier) -> Payload:
        charging.require(Command.RECORD_PAYMENT, dossier)
        request = dossier.fee_requests.get(status=FeeRequest.Status.REQUESTED)
        return _paid(request, dossier, _Taken(amount_vnd, _by_hand(method), reference), order)

    values = {"code": code, "amount_vnd": amount_vnd, "method": method, "reference": reference}
    order = Order(Command.RECORD_PAYMENT, actor, now, key, values)
    return perform(order, code=code, expected_version=expected_version, change=change)


def record_online_payment(*, code: str, number: int, amount_vnd: int, reference: str, now: datetime) -> Receipt:
    """Records that request `number` was paid by the gateway, on the house's own account; once for each `reference`.

    Raises WrongState where that request does not wait any more, and whatever `record_payment` raises.
    """

    def change(dossier: Dossier) -> Payload:
        charging.require(Command.RECORD_PAYMENT, dossier)
        request = dossier.fee_requests.get(status=FeeRequest.Status.REQUESTED)
        if request.number != number:
            raise WrongState(_("Yêu cầu nộp lần %(number)s không còn chờ nộp.") % {"number": number})
        return _paid(request, dossier, _Taken(amount_vnd, FeeReceipt.Method.ONLINE, reference), order)

    values = {"code": code, "number": number, "amount_vnd": amount_vnd, "reference": reference}
    order = Order(Command.RECORD_PAYMENT, identity.system_account(now=now), now, f"online:{reference}", values)
    return perform(order, code=code, expected_version=None, change=change)


def note_settled(settled: payments.Settled, now: datetime) -> None:
    """Takes note of what `payments` says has come in for a dossier's request."""
    code, number = online.read_subject(settled.subject)
    record_online_payment(code=code, number=number, amount_vnd=settled.amount_vnd, reference=settled.reference, now=now)


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was taken in: whole đồng, how, and the number of its voucher."""

    amount_vnd: int
    method: FeeReceipt.Method
    reference: str


def _paid(request: FeeRequest, dossier: Dossier, taken: _Taken, order: Order) -> Payload:
    """The open request is paid: receipt, clock, standing."""
    told = _take_in(request, taken, order)
    number = receipt_code(told["receipt"]["number"], told["receipt"]["series"])
    reason = str(_("Phiếu thu số %(code)s")) % {"code": number}
    went_on = money.go_on(dossier, actor=order.actor, reason=reason, now=order.now)
    return {**told, "money": money.restate(dossier), **went_on}


def collect_fee(
    *,
    code: str,
    choice: FeeChoice,
    amount_vnd: int,
    method: str,
    actor: User,
    now: datetime,
    key: str,
    reference: str = "",
    expected_version: int | None = None,
) -> Receipt:
    """Takes published fees in at the counter, asked and paid in one act; the state of business stays."""

    def change(dossier: Dossier) -> Payload:
        charging.require(Command.COLLECT_FEE, dossier)
        found = charging.quote(dossier, choice)
        if found.total_vnd == 0:
            raise Invalid(_("Không còn khoản nào phải nộp. Hãy ghi nhận việc miễn phí, lệ phí."), field="fees")
        request, asked = money.ask(dossier, found, actor=actor, now=now, evidence=choice.evidence)
        taken = _take_in(request, _Taken(amount_vnd, _by_hand(method), reference), order)
        return {**taken, "fee": {**asked, **taken["fee"]}, "money": money.restate(dossier)}

    values = {
        "code": code,
        "choice": choice.plain(),
        "amount_vnd": amount_vnd,
        "method": method,
        "reference": reference,
    }
    order = Order(Command.COLLECT_FEE, actor, now, key, values)
    return perform(order, code=code, expected_version=expected_version, change=change)


def _by_hand(method: str) -> FeeReceipt.Method:
    if method not in BY_HAND:
        raise Invalid(_("Hãy chọn hình thức nộp."), field="method")
    return FeeReceipt.Method(method)


def _take_in(request: FeeRequest, taken: _Taken, order: Order) -> Payload:
    _check_amount(taken.amount_vnd, request.total_vnd)
    reference, actor, now = taken.reference.strip(), order.actor, order.now
    if len(reference) > _REFERENCE:
        raise Invalid(_("Nội dung dài quá %(limit)s ký tự.") % {"limit": _REFERENCE}, field="reference")
    place = access.place_of(actor, Command.RECORD_PAYMENT, request.dossier, on=clock.local(now).date())
    receipt = money.give_receipt(
        request, agency_id=place, method=taken.method, reference=reference, actor=actor, now=now
    )
    paper = receipt_paper(order, request, receipt)
    return {"fee": money.settle(request, FeeRequest.Status.PAID, actor=actor, now=now), "receipt": receipt, **paper}


def _check_amount(amount_vnd: int, wanted_vnd: int) -> None:
    words = {"wanted": dong_words(wanted_vnd), "amount": dong_words(amount_vnd)}
    if amount_vnd > wanted_vnd:
        raise Invalid(
            _("Số tiền %(amount)s nhiều hơn số phải nộp là %(wanted)s. Chỉ thu đúng số phải nộp.") % words,
            field="amount_vnd",
        )
    if amount_vnd < wanted_vnd:
        raise Invalid(
            _("Số tiền %(amount)s chưa đủ số phải nộp là %(wanted)s. Chỉ cấp phiếu thu khi nộp đủ.") % words,
            field="amount_vnd",
        )


def cancel_receipt(
    *,
    code: str,
    receipt_id: int,
    reason: str,
    is_refund: bool,
    actor: User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Receipt:
    """Cancels a receipt, which keeps its number; the state of business and the clock stay as they are.

    `is_refund`: the money goes back and is not owed any more. Otherwise the request is open again and waits for a
    right receipt.
    """

    def change(dossier: Dossier) -> Payload:
        charging.require(Command.CANCEL_RECEIPT, dossier)
        standing = dossier.fee_receipts.filter(cancelled_at__isnull=True).select_related("request")
        receipt = standing.filter(pk=receipt_id).first()
        if receipt is None:
            raise Invalid(_("Không có phiếu thu này, hoặc phiếu đã bị hủy. Hãy tải lại trang."), field="receipt_id")
        why = require_text(reason, field="reason", message=_("Hãy ghi rõ lý do hủy phiếu thu."), limit=1_000)
        if not is_refund:
            _check_can_reopen(dossier)
        receipt.cancelled_at, receipt.cancelled_by, receipt.cancel_reason = now, actor, why
        receipt.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
        status = FeeRequest.Status.CANCELLED if is_refund else FeeRequest.Status.REQUESTED
        fee = money.settle(receipt.request, status, actor=actor, now=now)
        told = {"agency": receipt.agency_id, "series": receipt.series, "number": receipt.number}
        return {"fee": fee, "receipt": told, "reason": why, "money": money.restate(dossier)}

    values = {"code": code, "receipt": receipt_id, "reason": reason, "is_refund": is_refund}
    order = Order(Command.CANCEL_RECEIPT, actor, now, key, values)
    return perform(order, code=code, expected_version=expected_version, change=change)


def _check_can_reopen(dossier: Dossier) -> None:
    if money.open_request(dossier) is not None:
        raise WrongState(_("Hồ sơ đang có một yêu cầu khác chờ nộp. Hãy thu xong rồi hủy, hoặc chọn hoàn trả tiền."))
    if (State(dossier.state), Command.RECORD_PAYMENT) not in TRANSITIONS:
        raise WrongState(_("Hồ sơ đã kết thúc nên không thu lại được. Hãy chọn hoàn trả tiền."))
