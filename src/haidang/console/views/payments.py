"""Online payment for its operator, and refunds, which a second person grants.

What has to be looked at, one payment's story, calls of gateways, days held against statements.
"""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haidang.console.guards import P, administrator, needs
from haidang.console.labels import ACCOUNTS
from haidang.console.payment_forms import DayForm, DecisionForm, RefundForm
from haidang.payments import api as payments
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.forms import new_key
from haidang.ui.paging import Page
from haidang.ui.refusals import shown

PAGE = 50
DAYS = 60


@needs(P.PAYMENTS_MANAGE)
@shown
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for somebody; with `ma` leads to the payment with that reference."""
    if reference := request.GET.get("ma", "").strip()[:20].upper():
        if reference.isalnum() and reference.isascii():
            return redirect("console:payment", reference=reference)
        messages.warning(request, _("Mã thanh toán gồm HD và 10 chữ, số."))
    found = payments.desk(administrator(request), now=clock.now())
    context = {
        "desk": found,
        "refused": found.refused[:PAGE],
        "strays": found.strays[:PAGE],
        "refunds": found.refunds[:PAGE],
        "balances": [(ACCOUNTS[account], total) for account, total in payments.balances().items()],
        "gateways": payments.gateways(),
        "reference": reference,
        "now": clock.now(),
    }
    return render(request, "console/payments.html", context)


@needs(P.PAYMENTS_MANAGE)
@shown
@require_safe
def payment(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that is known of one payment."""
    found = payments.history(administrator(request), reference, now=clock.now())
    ledger = [
        (row, [(ACCOUNTS[payments.Account(one.account)], one.amount_vnd) for one in row.entries.all()])
        for row in found.ledger
    ]
    return render(request, "console/payment.html", {"found": found, "ledger": ledger})


@needs(P.PAYMENTS_MANAGE)
@shown
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Calls of gateways, newest first; `loai` shows those of one verdict."""
    found = payments.desk(administrator(request), now=clock.now())
    chosen = request.GET.get("loai", "")
    rows = payments.Notice.objects.order_by("-pk").select_related("transfer").defer("body")
    if chosen in payments.Notice.Verdict.values:
        rows = rows.filter(verdict=chosen)
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=rows.count())
    verdicts = [(one.value, one.label, count) for one, count in found.verdicts.items()]
    context = {"rows": rows[page.offset : page.offset + page.size], "page": page, "verdicts": verdicts}
    return render(request, "console/payment_notices.html", context | {"chosen": chosen})


@needs(P.REFUND_REQUEST)
@shown
@require_http_methods(["GET", "HEAD", "POST"])
def refund_new(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Asks for money of a transfer to be paid back."""
    user, now = administrator(request), clock.now()
    found = payments.money(user, transfer_id, now=now)
    form = RefundForm(request.POST or None, initial={"key": new_key(), "amount_vnd": found.left_vnd})
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            payments.request_refund(
                transfer_id=transfer_id,
                amount_vnd=asked["amount_vnd"],
                reason=asked["reason"],
                actor=user,
                now=now,
                key=asked["key"],
            )
        except Refused as refusal:
            form.blame(refusal)
        else:
            messages.success(request, _("Đã gửi đề nghị hoàn trả; chờ người thứ hai duyệt."))
            return redirect("console:refund_new", transfer_id=transfer_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "console/refund_new.html", {"found": found, "form": form}, status=status)


@needs(P.REFUND_APPROVE)
@shown
@require_safe
def refunds(request: HttpRequest) -> HttpResponse:
    """The refunds that this person may grant or reject."""
    rows = [(row, DecisionForm(initial={"key": new_key()})) for row in _to_decide(request)]
    return render(request, "console/refunds.html", {"rows": rows})


