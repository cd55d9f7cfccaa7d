"""What every page knows: the province, the time of a demonstration, and who is signed in."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.platform import clock


def page(_request: HttpRequest) -> dict[str, Any]:
    """Context processor: `province` (name), `demo_now` (the simulated time, None in a real installation)."""
    return {"province": SimpleLazyObject(_province), "demo_now": _demo_now()}


def _province() -> str:
    found = identity.agencies(clock.today(), level=identity.Level.PROVINCE)
    return found[0].name if found else _("Tỉnh chưa được thiết lập")


def _demo_now() -> datetime | None:
    return clock.now() if clock.offset() else None
