"""Who may open the leaders' app, and what its figures may tell him of."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from haidang.dossiers.api import boards
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.ui.refusals import shown

Page = Callable[..., HttpResponseBase]


def page(view: Page) -> Page:
    """Lets those in who may see figures somewhere; asks others to sign in, or refuses them. No cache keeps the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_enter(request.user):
            raise PermissionDenied(_("Trang này dành cho lãnh đạo, quản lý."))
        response = shown(view)(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded


def may_enter(user: identity.User) -> bool:
    """Whether `user` may see figures of any agency."""
    return identity.has_anywhere(user, identity.Permission.REPORT_VIEW, on=clock.today())


def reader(request: HttpRequest) -> identity.User:
    """The person behind a request that has passed `page`."""
    return cast(identity.User, request.user)


def reach(request: HttpRequest) -> boards.Reach:
    """What the pages may tell the reader of: the agencies that he may see figures of, and nothing besides."""
    return boards.reach_of(reader(request), on=clock.today())
