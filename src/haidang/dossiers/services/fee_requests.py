"""Asking for fees, granting an exemption, taking a request back."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from haidang.dossiers import charging, ledger, money, online
from haidang.dossiers.charging import FeeChoice
from haidang.dossiers.deadlines import Ground
from haidang.dossiers.errors import Invalid
from haidang.dossiers.fee_tables import FeeRequest
from haidang.dossiers.fees import Relief
from haidang.dossiers.kernel import Order, Payload, Receipt, perform, require_text
from haidang.dossiers.lifecycle import Command
from haidang.dossiers.models import Dossier
from haidang.identity.api import User
from haidang.platform import clock


def request_payment(
    *,
    code: str,
    choice: FeeChoice,
    actor: User,
    now: datetime,
    key: str,
    note: str = "",
    due_on: date | None = None,
    expected_version: int | None = None,
) -> Receipt:
    """Asks the citizen to pay published fees; the clock stands still only where the procedure's version says so.

    `due_on`: until when it should be paid, for the citizen to know; nothing follows from it by itself.
    """

    def change(dossier: Dossier) -> Payload:
        charging.require(Command.REQUEST_PAYMENT, dossier)
        found = charging.quote(dossier, choice)
        if found.total_vnd == 0:
            raise Invalid(_("Không còn khoản nào phải nộp. Hãy ghi nhận việc miễn phí, lệ phí."), field="fees")
        if due_on is not None and due_on < clock.local(now).date():
            raise Invalid(_("Hạn nộp không thể ở trong quá khứ."), field="due_on")
        asked, fee = money.ask(dossier, found, actor=actor, now=now, evidence=choice.evidence, note=note, due_on=due_on)
        online.offer(asked, actor=actor, now=now)
        return {"fee": fee, "money": money.restate(dossier), **_stand_still(dossier, actor=actor, now=now)}

    request = {
        "code": code,
        "choice": choice.plain(),
        "note": note,
        "due_on": due_on.isoformat() if due_on else None,
    }
    order = Order(Command.REQUEST_PAYMENT, actor, now, key, request)
    return perform(order, code=code, expected_version=expected_version, change=change)


def _stand_still(dossier: Dossier, *, actor: User, now: datetime) -> Payload:
    content = charging.of(dossier)
    if not content.payment_pauses:
        return {"ground": "", "reason": ""}
    ledger.pause(dossier, Ground.PAYMENT, actor=actor, reason=content.payment_ground, now=now)
    return {"ground": Ground.PAYMENT.value, "reason": content.payment_ground}


def waive_fee(
    *,
    code: str,
    evidence: str,
    actor: User,
    now: datetime,
    key: str,
    exemption: str = "",
    ground: str = "",
    expected_version: int | None = None,
) -> Receipt:
    """Grants full exemption: nothing is asked, or what was asked need not be paid.

    By a published exemption (its key), or by a provision that the officer names in `ground`. `evidence` names the
    papers that show it.
    """

    def change(dossier: Dossier) -> Payload:
        charging.require(Command.WAIVE_FEE, dossier)
        relief = _relief(dossier, exemption, ground)
        papers = require_text(
            evidence,
            field="evidence",
            message=_("Hãy ghi giấy tờ chứng minh đối tượng được miễn, giảm."),
            limit=500,
        )
        _request, fee = money.waive(dossier, relief, evidence=papers, actor=actor, now=now)
        went_on = money.go_on(dossier, actor=actor, reason=relief.name, now=now)
        return {"fee": fee, "money": money.restate(dossier), **went_on}

    request = {"code": code, "exemption": exemption, "ground": ground, "evidence": evidence}
    order = Order(Command.WAIVE_FEE, actor, now, key, request)
    return perform(order, code=code, expected_version=expected_version, change=change)


def _relief(dossier: Dossier, exemption: str, ground: str) -> Relief:
    if not exemption:
        provision = require_text(
            ground, field="ground", message=_("Hãy chọn trường hợp miễn hoặc ghi căn cứ pháp lý."), limit=1_000
        )
        return Relief("", str(_("Miễn theo quy định")), 100, provision)
    found = next((item for item in charging.reliefs(charging.of(dossier)) if item.key == exemption), None)
    if found is None:
        raise Invalid(_("Thủ tục không có trường hợp miễn, giảm này. Hãy tải lại trang."), field="exemption")
    if found.percent < 100 or found.fees:
        raise Invalid(
            _("Trường hợp này chỉ được giảm một phần. Hãy chọn khi yêu cầu nộp hoặc khi thu."), field="exemption"
        )
    return found


def retract_fee(
    *, code: str, reason: str, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Receipt:
    """Takes an open request back because it was wrong or nothing is owed; the reason is for the citizen too."""

    def change(dossier: Dossier) -> Payload:
        charging.require(Command.RETRACT_FEE, dossier)
        why = require_text(reason, field="reason", message=_("Hãy ghi rõ lý do."))
        request = money.open_request(dossier)
        fee = money.settle(request, FeeRequest.Status.CANCELLED, actor=actor, now=now) if request else None
        went_on = money.go_on(dossier, actor=actor, reason=why, now=now)
        return {"fee": fee, "money": money.restate(dossier), "reason": why, **went_on}

    order = Order(Command.RETRACT_FEE, actor, now, key, {"code": code, "reason": reason})
    return perform(order, code=code, expected_version=expected_version, change=change)
