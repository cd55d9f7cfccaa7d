"""Web push: the push service of a browser brings it an encrypted message (RFC 8030)."""

import http.client
import json
import ssl
from urllib.parse import urlsplit

from haidang.notifications.channels import Accepted, NotSent, Parcel, Rejected, Uncertain
from haidang.notifications.encryption import encrypt, from_url64
from haidang.notifications.vapid import authorization
from haidang.platform import clock

TIMEOUT_SECONDS = 5
_GONE = frozenset({404, 410})
_SERVICE_KEEPS_SECONDS = 12 * 3600


class WebPush:
    """Whatever push service the browser uses. Sent twice, a message is shown once, by its tag."""

    name = "push"

    def send(self, parcel: Parcel) -> Accepted:
        """Hands the message over; a browser that is gone is rejected for good."""
        content = {"title": parcel.subject, "body": parcel.body, "tag": parcel.tag}
        plain = json.dumps(content, ensure_ascii=False).encode()
        body = encrypt(plain, p256dh=from_url64(parcel.p256dh), auth=from_url64(parcel.auth))
        status = _post(parcel.address, body)
        if 200 <= status < 300:
            return Accepted()
        if status in _GONE:
            raise Rejected(f"HTTP {status}", is_gone=True)
        raise NotSent(f"HTTP {status}")


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
        connection.connect()
    except OSError as error:
        raise NotSent(type(error).__name__) from None
    try:
        connection.request("POST", parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise Uncertain(type(error).__name__) from None
    finally:
        connection.close()
