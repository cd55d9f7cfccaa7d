"""Who may open the leaders' app, and what its figures may tell him of."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import boards
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.ui.refusals import shown

Page = Callable[..., HttpResponseBase]
_REACH = "leaders_reach"


def page(view: Page) -> Page:
    """Lets those in who may see figures somewhere; asks others to sign in, or refuses them. No cache keeps the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            held = boards.reach_of(request.user, on=clock.today())
        except dossiers.NotAllowed as refusal:
            raise PermissionDenied(_("Trang này dành cho lãnh đạo, quản lý.")) from refusal
        setattr(request, _REACH, held)
        response = shown(view)(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Reader"] = _mark(request.user)
        return response

    return guarded


def _mark(user: identity.User) -> str:
    """Tells readers apart for whatever keeps pages on a device, without saying who they are."""
    return salted_hmac("leaders.reader", str(user.pk)).hexdigest()[:16]


def reader(request: HttpRequest) -> identity.User:
    """The person behind a request that has passed `page`."""
    return cast(identity.User, request.user)


def reach(request: HttpRequest) -> boards.Reach:
    """What the pages may tell the reader of: the agencies that he may see figures of, and nothing besides."""
    return cast(boards.Reach, getattr(request, _REACH))
