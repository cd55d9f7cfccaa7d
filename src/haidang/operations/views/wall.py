"""The wall: published screens one after the other, full of the room's light, read from five metres away."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haidang.identity import api as identity
from haidang.ioc.api import dashboards
from haidang.operations import board_tiles, drawings
from haidang.operations.guards import page, reader
from haidang.platform import clock
from haidang.ui import hints
from haidang.ui.paging import Page

SECONDS = 30
OLD = timedelta(minutes=20)
"""The lake is brought up to date every five minutes; four times that is late."""


@page
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """Screen `man` of those published for the wall; after a while the next one follows, unless `dung` stops it."""
    now, user = clock.now(), reader(request)
    rows = dashboards.on_wall(user, now=now)
    screen = Page.asked(request.GET.get("man"), size=1, total=len(rows))
    view = dashboards.view(user, rows[screen.number - 1].pk, now=now) if rows else None
    content = view.content if view else None
    shown = board_tiles.show(content, reader=user, now=now, is_wall=True) if content else []
    live = hints.address(request)
    context = {
        "content": content,
        "tiles": shown,
        "screens": range(1, len(rows) + 1),
        "current": screen.number,
        "following": screen.number % max(1, len(rows)) + 1,
        "seconds": SECONDS,
        "is_still": "dung" in request.GET,
        "live": live,
        "province": identity.province_name(on=clock.local(now).date()),
        **_age(board_tiles.as_of(shown), now),
    }
    return hints.allowed(render(request, "operations/wall.html", context), live)


def _age(as_of: datetime | None, now: datetime) -> dict[str, object]:
    if as_of is None:
        return {"said": "", "as_of": None, "age": 0, "is_old": False}
    age = max(now - as_of, timedelta())
    return {"said": drawings.said(as_of), "as_of": as_of, "age": int(age.total_seconds() // 60), "is_old": age > OLD}
