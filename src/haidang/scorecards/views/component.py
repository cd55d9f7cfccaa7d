"""One component: its formula, inputs, what one more point takes, what if; and the rows behind an input."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.reform.api import qd766
from haidang.scorecards.asking import asked
from haidang.scorecards.gains import gains
from haidang.scorecards.guards import page, reader
from haidang.ui.paging import Page

PAGE = 100


@page
@require_safe
def component(request: HttpRequest, code: str) -> HttpResponse:
    """A component of a card; other counts in the address (`x_…`) answer what they would give."""
    now = clock.now()
    wish = asked(request, today=clock.local(now).date())
    card = wish.card(now)
    result = card.result(code)
    changed, problem = _changed(request.GET, result.component)
    trial = None
    if changed and not problem:
        try:
            trial = qd766.what_if(card, result.component, changed)
        except Refused as refusal:
            problem = str(refusal)
    context = {
        "asked": wish,
        "card": card,
        "result": result,
        "component": result.component,
        "values": [card.values[key] for key in result.component.inputs],
        "gains": gains(result),
        "choices": [(choice, qd766.alternatives(card, choice)) for choice in card.index.choices_of(code)],
        "trial": trial,
        "problem": problem,
        "tried": {key: request.GET.get(f"x_{key}", "") for key in result.component.inputs},
        "may_enter": qd766.may_enter(reader(request), card.agency.id, on=clock.local(now).date()),
        "missed": _missed(result.component, card),
    }
    return render(request, "scorecards/component.html", context, status=422 if problem else 200)


def _changed(given: Mapping[str, str], component: qd766.Component) -> tuple[dict[str, int], str]:
    """The counts that the reader wants to try, and what is wrong with them in words."""
    found: dict[str, int] = {}
    for key in component.inputs:
        text = given.get(f"x_{key}", "").strip().replace(".", "")
        if not text:
            continue
        if not (text.isascii() and text.isdecimal() and len(text) < 13):
            return {}, _("Hãy nhập số nguyên từ 0 trở lên.")
        found[key] = int(text)
    return found, ""


def _missed(component: qd766.Component, card: qd766.Card) -> tuple[str, str] | None:
    """The two inputs whose difference is what earns no points, where the house has both as lists."""
    over, under = component.over, component.under
    if len(over) == len(under) == 1 and all(card.values[key].is_house for key in (*over, *under)):
        return under[0], over[0]
    return None


@page
@require_safe
def behind(request: HttpRequest) -> HttpResponse:
    """The dossiers or procedures that an input (`so`) counts, if asked without those of another (`tru`)."""
    now = clock.now()
    wish = asked(request, today=clock.local(now).date())
    card = wish.card(now)
    key, without = request.GET.get("so", ""), request.GET.get("tru", "")

    def rows(start: int, size: int) -> qd766.Behind:
        return qd766.behind(card, key, user=reader(request), now=now, start=start, size=size, without=without)

    shown = Page.asked(request.GET.get("trang"), size=PAGE, total=rows(0, 0).total)
    context = {
        "asked": wish,
        "card": card,
        "input": card.values[key].input,
        "without": card.values[without].input if without else None,
        "rows": rows(shown.offset, PAGE),
        "page": shown,
    }
    return render(request, "scorecards/behind.html", context)
