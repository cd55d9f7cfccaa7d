"""Signing in, out and up."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.platform import clock
from haidang.portal.forms import SignInForm, SignUpForm
from haidang.portal.guards import account, signed_in


class SignIn(views.LoginView):
    """Sign-in by password; goes on to where one wanted to go, within this site only."""

    template_name = "portal/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(views.LogoutView):
    """Ends the session, by POST only; a link or a typed address gets the button to press."""

    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The button."""
        return render(request, "portal/sign_out.html")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Signs out; the browser forgets what pages kept on the device, which others may use too."""
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"storage"'
        return response


def sign_up(request: HttpRequest) -> HttpResponse:
    """A new account for a citizen or a business, signed in at once."""
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {key: value for key, value in form.cleaned_data.items() if key != "password_again"}
        try:
            user = identity.create_account(**data, now=clock.now())
        except identity.AccountRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            login(request, user)
            messages.success(request, _("Đã tạo tài khoản. Bạn có thể nộp hồ sơ trực tuyến ngay."))
            return redirect(_next(request))
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "portal/sign_up.html", context)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse("portal:my_dossiers")


@signed_in
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """To where this person works: administrators to the console, officers to their queue or to their indicators."""
    user, on = account(request), clock.today()
    if identity.has_anywhere(user, identity.Permission.ACCOUNTS_MANAGE, on=on):
        return redirect("console:home")
    needs = identity.Permission
    if identity.has_anywhere(user, needs.IOC_VIEW, on=on) and not identity.has_anywhere(
        user, needs.DOSSIER_VIEW, on=on
    ):
        return redirect("operations:home")
    return redirect("desk:queue" if user.is_officer else "portal:my_dossiers")
