"""The board, the part of it that renews itself, and the comparison of agencies."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.dossiers.api import boards
from haidang.leaders import query, table
from haidang.leaders.filters import chips
from haidang.leaders.guards import page, reach
from haidang.leaders.labels import FIGURE_LABELS, GROUPING_LABELS, TONES
from haidang.leaders.nav import MORE
from haidang.platform import clock
from haidang.ui import wording

_F = boards.Figure
TILES = (_F.LATE, _F.AT_RISK, _F.DUE_TODAY, _F.PAUSED, _F.OPEN)


@page
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The figures at a glance, and their parts: `theo` says which, `xep` in which order."""
    return render(request, "leaders/board.html", _context(request))


@page
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What the board's page renews: nothing (304) while the figures are those that the page has."""
    found = _answer(request)
    tag = _tag(found, request.GET.get("xep", ""))
    unchanged = request.headers.get("If-None-Match") == tag
    response = (
        HttpResponseNotModified()
        if unchanged
        else render(request, "leaders/parts/figures.html", _shown(request, found))
    )
    response["ETag"] = tag
    response["X-As-Of"] = wording.short_moment(found.as_of)
    return response


@page
@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """Everything that the bar has no place for."""
    return render(request, "leaders/more.html", {"entries": MORE})


def _answer(request: HttpRequest) -> boards.Board:
    wanted, by = query.asked(request.GET), query.grouping(request.GET)
    return boards.board(wanted, reach(request), now=clock.now(), grouping=by)


def _context(request: HttpRequest) -> dict[str, Any]:
    found = _answer(request)
    return _shown(request, found) | {
        "title": found.places.head.name if found.places.head else _("Các cơ quan của bạn"),
        "chips": [each for each in chips(found.asked, reach(request), now=found.as_of) if not each.is_agency],
        "tag": _tag(found, request.GET.get("xep", "")),
        "query": query.words(found.asked, by=query.grouping(request.GET), sort=request.GET.get("xep", "")),
    }


def _shown(request: HttpRequest, found: boards.Board) -> dict[str, Any]:
    """What the part that renews itself is drawn from."""
    sort, asked, rate = request.GET.get("xep", "")[:20], found.asked, found.total.rate
    return {
        "board": found,
        "tiles": [_tile(found, figure) for figure in TILES],
        "waiting": found.total.of(_F.WAITING),
        "waiting_query": query.words(asked.counting(_F.WAITING)),
        "rate": rate,
        "done": found.total.of(_F.FINISHED),
        "done_query": query.words(asked.counting(_F.FINISHED)),
        "finished_late": found.total.of(_F.FINISHED_LATE),
        "finished_late_query": query.words(asked.counting(_F.FINISHED_LATE)),
        "paused": [(line.words, line.count, query.words(line.asked)) for line in found.paused],
        "rows": table.rows(found, sort),
        "heads": table.heads(found, sort),
        "name_head": table.name_head(found, str(GROUPING_LABELS[found.grouping]), sort),
        "rate_head": table.rate_head(found, _("Đúng hạn"), sort),
        "has_rates": not asked.has_step and found.grouping in (boards.Grouping.AGENCY, boards.Grouping.PROCEDURE),
        "ways": _ways(found),
        "days": boards.DAYS,
    }


def _tile(found: boards.Board, figure: boards.Figure) -> dict[str, Any]:
    return {
        "figure": figure.value,
        "words": FIGURE_LABELS[figure],
        "count": found.total.of(figure),
        "query": query.words(found.asked.counting(figure)),
        "tone": TONES.get(figure, ""),
    }


def _ways(found: boards.Board) -> list[tuple[str, str, bool]]:
    """The ways to divide the board: words, query, whether it is the one shown."""
    offered = [
        by
        for by in boards.Grouping
        if by is not boards.Grouping.AGENCY or (found.places.below and not found.asked.is_own)
    ]
    return [(str(GROUPING_LABELS[by]), query.words(found.asked, by=by), by is found.grouping) for by in offered]


def _tag(found: boards.Board, sort: str) -> str:
    """Names what the figures are, in the language and order in which they are shown; another second changes nothing."""
    parts = [get_language() or "", sort, found.grouping.value, repr(dict(found.total.counts))]
    parts += [f"{line.code}|{line.name}|{dict(line.figures.counts)}" for line in found.lines]
    parts += [f"{line.words}|{line.count}" for line in found.paused]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f'"{digest[:32]}"'