@needs(P.REFUND_APPROVE)
@shown
@require_POST
def refund_decide(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Grants or rejects one; a granted one goes to the gateway at once."""
    user, now = administrator(request), clock.now()
    form, is_granted = DecisionForm(request.POST), request.POST.get("what") == "grant"
    if form.is_valid():
        try:
            payments.decide_refund(
                refund_id=refund_id,
                is_granted=is_granted,
                note=form.cleaned_data["note"],
                actor=user,
                now=now,
                key=form.cleaned_data["key"],
            )
        except payments.NotFound:
            raise
        except Refused as refusal:
            form.blame(refusal)
        else:
            _tell(request, refund_id, is_granted=is_granted)
            return redirect("console:refunds")
    fresh = {"key": new_key()}
    rows = [(row, form if row.pk == refund_id else DecisionForm(initial=fresh)) for row in _to_decide(request)]
    return render(request, "console/refunds.html", {"rows": rows, "refused": form}, status=422)


def _to_decide(request: HttpRequest) -> list[payments.Refund]:
    return payments.refunds_to_decide(administrator(request), now=clock.now())


def _tell(request: HttpRequest, refund_id: int, *, is_granted: bool) -> None:
    if not is_granted:
        messages.success(request, _("Đã ghi nhận không duyệt hoàn trả."))
    elif payments.send_refund(refund_id=refund_id, now=clock.now()):
        messages.success(request, _("Đã duyệt và cổng thanh toán đã hoàn trả."))
    else:
        messages.warning(request, _("Đã duyệt. Cổng thanh toán chưa trả lời; hệ thống sẽ gửi lại."))


@needs(P.PAYMENTS_MANAGE)
@shown
@require_http_methods(["GET", "HEAD", "POST"])
def reconciliations(request: HttpRequest) -> HttpResponse:
    """The days that were held against statements; a POST takes a day now."""
    user, now = administrator(request), clock.now()
    payments.desk(user, now=now)
    initial = {"key": new_key(), "day": _yesterday()}
    form = DayForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        source = next(iter(payments.gateways()), None)
        try:
            id_ = payments.reconcile(
                gateway_name=source.name if source else "",
                day=form.cleaned_data["day"],
                actor=user,
                now=now,
                key=form.cleaned_data["key"],
            )
        except Refused as refusal:
            form.blame(refusal)
        except payments.GatewayProblem:
            form.add_error(None, _("Cổng thanh toán chưa trả lời. Hãy thử lại sau ít phút."))
        else:
            return redirect("console:reconciliation", reconciliation_id=id_)
    context = {"rows": payments.days(limit=DAYS), "form": form}
    return render(request, "console/reconciliations.html", context, status=422 if request.method == "POST" else 200)


def _yesterday() -> date:
    return clock.today() - timedelta(days=1)


@needs(P.PAYMENTS_MANAGE)
@shown
@require_safe
def reconciliation(request: HttpRequest, reconciliation_id: int) -> HttpResponse:
    """One day: differences first."""
    payments.desk(administrator(request), now=clock.now())
    found = payments.day(reconciliation_id)
    return render(request, "console/reconciliation.html", {"found": found})


@needs(P.PAYMENTS_MANAGE)
@shown
@require_POST
def repair(request: HttpRequest, line_id: int) -> HttpResponse:
    """Asks the gateway about a difference. Asking twice changes nothing, so no key is needed."""
    user, now = administrator(request), clock.now()
    try:
        agrees = payments.repair(line_id=line_id, actor=user, now=now)
    except payments.GatewayProblem:
        messages.warning(request, _("Cổng thanh toán chưa trả lời. Hãy thử lại sau ít phút."))
    else:
        if agrees:
            messages.success(request, _("Hai bên đã khớp."))
        else:
            messages.warning(request, _("Đã hỏi cổng nhưng hai bên vẫn khác; cần làm việc với cổng thanh toán."))
    line = payments.ReconciliationLine.objects.get(pk=line_id)
    return redirect("console:reconciliation", reconciliation_id=line.reconciliation_id)
