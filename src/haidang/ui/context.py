"""What every page knows: the province, the time of a demonstration, and who is signed in."""

from datetime import datetime
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.notifications import api as notifications
from haidang.platform import clock


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `province` (name), `demo_now` (the simulated time, None in a real installation), `holds`.

    And `unread_letters`: how many letters the reader has not read; counted only when it is asked for.
    """
    return {
        "province": SimpleLazyObject(_province),
        "demo_now": _demo_now(),
        "holds": Holds(request),
        "unread_letters": cache(lambda: _unread_letters(request)),
    }


class Holds:
    """Which rights the reader holds anywhere, for menus: `{% if holds.REFORM_VIEW %}`; found out once, if at all."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __getitem__(self, name: str) -> bool:
        """Whether the reader holds the permission of that name; raises KeyError for a name that is none."""
        return identity.Permission[name] in self._held

    @cached_property
    def _held(self) -> frozenset[identity.Permission]:
        # A request that failed before anybody was recognised has no user.
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return frozenset()
        return identity.permissions_anywhere(user, on=clock.today())


def _province() -> str:
    return identity.province_name(on=clock.today()) or _("Tỉnh chưa được thiết lập")


def _unread_letters(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    return notifications.unread(user) if isinstance(user, identity.User) else 0


def _demo_now() -> datetime | None:
    return clock.now() if clock.offset() else None
