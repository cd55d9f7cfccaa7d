"""Reorganisations: the plans and where each stands, what one does, applying and reverting it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.console import plans as shelf
from haidang.console.guards import P, administrator, needs
from haidang.console.labels import STATUSES
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform import clock

SIGHT_SHOWN = 50


@needs(P.REORGANISATION_MANAGE)
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan by date."""
    _check_province(request)
    rows = [(each, STATUSES[each.shown_status]) for each in shelf.standings(on=clock.today())]
    return render(request, "console/plans.html", {"rows": rows})


@needs(P.REORGANISATION_MANAGE)
@require_safe
def plan(request: HttpRequest, plan_code: str) -> HttpResponse:
    """What a plan does to the work that is open now; for one that does not fit, everything that is wrong with it."""
    _check_province(request)
    standing = _standing(plan_code)
    context: dict[str, object] = {"standing": standing, "status": STATUSES[standing.shown_status]}
    try:
        effects = shelf.effects_of(standing, now=clock.now())
    except identity.PlanRefused as refusal:
        earlier = [each for each in shelf.standings(on=clock.today()) if each.can_be_applied and each.on < standing.on]
        return render(request, "console/plan.html", context | {"problems": refusal.problems, "earlier": earlier})
    context |= {
        "effects": effects,
        "busy": [(row, dossiers.state_words(row.by_state)) for row in effects.handovers if row.is_busy],
        "idle": [row for row in effects.handovers if not row.is_busy],
        "sight": effects.sight[:SIGHT_SHOWN],
        "gaining": sum(row.gained > 0 for row in effects.sight),
        "losing": sum(row.lost > 0 for row in effects.sight),
    }
    return render(request, "console/plan.html", context)


@needs(P.REORGANISATION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_apply(request: HttpRequest, plan_code: str) -> HttpResponse:
    """Asks, then applies a plan of the profile. Applying twice changes nothing, so no key is needed."""
    standing = _standing(plan_code)
    if standing.plan is None:
        raise Http404(_("Kế hoạch này không còn trong hồ sơ tỉnh."))
    found = standing.plan
    return _confirmed(
        request, standing, act="apply", do=lambda: shelf.apply(found, actor=administrator(request), now=clock.now())
    )


@needs(P.REORGANISATION_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_revert(request: HttpRequest, plan_code: str) -> HttpResponse:
    """Asks, then takes back a plan whose day has not come."""
    standing = _standing(plan_code)
    return _confirmed(
        request,
        standing,
        act="revert",
        do=lambda: identity.revert_plan(plan_code, actor=administrator(request), now=clock.now()),
    )


def _confirmed(
    request: HttpRequest, standing: shelf.Standing, *, act: str, do: Callable[[], identity.Outcome]
) -> HttpResponse:
    _check_province(request)
    context: dict[str, object] = {"standing": standing, "act": act, "status": STATUSES[standing.shown_status]}
    if request.method != "POST":
        return render(request, "console/plan_confirm.html", context)
    try:
        outcome = do()
    except identity.PlanRefused as refusal:
        problems = [("", str(problem)) for problem in refusal.problems]
        return render(request, "console/plan_confirm.html", context | {"problems": problems}, status=422)
    done = _("Đã áp dụng kế hoạch.") if act == "apply" else _("Đã thu hồi kế hoạch.")
    messages.success(request, done if outcome.changed else _("Không có gì thay đổi."))
    return redirect("console:plan", plan_code=standing.code)


def _check_province(request: HttpRequest) -> None:
    try:
        identity.may_reorganise(administrator(request), now=clock.now())
    except identity.PlanRefused as refusal:
        raise PermissionDenied(refusal.problems[0].message) from refusal


def _standing(code: str) -> shelf.Standing:
    found = shelf.standing(code, on=clock.today())
    if found is None:
        raise Http404(_("Không có kế hoạch này."))
    return found
