"""Where sources send their signed messages; programs read the answers."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from haidang.ioc import api as ioc
from haidang.platform import clock
from haidang.platform.errors import Refused

_STATUS = {"not-allowed": 403, "conflict": 409}


@csrf_exempt
@require_POST
def receive(request: HttpRequest, code: str) -> JsonResponse:
    """Keeps a message; 202 for a new one, 200 for one that had come before."""
    headers = request.headers
    message = ioc.Message(
        at=headers.get("X-Haidang-Timestamp", ""),
        number=headers.get("X-Haidang-Delivery", ""),
        signature=headers.get("X-Haidang-Signature", ""),
        body=request.body,
    )
    try:
        receipt = ioc.receive(code=code, message=message, now=clock.now(), machine_now=clock.machine_now())
    except Refused as refusal:
        answer = {"code": refusal.code, "message": str(refusal)}
        return JsonResponse(answer, status=_STATUS.get(refusal.code, 400))
    found = {"delivery": receipt.delivery_id, "sha256": receipt.sha256, "repeated": receipt.is_repeated}
    return JsonResponse(found, status=200 if receipt.is_repeated else 202)
