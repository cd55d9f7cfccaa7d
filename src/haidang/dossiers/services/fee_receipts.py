"""Taking fees in, and cancelling a receipt. A receipt is over the whole of a request, never more, never less."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.dossiers import access, charging, money
from haidang.dossiers.charging import FeeChoice
from haidang.dossiers.errors import Invalid, WrongState
from haidang.dossiers.fee_tables import FeeReceipt, FeeRequest, receipt_code
from haidang.dossiers.kernel import Order, Payload, Receipt, perform, require_text
from haidang.dossiers.labels import dong_words
from haidang.dossiers.lifecycle import TRANSITIONS, Command, State
from haidang.dossiers.models import Dossier
from haidang.identity.api import User
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
        taken = _take_in(request, amount_vnd, method, reference, actor=actor, now=now)
        number = receipt_code(taken["receipt"]["number"], taken["receipt"]["series"])
        went_on = money.go_on(dossier, actor=actor, reason=str(_("Phiếu thu số %(code)s")) % {"code": number}, now=now)
        return {**taken, "money": money.restate(dossier), **went_on}

    values = {"code": code, "amount_vnd": amount_vnd, "method": method, "reference": reference}
    order = Order(Command.RECORD_PAYMENT, actor, now, key, values)
    return perform(order, code=code, expected_version=expected_version, change=change)


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
        taken = _take_in(request, amount_vnd, method, reference, actor=actor, now=now)
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


def _take_in(
    request: FeeRequest, amount_vnd: int, method: str, reference: str, *, actor: User, now: datetime
) -> Payload:
    _check_amount(amount_vnd, request.total_vnd)
    if method not in FeeReceipt.Method.values:
        raise Invalid(_("Hãy chọn hình thức nộp."), field="method")
    reference = reference.strip()
    if len(reference) > _REFERENCE:
        raise Invalid(_("Nội dung dài quá %(limit)s ký tự.") % {"limit": _REFERENCE}, field="reference")
    place = access.place_of(actor, Command.RECORD_PAYMENT, request.dossier, on=clock.local(now).date())
    receipt = money.give_receipt(request, agency_id=place, method=method, reference=reference, actor=actor, now=now)
    return {"fee": money.settle(request, FeeRequest.Status.PAID, now=now), "receipt": receipt}


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
        fee = money.settle(receipt.request, status, now=now)
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
