"""A leader's browser says whether it wants to be told while the app is closed."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from haidang.leaders.guards import page, reader
from haidang.notifications import api as notifications
from haidang.platform import clock


@page
@require_POST
def push(request: HttpRequest) -> JsonResponse:
    """Remembers the browser with this `endpoint` and its keys; with `tat` forgets it. For the script of the notices.

    Answers `{"is_on"}`, or `{"problem"}` in words with status 422.
    """
    user, endpoint = reader(request), request.POST.get("endpoint", "")
    if "tat" in request.POST:
        notifications.forget(endpoint=endpoint, user=user)
        return JsonResponse({"is_on": False})
    try:
        notifications.subscribe(
            endpoint=endpoint,
            p256dh=request.POST.get("p256dh", ""),
            auth=request.POST.get("auth", ""),
            user=user,
            now=clock.now(),
        )
    except notifications.SubscriptionRefused as refusal:
        return JsonResponse({"problem": str(refusal)}, status=422)
    return JsonResponse({"is_on": True})
