"""The scorecard of the province or an agency, and agencies side by side."""

from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haidang.identity import api as identity
from haidang.platform import clock
from haidang.reform.api import qd766
from haidang.scorecards.asking import asked, spans
from haidang.scorecards.guards import page

LEVELS = ("", identity.Level.DISTRICT, identity.Level.COMMUNE)


@page
@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """Every component with its points, what is lost, what is not known, and the readings to choose from."""
    now = clock.now()
    wish = asked(request, today=clock.local(now).date())
    found = wish.card(now)
    context = {
        "asked": wish,
        "card": found,
        "spans": spans(wish.span, today=clock.local(now).date()),
        "agencies": identity.agencies(min(wish.span.last, clock.local(now).date())),
        "choices": [(choice, qd766.alternatives(found, choice)) for choice in found.index.choices],
    }
    return render(request, "scorecards/card.html", context)


@page
@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """The cards of agencies side by side; `cap` names a level, blank those right below the province."""
    now = clock.now()
    wish = asked(request, today=clock.local(now).date())
    level = request.GET.get("cap", "")
    level = level if level in LEVELS else ""
    found = qd766.cards(span=wish.span, picked=wish.picked, now=now, level=level)
    context = {
        "asked": wish,
        "table": [_line(each, [item.component.code for item in found[0].results]) for each in found],
        "level": level,
        "levels": [(each, identity.Level(each).label) for each in LEVELS if each],
        "spans": spans(wish.span, today=clock.local(now).date()),
        "components": [item.component for item in found[0].results] if found else [],
    }
    return render(request, "scorecards/comparison.html", context)


@dataclass(frozen=True, slots=True)
class Line:
    """A card as a row: its total, and the points of each of the province's components; None where it has none."""

    card: qd766.Card
    total: qd766.Total
    points: list[Fraction | None]


def _line(found: qd766.Card, codes: list[str]) -> Line:
    points = {item.component.code: item.points for item in found.results}
    return Line(found, found.total, [points.get(code) for code in codes])
