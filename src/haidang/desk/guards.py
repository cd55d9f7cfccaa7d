"""Who may open the pages of the desk."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform import clock

Page = Callable[..., HttpResponseBase]


def officer_page(view: Page) -> Page:
    """Lets officers who may see dossiers somewhere in; asks others to sign in, or refuses them.

    A dossier that is not there, or not for this officer, is a 404. Nothing of the desk is kept by a cache.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not identity.has_anywhere(request.user, identity.Permission.DOSSIER_VIEW, on=clock.today()):
            raise PermissionDenied(
                _("Trang này dành cho cán bộ xử lý hồ sơ. Tài khoản của bạn chưa được giao vai trò nào như vậy.")
            )
        try:
            response = view(request, *args, **kwargs)
        except dossiers.DossierNotFound as refusal:
            raise Http404(str(refusal)) from refusal
        response["Cache-Control"] = "private, no-store"
        return response

    return guarded


def officer(request: HttpRequest) -> identity.User:
    """The officer behind a request that has passed `officer_page`."""
    return cast(identity.User, request.user)
