"""Asking: cards to hand out, whom to hand them to, and typing paper sheets."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.platform import clock
from haidang.reform.api import sipas
from haidang.scorecards.guards import page, reader
from haidang.scorecards.survey_forms import CardsForm, SheetForm
from haidang.ui.sending import attempt, sent_by


def _run(request: HttpRequest, number: int) -> sipas.Survey:
    """The survey, for whoever runs it."""
    found = sipas.survey(number)
    if not sipas.may_run(reader(request), found.agency_id, on=clock.today()):
        raise PermissionDenied(_("Trang này dành cho người tổ chức khảo sát."))
    return found


@page
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: HttpRequest, number: int) -> HttpResponse:
    """Makes cards for a stratum and shows them, once, to be printed."""
    found = _run(request, number)
    lines = sipas.results(found).strata
    is_sent = request.method == "POST"
    form = CardsForm(request.POST if is_sent else None, lines=lines)
    issued: list[sipas.Issued] = []
    if is_sent and form.is_valid():
        values = sent_by(request)
        stratum, count = form.cleaned_data["stratum"], form.cleaned_data["count"]
        if attempt(
            form,
            lambda: issued.append(sipas.issue_cards(survey_id=number, stratum_id=int(stratum), count=count, **values)),
        ):
            links = [(_apart(each), request.build_absolute_uri(_address(each))) for each in issued[0].tokens]
            name = dict(form.strata())[stratum]
            return render(request, "scorecards/survey_cards.html", {"survey": found, "links": links, "name": name})
    context = {"survey": found, "form": form}
    return render(request, "scorecards/survey_cards_form.html", context, status=422 if is_sent else 200)


def _address(token: str) -> str:
    return reverse("scorecards:answer", args=[token])


def _apart(token: str) -> str:
    """A token in groups of four, as it is read from paper."""
    return "-".join(token[at : at + 4] for at in range(0, len(token), 4))


@page
@require_safe
def addressees(request: HttpRequest, number: int, stratum: int) -> HttpResponse:
    """The dossiers whose owners are to get a card of that stratum, whichever."""
    found = _run(request, number)
    codes = sipas.addressees(found, stratum, user=reader(request), on=clock.today())
    return render(request, "scorecards/survey_addressees.html", {"survey": found, "codes": codes})


@page
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest, number: int) -> HttpResponse:
    """Types a paper sheet."""
    found = _run(request, number)
    is_sent = request.method == "POST"
    form = SheetForm(
        request.POST if is_sent else None,
        questions=sipas.from_plain(found.questionnaire),
        lines=sipas.results(found).strata,
    )
    if is_sent and form.is_valid():
        values = sent_by(request)
        values.pop("expected_version")
        given = form.cleaned_data
        if attempt(
            form,
            lambda: sipas.enter_sheet(
                survey_id=number,
                stratum_id=int(given["stratum"]),
                number=given["number"],
                levels=form.levels(),
                replaces=given["replaces"],
                **values,
            ),
        ):
            return redirect("scorecards:sheets", number=number)
    context = {"survey": found, "form": form, "results": sipas.results(found)}
    return render(request, "scorecards/survey_sheets.html", context, status=422 if is_sent else 200)
