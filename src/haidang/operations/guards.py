"""Who may open the operations centre's pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from haidang.identity import api as identity
from haidang.ioc import api as ioc
from haidang.ioc.api import indicators
from haidang.platform import clock
from haidang.ui.refusals import shown

Page = Callable[..., HttpResponseBase]


def page(view: Page) -> Page:
    """Lets those in who may see figures somewhere; asks others to sign in, or refuses them. No cache keeps the page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            indicators.reach_of(request.user, on=clock.today())
        except ioc.NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        response = shown(view)(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded


def reader(request: HttpRequest) -> identity.User:
    """The person behind a request that has passed `page`."""
    return cast(identity.User, request.user)
