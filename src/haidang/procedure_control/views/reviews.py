"""Simplification reviews: the list, one review with what its version changed, proposing, deciding."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from haidang.catalogue import api as catalogue
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.procedure_control.forms import ReviewForm
from haidang.procedure_control.guards import page, reader
from haidang.procedure_control.views import acting
from haidang.reform import api as reform
from haidang.reform.api import Command
from haidang.ui.paging import Page
from haidang.ui.sending import sent_by

PAGE = 50
VERBS: dict[Command, acting.Verb] = {
    Command.SUBMIT: reform.submit_review,
    Command.APPROVE: reform.approve_review,
    Command.REFUSE: reform.refuse_review,
    Command.PUBLISH: reform.link_version,
    Command.WITHDRAW: reform.withdraw_review,
}


@page
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """Reviews, newest first; `trang-thai` narrows the list."""
    status = request.GET.get("trang-thai", "")
    _first, total = reform.reviews(status=status, limit=0)
    shown = Page.asked(request.GET.get("trang"), size=PAGE, total=total)
    rows, total = reform.reviews(status=status, limit=PAGE, offset=shown.offset)
    context = {
        "reviews": rows,
        "page": shown,
        "status": status,
        "statuses": list(reform.STATUS_LABELS.items()),
        "names": acting.names(rows),
        "kinds": reform.CHANGE_LABELS,
    }
    return render(request, "procedure_control/reviews.html", context)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Proposes to simplify a procedure."""
    published = catalogue.published(code, on=clock.today())
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        values, found = sent_by(request), form.cleaned_data
        values.pop("expected_version")
        try:
            done = reform.propose_review(
                procedure_code=code,
                changes=form.proposed(),
                reason=found["reason"],
                saving=reform.Saving(found["saving_vnd"], found["saving_note"]),
                **values,
            )
            return redirect("procedure_control:review", number=done.id)
        except Refused as refusal:
            form.add_error(form.field_of(refusal.field), str(refusal))
    context = {"form": form, "procedure": published}
    return render(request, "procedure_control/review_form.html", context, status=422 if form.is_bound else 200)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, number: int) -> HttpResponse:
    """One review; a POST does what the pressed button (`act`) says."""
    view = reform.review_view(reader(request), number, now=clock.now())
    pressed = acting.WORDS.get(request.POST.get("act", "")) if request.method == "POST" else None
    forms = acting.forms_for(view, request, pressed)
    if pressed and acting.act(request, pressed, VERBS, forms, review_id=number):
        return redirect("procedure_control:review", number=number)
    context = {
        "view": view,
        "review": view.measure,
        "forms": forms,
        "commands": {command.value: command in view.allowed for command in Command},
        "differences": reform.changes_since(view.measure),
        "kinds": reform.CHANGE_LABELS,
    }
    return render(request, "procedure_control/review.html", context, status=422 if request.method == "POST" else 200)


@page
@require_safe
def document(request: HttpRequest, number: int) -> FileResponse:
    """The paper of the decision."""
    return acting.paper(reform.review_view(reader(request), number, now=clock.now()).measure)
