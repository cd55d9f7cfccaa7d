"""The list of procedures with its filters, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haidang.catalogue import api as catalogue
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.portal.forms import FilterForm
from haidang.ui import refusals
from haidang.ui.paging import Page

PAGE_SIZE = 20


@refusals.shown
def procedures(request: HttpRequest) -> HttpResponse:
    """Search and browse; every filter is part of the address."""
    today = clock.today()
    form = FilterForm(
        request.GET,
        fields=catalogue.browse_fields(),
        life_events=catalogue.browse_life_events(),
        agencies=identity.agencies(today),
        on=today,
    )
    chosen = form.chosen()
    asked = Page.asked(request.GET.get("trang"), size=PAGE_SIZE, total=10**6)
    found = catalogue.search(**chosen, limit=PAGE_SIZE, offset=asked.offset, on=today)
    page = Page.asked(request.GET.get("trang"), size=PAGE_SIZE, total=found.total)
    if page.number != asked.number:
        found = catalogue.search(**chosen, limit=PAGE_SIZE, offset=page.offset, on=today)
    context = {"form": form, "found": found, "page": page, "is_filtered": any(chosen.values())}
    return render(request, "portal/procedures.html", context)


@refusals.shown
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Everything one needs to know before filing."""
    today = clock.today()
    published = catalogue.published(code, on=today)
    context = {
        "published": published,
        "content": published.content,
        "agencies": catalogue.competent_agencies(published, on=today),
        "can_file": published.content.offered and bool(published.content.service_levels),
    }
    return render(request, "portal/procedure.html", context)
