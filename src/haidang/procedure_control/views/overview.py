"""The share of procedures cut enough, and the list behind every figure."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haidang.platform import clock
from haidang.platform.text import fold
from haidang.procedure_control import charts
from haidang.procedure_control.buckets import APART, BUCKETS, BY_KEY
from haidang.procedure_control.guards import page
from haidang.reform import api as reform
from haidang.reform.api import Entry, Share
from haidang.ui.paging import Page

PAGE = 50


@page
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The figures at `ngay`; `muc` opens the list behind one of them, `q` searches by code or name."""
    found = reform.share(on=_day(request.GET.get("ngay", "")))
    words, chosen = request.GET.get("q", "").strip()[:100], request.GET.get("muc", "")
    listed = _listed(found, chosen, words)
    shown = Page.asked(request.GET.get("trang"), size=PAGE, total=len(listed))
    context: dict[str, Any] = {
        "share": found,
        "rows": charts.rows([(item.key, str(item.words), _count(found, item.key)) for item in BUCKETS]),
        "apart": charts.rows([(item.key, str(item.words), _count(found, item.key)) for item in APART]),
        "chosen": BY_KEY.get(chosen),
        "words": words,
        "listed": listed[shown.offset : shown.offset + shown.size],
        "page": shown,
        "waiting": reform.due_plans(on=clock.today()),
    }
    return render(request, "procedure_control/overview.html", context)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


def _count(found: Share, key: str) -> int:
    return sum(BY_KEY[key].has(row) for row in (*found.counted, *found.apart))


def _listed(found: Share, chosen: str, words: str) -> list[Entry]:
    """The procedures asked for, the most cut first."""
    rows = [*found.counted, *found.apart]
    if chosen in BY_KEY:
        rows = [row for row in rows if BY_KEY[chosen].has(row)]
    if words:
        wanted = fold(words)
        rows = [row for row in rows if wanted in fold(row.name) or words in row.code]
    return sorted(rows, key=lambda row: (-(row.cut.share if row.cut.share is not None else -9), row.code))
