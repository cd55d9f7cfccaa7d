"""Who may open the pages of the scores."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.platform import clock
from haidang.reform import api as reform
from haidang.ui.refusals import shown

Page = Callable[..., HttpResponseBase]


def page(view: Page) -> Page:
    """Lets those in who may see the figures; asks others to sign in, or refuses them. No cache keeps the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not reform.may_view(request.user, on=clock.today()):
            raise PermissionDenied(_("Trang này dành cho lãnh đạo, quản lý và quản trị viên."))
        response = shown(view)(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded


def reader(request: HttpRequest) -> identity.User:
    """The person behind a request that has passed `page`."""
    return cast(identity.User, request.user)
