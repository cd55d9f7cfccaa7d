"""The landing page: every indicator as a tile."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from haidang.operations.guards import page, reach
from haidang.operations.tiles import tiles
from haidang.platform import clock


@page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """All indicators of the reader's reach; those without data with what they lack."""
    found = tiles(reach(request), now=clock.now(), on=clock.today())
    context = {
        "tiles": [tile for tile in found if tile.shown],
        "missing": [tile for tile in found if not tile.shown],
        "as_of": min((tile.as_of for tile in found if tile.as_of), default=None),
    }
    return render(request, "operations/home.html", context)
