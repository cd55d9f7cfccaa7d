"""Time-reduction plans: the list, one plan with its evidence, proposing, deciding, publishing."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from haidang.catalogue import api as catalogue
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.procedure_control.forms import PlanForm
from haidang.procedure_control.guards import page, reader
from haidang.procedure_control.views import acting
from haidang.reform import api as reform
from haidang.reform.api import Command, ReductionPlan
from haidang.ui.paging import Page
from haidang.ui.sending import sent_by

PAGE = 50
VERBS: dict[Command, acting.Verb] = {
    Command.SUBMIT: reform.submit_plan,
    Command.APPROVE: reform.approve_plan,
    Command.REFUSE: reform.refuse_plan,
    Command.PUBLISH: reform.publish_plan,
    Command.WITHDRAW: reform.withdraw_plan,
}


@page
@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Plans, newest first; `trang-thai` narrows the list."""
    status = request.GET.get("trang-thai", "")
    _first, total = reform.plans(status=status, limit=0)
    shown = Page.asked(request.GET.get("trang"), size=PAGE, total=total)
    rows, total = reform.plans(status=status, limit=PAGE, offset=shown.offset)
    context = {
        "plans": rows,
        "page": shown,
        "status": status,
        "statuses": list(reform.STATUS_LABELS.items()),
        "names": acting.names(rows),
    }
    return render(request, "procedure_control/plans.html", context)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Proposes shorter times for a procedure."""
    published = catalogue.published(code, on=clock.today())
    form = PlanForm(request.POST if request.method == "POST" else None, content=published.content)

    def act() -> reform.Done:
        values = sent_by(request)
        values.pop("expected_version")
        found = form.cleaned_data["reason"]
        return reform.propose_plan(procedure_code=code, items=form.proposed(), reason=found, **values)

    return _proposing(request, form, {"procedure": published}, act)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, number: int) -> HttpResponse:
    """Changes what is proposed, before it is submitted."""
    view = reform.plan_view(reader(request), number, now=clock.now())
    if Command.AMEND not in view.allowed:
        return redirect("procedure_control:plan", number=number)
    published = catalogue.published(view.measure.procedure_code, on=clock.today())
    initial = {"reason": view.measure.reason, **_held(view.measure, published)}
    form = PlanForm(request.POST if request.method == "POST" else None, content=published.content, initial=initial)

    def act() -> reform.Done:
        values = sent_by(request)
        return reform.amend_plan(plan_id=number, items=form.proposed(), reason=form.cleaned_data["reason"], **values)

    return _proposing(request, form, {"procedure": published, "plan": view.measure}, act)


def _held(plan: ReductionPlan, published: catalogue.PublishedProcedure) -> dict[str, Any]:
    places = {key: place for place, (key, _offer) in enumerate(catalogue.keyed(published.content))}
    found: dict[str, Any] = {}
    for item in plan.items:
        place = places.get((item["channel"], item["note"], item["place"]))
        if place is not None:
            found |= {f"limit_{place}": item["proposed"]["value"], f"unit_{place}": item["proposed"]["unit"]}
    return found


def _proposing(
    request: HttpRequest, form: PlanForm, context: dict[str, Any], act: Callable[[], reform.Done]
) -> HttpResponse:
    if form.is_valid():
        try:
            return redirect("procedure_control:plan", number=act().id)
        except reform.Invalid as refusal:
            form.add_error(form.field_of(refusal.field), str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    return render(request, "procedure_control/plan_form.html", {"form": form, **context}, status=status)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """One plan; a POST does what the pressed button (`act`) says."""
    view = reform.plan_view(reader(request), number, now=clock.now())
    pressed = acting.WORDS.get(request.POST.get("act", "")) if request.method == "POST" else None
    forms = acting.forms_for(view, request, pressed)
    if pressed and acting.act(request, pressed, VERBS, forms, plan_id=number):
        return redirect("procedure_control:plan", number=number)
    context = {
        "view": view,
        "plan": view.measure,
        "lines": list(zip(view.measure.items, view.measure.evidence, strict=True)),
        "forms": forms,
        "commands": {command.value: command in view.allowed for command in Command},
        "is_due": view.measure.effective_on is not None and view.measure.effective_on <= clock.today(),
        "differences": reform.changes_since(view.measure),
        "late": acting.late_codes(reader(request), view.measure.evidence),
        "takes_back": view.measure.status == reform.Status.PUBLISHED,
    }
    return render(request, "procedure_control/plan.html", context, status=422 if request.method == "POST" else 200)


@page
@require_safe
def document(request: HttpRequest, number: int) -> FileResponse:
    """The paper of the decision."""
    return acting.paper(reform.plan_view(reader(request), number, now=clock.now()).measure)
