"""Paying a fee online: the page with the code, asking the gateway at once, and where gateways call."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from haidang.dossiers import api as dossiers
from haidang.payments import api as payments
from haidang.platform import clock
from haidang.portal.guards import account, signed_in

LARGEST_CALL = 256 * 1024
"""A call of a gateway is well below a kilobyte; of a longer one only so much is read."""


@signed_in
@require_safe
def pay(request: HttpRequest, code: str) -> HttpResponse:
    """The code to scan and what to type without it; renews itself until the money is there."""
    now = clock.now()
    found = dossiers.online_payment(account(request), code, now=now)
    if found is None:
        return redirect("portal:dossier", code=code)
    back = request.build_absolute_uri(reverse("portal:pay", args=[code]))
    context = {
        "found": found,
        "payment": found.payment,
        "pay_url": payments.pay_url(found.payment.reference, back=back, now=now),
    }
    return render(request, "portal/pay.html", context)


@signed_in
@require_POST
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Asks the gateway now, for one who has paid and does not want to wait. Entering twice changes nothing."""
    now = clock.now()
    found = dossiers.online_payment(account(request), code, now=now)
    if found is None:
        return redirect("portal:dossier", code=code)
    try:
        taken = payments.ask(found.payment.reference, now=now)
    except payments.GatewayProblem:
        messages.warning(request, _("Cổng thanh toán chưa trả lời. Hệ thống sẽ tự hỏi lại; tiền của bạn không mất."))
    else:
        if not taken:
            messages.info(request, _("Cổng thanh toán chưa nhận được tiền cho khoản này."))
    return redirect("portal:pay", code=code)


@csrf_exempt
@require_POST
def notice(request: HttpRequest, gateway: str) -> HttpResponse:
    """A gateway's call: kept whatever it is worth. 200: heard, also where nothing was new; 403: not believed."""
    body = request.read(LARGEST_CALL)
    signature = request.headers.get(payments.SIGNATURE_HEADER, "")[:200]
    try:
        verdict = payments.receive(gateway_name=gateway[:20], body=body, signature=signature, now=clock.now())
    except payments.NotFound:
        return JsonResponse({"MaLoi": "04"}, status=404)
    if verdict in (payments.Notice.Verdict.FORGED, payments.Notice.Verdict.STALE):
        return JsonResponse({"MaLoi": "03"}, status=403)
    if verdict is payments.Notice.Verdict.MALFORMED:
        return JsonResponse({"MaLoi": "01"}, status=400)
    return JsonResponse({"MaLoi": "00"})
