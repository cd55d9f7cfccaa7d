"""Who may open the pages of the administration."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.notifications import api as notifications
from haidang.platform import clock

Page = Callable[..., HttpResponseBase]
P = identity.Permission
ADMINISTRATIVE = (
    P.ACCOUNTS_MANAGE,
    P.CALENDARS_MANAGE,
    P.FEES_MANAGE,
    P.PAYMENTS_MANAGE,
    P.PROCESSES_MANAGE,
    P.REORGANISATION_MANAGE,
    P.MESSAGES_MANAGE,
    P.EXCHANGE_MANAGE,
    P.AUDIT_VIEW,
)


def needs(*permissions: identity.Permission) -> Callable[[Page], Page]:
    """Lets those in who hold one of `permissions` anywhere; asks others to sign in, or refuses them."""

    def decorate(view: Page) -> Page:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not any(identity.has_anywhere(request.user, one, on=clock.today()) for one in permissions):
                raise PermissionDenied(_("Trang này dành cho quản trị viên của hệ thống."))
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = "private, no-store"
            return response

        return guarded

    return decorate


def message_operators(view: Page) -> Page:
    """Decorator: only for whoever looks after the messages of the whole province."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not notifications.may_manage(administrator(request), on=clock.today()):
            raise PermissionDenied(_("Trang này dành cho quản trị viên của toàn tỉnh."))
        return view(request, *args, **kwargs)

    return needs(P.MESSAGES_MANAGE)(guarded)


def administrator(request: HttpRequest) -> identity.User:
    """The administrator behind a request that has passed `needs`."""
    return cast(identity.User, request.user)


def acting(request: HttpRequest) -> dict[str, Any]:
    """Who acts, when, under which key: what every verb takes of a form of the administration."""
    return {"actor": administrator(request), "now": clock.now(), "key": request.POST.get("key", "")}


def managed(request: HttpRequest, permission: identity.Permission) -> frozenset[int]:
    """Ids of the agencies where he holds `permission`, for all procedures."""
    scopes = identity.scopes(administrator(request), permission, on=clock.today())
    return frozenset(each for scope in scopes if scope.is_whole for each in scope.agency_ids)
