"""The PAR INDEX: years and agencies, a year's tree, one criterion, the improvement plan, sets of criteria."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.identity import api as identity
from haidang.platform import clock, files
from haidang.platform.errors import Refused
from haidang.reform.api import par_index
from haidang.scorecards.guards import page, reader
from haidang.scorecards.par_forms import (
    AssignForm,
    DoneForm,
    ImproveForm,
    LowerForm,
    PointsForm,
    ReasonForm,
    StartForm,
    TreeForm,
)
from haidang.ui import downloads, uploads
from haidang.ui.sending import attempt, sent_by

FORMS: dict[str, type[forms.Form]] = {
    "phan-cong": AssignForm,
    "tu-cham": PointsForm,
    "ha-diem": LowerForm,
    "tra-lai": ReasonForm,
    "mo-lai": ReasonForm,
    "cai-thien": ImproveForm,
}
"""The forms of a criterion's page by the button that sends them."""
VERBS: dict[str, Callable[..., par_index.Done]] = {
    "phan-cong": par_index.assign,
    "tu-cham": par_index.score_criterion,
    "gui": par_index.submit,
    "chap-nhan": par_index.accept,
    "ha-diem": par_index.lower,
    "tra-lai": par_index.send_back,
    "mo-lai": par_index.reopen,
}
NEEDS = {
    "phan-cong": par_index.Command.ASSIGN,
    "tu-cham": par_index.Command.SCORE,
    "gui": par_index.Command.SUBMIT,
    "chap-nhan": par_index.Command.ACCEPT,
    "ha-diem": par_index.Command.LOWER,
    "tra-lai": par_index.Command.SEND_BACK,
    "mo-lai": par_index.Command.REOPEN,
}


@page
@require_http_methods(["GET", "HEAD", "POST"])
def years(request: HttpRequest) -> HttpResponse:
    """Years of agencies side by side; a POST begins one."""
    own = [
        view for view in identity.agencies(clock.today())
        if par_index.may_assess(reader(request), view.id, on=clock.today())
    ]  # fmt: skip
    trees = par_index.published_trees()
    is_sent = request.method == "POST"
    form = StartForm(request.POST if is_sent else None, agencies=own, trees=trees, today=clock.today())
    if is_sent and form.is_valid():
        values = sent_by(request)
        values.pop("expected_version")
        done: list[par_index.Done] = []
        if attempt(form, lambda: done.append(par_index.start_year(**form.wish(), **values))):
            return redirect("scorecards:par_year", number=done[0].id)
    context = {"years": par_index.years(), "form": form if own and trees else None, "trees": trees}
    return render(request, "scorecards/par_years.html", context, status=422 if is_sent else 200)


@page
@require_safe
def year(request: HttpRequest, number: int) -> HttpResponse:
    """A year's criteria by field, with points, owners and what is overdue."""
    view = par_index.year_view(number, user=reader(request), now=clock.now())
    return render(request, "scorecards/par_year.html", {"view": view})


@page
@require_http_methods(["GET", "HEAD", "POST"])
def criterion(request: HttpRequest, number: int) -> HttpResponse:
    """One criterion; a POST does what the pressed button (`act`) says."""
    now = clock.now()
    view = par_index.criterion_view(number, user=reader(request), now=now)
    pressed = request.POST.get("act", "") if request.method == "POST" else ""
    made = {name: _form(name, view, request, pressed) for name in FORMS if _is_offered(name, view)}
    if request.method == "POST" and _act(request, pressed, made, number):
        return redirect("scorecards:par_criterion", number=number)
    context = {
        "view": view,
        "row": view.line.row,
        "forms": {name.replace("-", "_"): form for name, form in made.items()},
        "may_submit": par_index.Command.SUBMIT in view.allowed,
        "may_accept": par_index.Command.ACCEPT in view.allowed,
        "owners": par_index.agency_names([each.owner_id for each in view.improvements], now=now),
        "history": [(line.at, _done_words(line.kind)) for line in view.history],
    }
    return render(request, "scorecards/par_criterion.html", context, status=422 if request.method == "POST" else 200)


def _done_words(kind: str) -> str:
    command = kind.rsplit(".", 1)[1]
    return str(par_index.COMMAND_LABELS[par_index.Command(command)])


