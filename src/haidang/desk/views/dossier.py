"""The page of one dossier, and the acts on it: everything in one place, refusals shown where they were caused."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from haidang.desk.action_table import ACTIONS, CHECK, PANELS
from haidang.desk.actions import Action, Panel
from haidang.desk.guards import officer, officer_page
from haidang.desk.office_actions import NOTE, step_cards
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.steering import api as steering

_STATUS = {"not-allowed": 403, "wrong-state": 409, "conflict": 409, "key-reused": 409}


@officer_page
@require_safe
def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier with all that this officer can do to it now."""
    view = dossiers.view(officer(request), code, now=clock.now())
    return render(request, "desk/dossier.html", _context(view, officer(request), now=clock.now()))


@officer_page
def act(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Does one action; what is refused comes back with its reason and everything that was entered."""
    if request.method != "POST":
        return redirect("desk:dossier", code=code)
    user, now, action = officer(request), clock.now(), ACTIONS[slug]
    view = dossiers.view(user, code, now=now)
    panel = action.filled(view, user, request)
    if panel.problems or not panel.form.is_valid():
        return _refused(request, view, panel, status=422)
    try:
        action.perform(panel, code=code, actor=user, now=now)
    except dossiers.DossierNotFound:
        raise
    except Refused as refusal:
        _blame(panel, refusal)
        fresh = dossiers.view(user, code, now=now)
        panel.form.keep_shown(version=fresh.dossier.version, renew_key=refusal.code == "key-reused")
        return _refused(request, fresh, panel, status=_STATUS.get(refusal.code, 422))
    messages.success(request, str(action.done))
    address = reverse("desk:dossier", kwargs={"code": code})
    return redirect(f"{address}#{panel.anchor}" if action is CHECK else address)


def _blame(panel: Panel, refusal: Refused) -> None:
    """Puts a refusal at the field at fault, or at the head of the form."""
    if refusal.field in panel.form.fields and not panel.form.fields[refusal.field].widget.is_hidden:
        panel.form.add_error(refusal.field, str(refusal))
    else:
        panel.problem = str(refusal)


def _refused(request: HttpRequest, view: dossiers.View, panel: Panel, *, status: int) -> HttpResponse:
    context = _context(view, officer(request), now=clock.now(), active=panel)
    return render(request, "desk/dossier.html", context, status=status)


def _context(view: dossiers.View, user: identity.User, *, now: datetime, active: Panel | None = None) -> dict[str, Any]:
    """What the page needs; `active` is the action that was just refused and stands in its place as it was sent."""
    panels = [_panel(action, view, user, active) for action in PANELS if action.commands & view.allowed]
    if panels and active is None:
        panels[0].is_open = panels[0].action.is_onward
    return {
        "view": view,
        "now": now,
        "panels": panels,
        "active": active,
        "is_gone": active is not None and not active.action.commands & view.allowed,
        "documents": [(item, _check_panel(item, view, user, active)) for item in view.documents],
        "step_cards": step_cards(view, user, active),
        "note": _panel(NOTE, view, user, active) if NOTE.commands & view.allowed else None,
        "notes": [line for line in view.timeline if line.command is dossiers.Command.NOTE],
        "given": steering.about_subject(user, "dossier", view.dossier.code, now=now),
        "forecast": _forecast(view.dossier),
        "clock": list(view.dossier.clock.select_related("started_by")),
    }


def _forecast(dossier: dossiers.Dossier) -> tuple[str, list[str]] | None:
    """How probable it is that the dossier will be late, and why; None where nothing is forecast or it is late."""
    found = steering.forecast_of(dossier)
    if found is None or found.left < 0:
        return None
    return steering.percent_words(found.chance), steering.forecast_why(found)


def _panel(action: Action, view: dossiers.View, user: identity.User, active: Panel | None) -> Panel:
    return active if active is not None and active.action is action else action.panel(view, user)


def _check_panel(
    document: dossiers.Document, view: dossiers.View, user: identity.User, active: Panel | None
) -> Panel | None:
    if not CHECK.commands & view.allowed:
        return None
    if active is not None and active.anchor == f"giay-to-{document.pk}":
        return active
    panel = CHECK.panel(view, user)
    panel.form.initial.update(document=document.pk, reason=document.verdict_reason)
    panel.form.auto_id = f"{CHECK.slug}-{document.pk}-%s"
    panel.is_open = document.verdict == dossiers.Document.Verdict.UNCHECKED
    return panel
