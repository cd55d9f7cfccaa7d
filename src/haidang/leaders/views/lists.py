"""The dossiers behind a figure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haidang.dossiers.api import boards
from haidang.leaders import query
from haidang.leaders.filters import chips
from haidang.leaders.guards import page, reach
from haidang.leaders.labels import FIGURE_LABELS
from haidang.platform import clock
from haidang.steering import api as steering
from haidang.ui.paging import Page

PAGE = 50


@page
@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """A page of the dossiers that `o` counts under the filters of the address, the most urgent first."""
    wanted, held, now = query.asked(request.GET), reach(request), clock.now()
    total = boards.behind(wanted, held, now=now).count()
    shown = Page.asked(request.GET.get("trang"), size=PAGE, total=total)
    context = {
        "listed": boards.listed(wanted, held, now=now, start=shown.offset, size=PAGE),
        "page": shown,
        "asked": wanted,
        "figure": FIGURE_LABELS[wanted.figure],
        "chips": chips(wanted, held, now=now),
        "as_of": now,
        "back": query.words(wanted.counting(boards.Figure.OPEN)),
        "figure_key": _figure_key(wanted, boards.places(held, head=wanted.agency, on=clock.local(now).date())),
    }
    return render(request, "leaders/dossiers.html", context)


def _figure_key(wanted: boards.Asked, seen: boards.Places) -> str:
    """By what name a directive can be about this figure; blank for one that directives do not know."""
    head = seen.head or seen.root
    of_head = wanted if wanted.agency or head is None else wanted.within(head.code)
    return str(steering.figure_key_of(of_head) or "")
