"""The board, the part of it that renews itself, and the page of everything else."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.dossiers.api import boards
from haidang.leaders import query, table
from haidang.leaders.filters import chips
from haidang.leaders.guards import page, reach
from haidang.leaders.labels import FIGURE_LABELS, GROUPING_LABELS, TONES
from haidang.leaders.memo import Memo
from haidang.leaders.nav import MORE
from haidang.platform import clock
from haidang.ui import hints, wording

_F = boards.Figure


@dataclass(frozen=True, slots=True)
class Drawn:
    """A board with its part that renews itself drawn, and the tag that names it: the same figures, the same tag."""

    board: boards.Board
    tag: str
    html: str


_memo: Memo[Drawn] = Memo()
TILES = (_F.LATE, _F.AT_RISK, _F.DUE_TODAY, _F.PAUSED, _F.OPEN)


@page
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The figures at a glance, and their parts: `theo` says which, `xep` in which order."""
    drawn = _drawn(request)
    found, held, live = drawn.board, reach(request), hints.address(request)
    context = {
        "board": found,
        "title": found.places.head.name if found.places.head else _("Các cơ quan của bạn"),
        "chips": [each for each in chips(found.asked, held, now=found.as_of) if not each.is_agency],
        "tag": drawn.tag,
        "figures": drawn.html,
        "live": live,
        "trend_query": query.words(found.asked),
        "query": query.words(found.asked, by=query.grouping(request.GET), sort=_sort(request)),
    }
    return hints.allowed(render(request, "leaders/board.html", context), live)


@page
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What the board's page renews: nothing (304) while the figures are those that the page has."""
    drawn = _drawn(request)
    unchanged = request.headers.get("If-None-Match") == drawn.tag
    response = HttpResponseNotModified() if unchanged else HttpResponse(drawn.html)
    response["ETag"] = drawn.tag
    response["X-As-Of"] = wording.short_moment(drawn.board.as_of)
    return response


@page
@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """Everything that the bar has no place for."""
    return render(request, "leaders/more.html", {"entries": MORE})


def _drawn(request: HttpRequest) -> Drawn:
    """The figures that the address asks for, at most `BOARD_SECONDS` old; those with the same reach share them."""
    wanted, by, held, sort, now = (
        query.asked(request.GET),
        query.grouping(request.GET),
        reach(request),
        _sort(request),
        clock.now(),
    )
    key = (wanted, by, sort, held, clock.today(), get_language())

    def draw() -> Drawn:
        found = boards.board(wanted, held, now=now, grouping=by)
        html = render_to_string("leaders/parts/figures.html", _shown(found, sort))
        return Drawn(found, f'"{hashlib.sha256(html.encode()).hexdigest()[:32]}"', html)

    return _memo.get(key, draw, now=now, age=timedelta(seconds=settings.BOARD_SECONDS))


def _sort(request: HttpRequest) -> str:
    return request.GET.get("xep", "")[:20]


def _shown(found: boards.Board, sort: str) -> dict[str, Any]:
    """What the part that renews itself is drawn from; nothing in it tells the time."""
    asked = found.asked
    return {
        "board": found,
        "tiles": [_tile(found, figure) for figure in TILES],
        "waiting": found.total.of(_F.WAITING),
        "waiting_query": query.words(asked.counting(_F.WAITING)),
        "rate": found.total.rate,
        "done": found.total.of(_F.FINISHED),
        "done_query": query.words(asked.counting(_F.FINISHED)),
        "finished_late": found.total.of(_F.FINISHED_LATE),
        "finished_late_query": query.words(asked.counting(_F.FINISHED_LATE)),
        "paused": [(line.words, line.count, query.words(line.asked)) for line in found.paused],
        "table": table.drawn(found, sort),
        "ways": _ways(found),
        "days": boards.DAYS,
    }


def _tile(found: boards.Board, figure: boards.Figure) -> dict[str, Any]:
    return {
        "figure": figure.value,
        "words": FIGURE_LABELS[figure],
        "count": found.total.of(figure),
        "query": query.words(found.asked.counting(figure)),
        "tone": TONES.get(figure, "") if found.total.of(figure) else "",
    }


def _ways(found: boards.Board) -> list[tuple[str, str, bool]]:
    """The ways to divide the board: words, query, whether it is the one shown."""
    of_agencies = (boards.Grouping.AGENCY, boards.Grouping.EACH_AGENCY)
    has_below = found.places.below and not found.asked.is_own
    offered = [by for by in boards.Grouping if has_below or by not in of_agencies]
    return [(str(GROUPING_LABELS[by]), query.words(found.asked, by=by), by is found.grouping) for by in offered]
