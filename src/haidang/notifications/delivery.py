"""Delivers waiting messages to the push services, which bring them to the browsers (RFC 8030)."""

import http.client
import json
import ssl
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from haidang.notifications.encryption import encrypt, from_url64
from haidang.notifications.models import PushMessage, PushSubscription
from haidang.notifications.vapid import authorization
from haidang.platform import clock

AT_ONCE = 200
"""Messages in one go, so that a job ends within its lease even if every service is slow."""
TIMEOUT_SECONDS = 5
KEPT = timedelta(days=7)
_GONE = frozenset({404, 410})
_LONGEST_REST = timedelta(hours=2)
_SERVICE_KEEPS_SECONDS = 12 * 3600


def deliver(now: datetime) -> int:
    """Sends what is due, one after the other; returns how many arrived.

    A browser that is gone is forgotten; whatever else fails is tried again, later each time, until it expires. A crash
    between sending and marking sends twice: the browser shows one, by its tag.
    """
    PushMessage.objects.filter(delivered_at__lt=now - KEPT).delete()
    _give_up(now)
    due = PushMessage.objects.filter(next_try_at__lte=now).order_by("next_try_at", "pk")
    arrived = 0
    for message in due.select_related("subscription")[:AT_ONCE]:
        problem, is_gone = _send(message)
        if is_gone:
            PushSubscription.objects.filter(pk=message.subscription_id).delete()
        elif problem:
            _put_off(message, problem, now)
        else:
            arrived += 1
            PushMessage.objects.filter(pk=message.pk).update(next_try_at=None, delivered_at=now, problem="")
    return arrived


def _give_up(now: datetime) -> None:
    PushMessage.objects.filter(next_try_at__isnull=False, expires_at__lte=now).update(
        next_try_at=None, problem="expired"
    )


def _put_off(message: PushMessage, problem: str, now: datetime) -> None:
    rest = min(timedelta(minutes=2**message.attempts), _LONGEST_REST)
    rows = PushMessage.objects.filter(pk=message.pk)
    rows.update(attempts=message.attempts + 1, next_try_at=now + rest, problem=problem)


def _send(message: PushMessage) -> tuple[str, bool]:
    """Why it did not arrive ("" if it did), and whether the browser is gone for good."""
    to = message.subscription
    content = {"title": message.title, "body": message.body, "tag": message.dedupe}
    body = encrypt(
        json.dumps(content, ensure_ascii=False).encode(), p256dh=from_url64(to.p256dh), auth=from_url64(to.auth)
    )
    try:
        status = _post(to.endpoint, body)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, False
    if status in _GONE:
        return f"HTTP {status}", True
    return ("" if 200 <= status < 300 else f"HTTP {status}"), False


def _post(endpoint: str, body: bytes) -> int:
    """The status that a push service answers; redirects are not followed."""
    parts = urlsplit(endpoint)
    host, port = parts.hostname or "", parts.port
    connection = (
        http.client.HTTPSConnection(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    )
    headers = {
        "Authorization": authorization(endpoint, at=clock.machine_now()),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(_SERVICE_KEEPS_SECONDS),
        "Urgency": "normal",
    }
    try:
        connection.request("POST", parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
