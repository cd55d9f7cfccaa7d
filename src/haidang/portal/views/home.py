"""The ways into the catalogue: home page, counts, fields, agencies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from haidang.catalogue import api as catalogue
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.portal.popular import CODES

_FIELDS_ON_HOME = 12


def home(request: HttpRequest) -> HttpResponse:
    """Search first, then life events, fields, what people look for most, and the counts."""
    fields = sorted(catalogue.browse_fields(), key=lambda group: -group.count)[:_FIELDS_ON_HOME]
    context = {
        "counts": catalogue.counts(),
        "life_events": catalogue.browse_life_events(),
        "fields": fields,
        "popular": _popular(),
    }
    return render(request, "portal/home.html", context)


def _popular() -> list[catalogue.SearchHit]:
    found = [catalogue.search(code, limit=1) for code in CODES]
    return [page.items[0] for code, page in zip(CODES, found, strict=True) if page.items and page.items[0].code == code]


def counts(request: HttpRequest) -> HttpResponse:
    """How many services there are; every figure opens the list that it counts."""
    return render(request, "portal/counts.html", {"counts": catalogue.counts()})


def fields(request: HttpRequest) -> HttpResponse:
    """All fields of procedures."""
    return render(request, "portal/fields.html", {"fields": catalogue.browse_fields()})


def agencies(request: HttpRequest) -> HttpResponse:
    """All agencies by level, each with the procedures that it executes."""
    found = identity.agencies(clock.today())
    levels = [(level.label, [one for one in found if one.level == level]) for level in identity.Level]
    return render(request, "portal/agencies.html", {"levels": levels})
