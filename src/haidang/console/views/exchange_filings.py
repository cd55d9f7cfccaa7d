"""Dossiers filed on the national portal that could not become dossiers here: why, and what an operator decides."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haidang.catalogue import api as catalogue
from haidang.console.guards import P, administrator, needs
from haidang.exchange import api as exchange
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.paging import Page

PAGE = 20


@needs(P.EXCHANGE_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def filings(request: HttpRequest) -> HttpResponse:
    """Filings that are held; a POST settles (`case`, `agency`) or dismisses (`reason`) the one named by `code`."""
    problem = ""
    if request.method == "POST":
        try:
            words = _decide(request)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, words)
            return redirect("console:exchange_filings")
    rows = exchange.held_filings()
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=rows.count())
    context = {
        "rows": [(row, *_choices(row.procedure_code)) for row in rows[page.offset : page.offset + PAGE]],
        "counts": exchange.filing_counts(),
        "page": page,
        "problems": [("", problem)] if problem else [],
    }
    return render(request, "console/exchange_filings.html", context, status=422 if problem else 200)


def _choices(procedure_code: str) -> tuple[list[tuple[str, str]], list[tuple[int, str]]]:
    """The cases and competent agencies of a procedure; none for one that is not known here."""
    try:
        published = catalogue.published(procedure_code, on=clock.today())
    except catalogue.ProcedureNotFound:
        return [], []
    cases = [(case.key, case.name) for case in published.content.cases if case.service_level != "none"]
    return cases, [(item.id, item.name) for item in catalogue.competent_agencies(published, on=clock.today())]


def _decide(request: HttpRequest) -> str:
    common: dict[str, Any] = {
        "code": request.POST.get("code", "")[:60],
        "actor": administrator(request),
        "now": clock.now(),
        "key": request.POST.get("key", ""),
    }
    if request.POST.get("act") == "dismiss":
        exchange.dismiss_filing(reason=request.POST.get("reason", ""), **common)
        return _("Đã ghi là không nhận.")
    agency = request.POST.get("agency", "")
    agency_id = int(agency) if agency.isascii() and agency.isdecimal() and len(agency) < 10 else None
    exchange.settle_filing(case_key=request.POST.get("case", "")[:40], agency_id=agency_id, **common)
    return _("Sẽ thử lập hồ sơ lại trong ít phút.")
