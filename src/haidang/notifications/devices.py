"""The browsers that somebody wants to be told on."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.notifications.encryption import from_url64, read_point
from haidang.notifications.models import PushSubscription
from haidang.platform.errors import Refused
from haidang.platform.secrets import blind_index

MOST = 10
"""Browsers of one person; the oldest makes room."""
_LONGEST = 1_000
_AUTH_BYTES = 16
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


class SubscriptionRefused(Refused):
    """A subscription that is none, or one at a push service that this installation does not speak to."""

    code = "subscription-refused"


def subscribe(*, endpoint: str, p256dh: str, auth: str, user: User, now: datetime) -> None:
    """Remembers a browser of `user`; the browser of somebody else before him is his from now on.

    Doing it again changes nothing, which is why it takes no key. Raises SubscriptionRefused.
    """
    _check(endpoint, p256dh, auth)
    index = blind_index(endpoint, purpose="notifications.endpoint")
    values = {"user": user, "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "made_at": now}
    earlier = PushSubscription.objects.filter(endpoint_index=index).exclude(user=user)
    # What waited for the person before must not be read by the next.
    earlier.delete()
    PushSubscription.objects.update_or_create(endpoint_index=index, defaults=values)
    kept = PushSubscription.objects.filter(user=user).order_by("-made_at", "-pk").values_list("pk", flat=True)[:MOST]
    PushSubscription.objects.filter(user=user).exclude(pk__in=list(kept)).delete()


def forget(*, endpoint: str, user: User) -> int:
    """Forgets a browser of `user`, with what waits for it; returns how many were forgotten, 0 or 1."""
    index = blind_index(endpoint, purpose="notifications.endpoint")
    rows = PushSubscription.objects.filter(user=user, endpoint_index=index)
    found = rows.count()
    rows.delete()
    return found


def device_count(user: User) -> int:
    """On how many browsers `user` is told."""
    return PushSubscription.objects.filter(user=user).count()


def _check(endpoint: str, p256dh: str, auth: str) -> None:
    if len(endpoint) > _LONGEST or not _is_known(endpoint):
        raise SubscriptionRefused(_("Trình duyệt này dùng một dịch vụ thông báo mà hệ thống chưa cho phép."))
    try:
        read_point(from_url64(p256dh))
        is_sound = len(from_url64(auth)) == _AUTH_BYTES
    except ValueError:
        is_sound = False
    if not is_sound:
        raise SubscriptionRefused(_("Khóa mà trình duyệt gửi không đúng dạng. Hãy tải lại trang rồi bật lại."))


def _is_known(endpoint: str) -> bool:
    """Whether the address is one of a push service: anything else would have this server call whom a person names."""
    try:
        parts = urlsplit(endpoint)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    known = any(host == each or host.endswith(f".{each}") for each in settings.PUSH_HOSTS)
    return known and not parts.username and (parts.scheme == "https" or host in _LOOPBACK)