def _is_offered(name: str, view: par_index.CriterionView) -> bool:
    if name == "cai-thien":
        return view.may_plan and bool(view.line.mark.lost)
    return NEEDS[name] in view.allowed


def _form(name: str, view: par_index.CriterionView, request: HttpRequest, pressed: str) -> forms.Form:
    """The form of a button, bound if it was pressed; the one that scores begins with what is there."""
    row, values = view.line.row, dict[str, Any]()
    if name in {"phan-cong", "cai-thien"}:
        values["agencies"] = identity.agencies(clock.today())
    if name == pressed:
        return FORMS[name](request.POST, request.FILES, **values)
    if name == "tu-cham":
        values["initial"] = {"points": row.own_points, "explanation": row.explanation}
    return FORMS[name](**values, prefix=None, auto_id=f"id_{name}_%s")


def _act(request: HttpRequest, pressed: str, made: dict[str, forms.Form], number: int) -> bool:
    """Does what was pressed; False where the page must be shown again."""
    values: dict[str, Any] = {**sent_by(request)}
    if pressed == "cai-thien" and pressed in made:
        values.pop("expected_version")
        return _send(made[pressed], par_index.plan_improvement, assessment_id=number, **values)
    if pressed not in VERBS:
        raise Http404(_("Không có thao tác này."))
    if pressed in made:
        return _send(made[pressed], VERBS[pressed], assessment_id=number, **values)
    if pressed in FORMS:
        messages.error(request, _("Thao tác này không còn thực hiện được."))
        return False
    try:
        VERBS[pressed](assessment_id=number, **values)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _send(form: forms.Form, verb: Callable[..., par_index.Done], **values: Any) -> bool:
    if not form.is_valid():
        return False
    given = dict(form.cleaned_data)
    if "evidence" in given:
        stored = uploads.take_from(form, "evidence")
        if stored is None:
            return False
        given = {**given, "files": stored}
        given.pop("evidence")
    return attempt(form, lambda: verb(**given, **values))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """A year's lost points and what is done about them; a POST records a measure (`giai_phap`) as done."""
    now = clock.now()
    view = par_index.year_view(number, user=reader(request), now=now)
    is_sent = request.method == "POST"
    form = DoneForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        values = sent_by(request)
        chosen = form.cleaned_data["giai_phap"]
        note = form.cleaned_data["note"]
        if attempt(form, lambda: par_index.record_improvement(improvement_id=chosen, note=note, **values)):
            return redirect("scorecards:par_plan", number=number)
    measures = par_index.improvements(number)
    by_criterion: dict[int, list[par_index.Improvement]] = {}
    for each in measures:
        by_criterion.setdefault(each.assessment_id, []).append(each)
    lost = sorted((line for line in view.lines if line.mark.lost), key=lambda line: -(line.mark.lost or 0))
    context = {
        "view": view,
        "form": form,
        "lines": [(line, by_criterion.get(line.row.pk, [])) for line in lost],
        "owners": par_index.agency_names([each.owner_id for each in measures], now=now),
        "today": clock.local(now).date(),
    }
    return render(request, "scorecards/par_plan.html", context, status=422 if is_sent else 200)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def trees(request: HttpRequest) -> HttpResponse:
    """Published sets of criteria; a POST publishes one from a file, or the sample."""
    is_sent = request.method == "POST"
    form = TreeForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        values = sent_by(request)
        values.pop("expected_version")
        tree = form.cleaned_data["tree"]
        if attempt(form, lambda: par_index.publish_tree(content=tree, **values)):
            messages.success(request, _("Đã ban hành bộ tiêu chí."))
            return redirect("scorecards:par_trees")
    may = identity.has_anywhere(reader(request), identity.Permission.SCORES_PUBLISH, on=clock.today())
    context = {"trees": par_index.published_trees(), "form": form if may else None}
    return render(request, "scorecards/par_trees.html", context, status=422 if is_sent else 200)


@page
@require_safe
def evidence(_request: HttpRequest, number: int) -> FileResponse:
    """A file behind an assessment."""
    found = par_index.evidence(number)
    try:
        handle = files.open_file(found.sha256)
    except FileNotFoundError as error:
        raise Http404(_("Kho tệp không còn giữ tệp này. Hãy báo quản trị hệ thống.")) from error
    return downloads.file_response(handle, name=found.name, media_type=found.media_type)
