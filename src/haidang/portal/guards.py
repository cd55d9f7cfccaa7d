"""Who may come in where: pages for citizens and businesses, and the account that stands behind a request."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.ui import refusals

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def account(request: HttpRequest) -> identity.User:
    """The account of a request behind a guard."""
    return cast("identity.User", request.user)


def signed_in(view: View[P]) -> View[P]:
    """Decorator: only with an account; refusals become pages."""
    return login_required(refusals.shown(view))


def citizens_only(view: View[P]) -> View[P]:
    """Decorator: only for citizens and businesses; officers work at their desk."""

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if account(request).is_officer:
            raise PermissionDenied(
                _("Trang này dành cho công dân và doanh nghiệp. Cán bộ làm việc tại trang Một cửa điện tử.")
            )
        return view(request, *args, **kwargs)

    return signed_in(inner)
