"""Where message gateways report what became of a message."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from haidang.notifications import api as notifications
from haidang.platform import clock


@csrf_exempt
@require_POST
def message_receipt(request: HttpRequest, provider: str) -> HttpResponse:
    """A signed report {"event", "key", "state": delivered|failed, "problem"}; 204 also for one that came before."""
    try:
        notifications.receive(
            provider=provider,
            body=request.body,
            moment=request.headers.get("X-Haidang-Timestamp", ""),
            signature=request.headers.get("X-Haidang-Signature", ""),
            now=clock.now(),
            machine_now=clock.machine_now(),
        )
    except notifications.ReceiptRefused as refusal:
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=403)
    return HttpResponse(status=204)
