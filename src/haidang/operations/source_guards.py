"""Who may open the pages of sources."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from haidang.identity.api import User
from haidang.ioc import api as ioc
from haidang.platform import clock
from haidang.ui.refusals import shown

Page = Callable[..., HttpResponseBase]


def page(view: Page) -> Page:
    """Lets those in who may see sources; asks others to sign in, or refuses them. No cache keeps the page."""
    return _guarded(view, ioc.may_view_sources)


def declaring(view: Page) -> Page:
    """The same for those who may declare sources."""
    return _guarded(view, ioc.may_declare_sources)


def _guarded(view: Page, may: Callable[..., bool]) -> Page:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may(request.user, on=clock.today()):
            raise PermissionDenied(_("Bạn không có quyền với nguồn dữ liệu của các ngành."))
        response = shown(view)(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded


def reader(request: HttpRequest) -> User:
    """The person behind a request that has passed a guard."""
    return cast(User, request.user)
