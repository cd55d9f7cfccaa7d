"""Connected systems: registered, their secret shown once, renewed or ended; how often they ask."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haidang.console.connection_forms import SCOPE_LABELS, ConnectionForm, RevokeForm
from haidang.console.guards import P, administrator, managed, needs
from haidang.identity import api as identity
from haidang.identity.api import ApiScope
from haidang.platform import clock
from haidang.ui.sending import attempt, sent_by


@needs(P.API_MANAGE)
@require_safe
def connections(request: HttpRequest) -> HttpResponse:
    """The systems that may read the data of this administrator's agencies."""
    found = identity.clients_for(administrator(request), now=clock.now())
    return render(request, "console/connections.html", {"clients": found})


@needs(P.API_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Registers a system; its page then shows the secret."""
    ids = managed(request, P.API_MANAGE)
    agencies = [view for view in identity.agencies(clock.today()) if view.id in ids]
    form = ConnectionForm(request.POST or None, agencies=agencies)
    issued: list[identity.Issued] = []
    if form.is_valid() and attempt(
        form, lambda: issued.append(identity.register_client(wish=form.wish, **_sent(request)))
    ):
        return _with_secret(request, issued[0])
    return render(request, "console/connection_new.html", {"form": form}, status=422 if form.is_bound else 200)


@needs(P.API_MANAGE)
@require_safe
def connection(request: HttpRequest, code: str) -> HttpResponse:
    """One system, without its secret."""
    return _show(request, _client(request, code))


@needs(P.API_MANAGE)
@require_POST
def renew(request: HttpRequest, code: str) -> HttpResponse:
    """Another secret; the former one no longer serves."""
    _client(request, code)
    return _with_secret(request, identity.renew_secret(code=code, **_sent(request)))


@needs(P.API_MANAGE)
@require_POST
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Ends the connection."""
    client, form = _client(request, code), RevokeForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: identity.revoke_client(code=code, reason=form.cleaned_data["reason"], **_sent(request))
    ):
        return redirect("console:connection", code=code)
    return _show(request, client, form=form, status=422)


def _client(request: HttpRequest, code: str) -> identity.ApiClient:
    try:
        return identity.client_for(administrator(request), code, now=clock.now())
    except identity.ClientNotFound as refusal:
        raise Http404(str(refusal)) from refusal


def _sent(request: HttpRequest) -> dict[str, Any]:
    sent = sent_by(request)
    sent.pop("expected_version")
    return sent


def _with_secret(request: HttpRequest, issued: identity.Issued) -> HttpResponse:
    # Not a redirect: the secret stands in no address and in no session.
    return _show(request, issued.client, secret=issued.secret)


def _show(
    request: HttpRequest,
    client: identity.ApiClient,
    *,
    secret: str = "",
    form: RevokeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = clock.now()
    row = client.account.assignments.select_related("agency").first()
    context = {
        "client": client,
        "secret": secret,
        "agency": identity.agency_name(row.agency_id, on=clock.today()) if row else "",
        "is_whole": row is not None and row.with_descendants,
        "scopes": [SCOPE_LABELS[ApiScope(each)] for each in client.scopes],
        "use": identity.use_of(client, since=now - timedelta(days=1)),
        "form": form or RevokeForm(),
    }
    return render(request, "console/connection.html", context, status=status)
