"""Surveys of satisfaction: the list, making one, its page with results, its questions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.reform.api import sipas
from haidang.scorecards.guards import page, reader
from haidang.scorecards.survey_forms import QuestionsForm, SurveyForm
from haidang.ui.sending import attempt, sent_by

VERBS: dict[str, Callable[..., sipas.Done]] = {
    "chon-mau": sipas.draw_sample,
    "bat-dau": sipas.open_survey,
    "ket-thuc": sipas.close_survey,
    "huy": sipas.withdraw_survey,
}


@page
@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """Every survey with its figures side by side, newest first."""
    found = [sipas.results(each) for each in sipas.surveys()]
    context = {"surveys": found, "may_create": bool(_own_agencies(request)), "factors": sipas.standard().factors}
    return render(request, "scorecards/surveys.html", context)


def _own_agencies(request: HttpRequest) -> list[identity.AgencyView]:
    on = clock.today()
    return [view for view in identity.agencies(on) if sipas.may_run(reader(request), view.id, on=on)]


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Makes a survey of one of the agencies whose surveys the reader runs."""
    agencies = _own_agencies(request)
    is_sent = request.method == "POST"
    form = SurveyForm(request.POST if is_sent else None, agencies=agencies, today=clock.today())
    if is_sent and form.is_valid():
        values = sent_by(request)
        values.pop("expected_version")
        done: list[sipas.Done] = []
        if attempt(form, lambda: done.append(sipas.create_survey(wish=form.wish(), **values))):
            return redirect("scorecards:survey", number=done[0].id)
    return render(request, "scorecards/survey_new.html", {"form": form}, status=422 if is_sent else 200)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, number: int) -> HttpResponse:
    """A survey: how it stands, what can be done, what it says; a POST does what the pressed button (`act`) says."""
    found = sipas.survey(number)
    if request.method == "POST":
        verb = VERBS.get(request.POST.get("act", ""))
        if verb is None:
            raise Http404(_("Không có thao tác này."))
        try:
            verb(survey_id=number, **sent_by(request))
            return redirect("scorecards:survey", number=number)
        except Refused as refusal:
            messages.error(request, str(refusal))
            found = sipas.survey(number)
    context = {"results": sipas.results(found), **_allowed(request, found)}
    return render(request, "scorecards/survey.html", context, status=422 if request.method == "POST" else 200)


def _allowed(request: HttpRequest, found: sipas.Survey) -> dict[str, Any]:
    """The survey and what the reader may do to it now."""
    runs = sipas.may_run(reader(request), found.agency_id, on=clock.today())
    status = sipas.Status(found.status)
    commands = {each.value: runs and sipas.after(status, each) is not None for each in sipas.Command}
    return {"survey": found, "runs": runs, "commands": commands}


@page
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, number: int) -> HttpResponse:
    """The builder: words of every question, empty ones left out, a few free rows for each factor."""
    found = sipas.survey(number)
    held = sipas.from_plain(found.questionnaire)
    is_sent = request.method == "POST"
    form = QuestionsForm(request.POST if is_sent else None, held=held)
    if is_sent and form.is_valid():
        values = sent_by(request)
        if attempt(form, lambda: sipas.amend_questions(survey_id=number, questions=form.questions(), **values)):
            messages.success(request, _("Đã lưu câu hỏi."))
            return redirect("scorecards:survey", number=number)
    context = {"form": form, "held": held, **_allowed(request, found)}
    return render(request, "scorecards/survey_questions.html", context, status=422 if is_sent else 200)


@page
@require_safe
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """The questionnaire as a sheet of paper to print."""
    found = sipas.survey(number)
    context = {"survey": found, "questions": sipas.from_plain(found.questionnaire)}
    return render(request, "scorecards/survey_paper.html", context)
