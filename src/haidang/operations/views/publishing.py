"""Making an indicator without code: choose a dataset, say what counts, look at it, publish."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.ioc.api import indicators
from haidang.operations import wording
from haidang.operations.builder import BuilderForm, WordsForm
from haidang.operations.guards import page, reach, reader
from haidang.platform import clock, facts
from haidang.platform.errors import Refused
from haidang.ui.sending import number_of

PREVIEWED = 6


def _check_right(request: HttpRequest) -> None:
    if not indicators.may_publish(reader(request), on=clock.today()):
        raise PermissionDenied(_("Chỉ trung tâm điều hành và quản trị viên công bố chỉ số."))


@page
@require_safe
def datasets(request: HttpRequest) -> HttpResponse:
    """The datasets to choose from, and the indicators that there are."""
    _check_right(request)
    context = {"datasets": list(facts.datasets().values()), "specs": indicators.current(on=clock.today())}
    return render(request, "operations/datasets.html", context)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, dataset: str) -> HttpResponse:
    """A new indicator over one dataset; `do=preview` counts it, `do=publish` publishes it."""
    _check_right(request)
    found = facts.datasets().get(dataset)
    if found is None:
        raise Http404(_("Không có bộ dữ liệu này."))
    data = request.POST if request.method == "POST" else None
    form = BuilderForm(data, dataset=found, on=clock.today())
    context: dict[str, Any] = {"form": form, "dataset": found}
    if form.is_valid():
        content = form.content()
        act = _publishing(request, content, form, after=0)
        answer = _tried(request, content, form, act, context, field_of=form.field_of)
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    return render(request, "operations/builder.html", context, status=status)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, code: str) -> HttpResponse:
    """The next version of an indicator: its words, owner and target; what it counts stays."""
    _check_right(request)
    spec = indicators.one(code, on=clock.today())
    data = request.POST if request.method == "POST" else None
    form = WordsForm(data, on=clock.today(), initial=_initial(spec))
    context = {"form": form, "spec": spec, "definition": spec.definition}
    if form.is_valid():
        content = {**spec.row.content, **form.words()}
        expected = number_of(request.POST.get("expected_version"))
        act = _publishing(request, content, form, after=spec.number if expected is None else expected)
        answer = _tried(
            request, content, form, act, context, field_of=lambda name: name if name in form.fields else None
        )
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    return render(request, "operations/amend.html", context, status=status)


def _publishing(
    request: HttpRequest, content: Mapping[str, Any], form: WordsForm, *, after: int
) -> Callable[[], indicators.Published]:
    return lambda: indicators.publish(
        content=content,
        reason=form.cleaned_data["reason"],
        schemas=indicators.schemas(),
        actor=reader(request),
        now=clock.now(),
        key=request.POST.get("key", ""),
        after=after,
    )


def _tried(
    request: HttpRequest,
    content: Mapping[str, Any],
    form: WordsForm,
    act: Callable[[], indicators.Published],
    context: dict[str, Any],
    *,
    field_of: Callable[[str | None], str | None],
) -> HttpResponse | None:
    """Shows or publishes; None when the form is to be shown again, with what was found or refused."""
    try:
        if request.POST.get("do") != "publish":
            context["preview"] = _preview(request, content)
            return None
        done = act()
    except Refused as refusal:
        form.add_error(field_of(refusal.field), str(refusal))
        return None
    messages.success(request, _("Đã công bố chỉ số, phiên bản %(number)s.") % {"number": done.number})
    return redirect("operations:indicator", done.code)


def _preview(request: HttpRequest, content: Mapping[str, Any]) -> dict[str, Any]:
    """What the indicator says in words, and its last months, as far as the reader may see."""
    definition, formula = indicators.trial(content)
    rows = []
    for frame, figure in indicators.tried(definition, formula, reach(request), on=clock.today(), count=PREVIEWED):
        rows.append((wording.month_words(frame), wording.shown(definition, figure)))
    return {"definition": definition, "sentences": indicators.sentences(formula), "rows": rows}


def _initial(spec: indicators.Spec) -> dict[str, Any]:
    found = spec.definition
    goal = found.target[-1] if found.target else None
    return {
        "title_vi": found.title.vi,
        "title_en": found.title.en,
        "note_vi": found.note.vi,
        "note_en": found.note.en,
        "owner": found.owner,
        "better": found.better.value,
        "small": found.small,
        "goal": goal and float(goal.value),
        "goal_on": goal.on if goal and goal.on != indicators.OPEN else None,
        "target_source": found.target_source,
        "basis": found.basis,
        "is_public": found.is_public,
    }
