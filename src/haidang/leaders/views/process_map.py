"""How work really flows, and where it waits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.dossiers.api import boards
from haidang.insight import api as insight
from haidang.leaders import flow_drawing
from haidang.leaders.guards import page, reader
from haidang.platform import clock
from haidang.steering import api as steering

MOST_FREQUENT = 8


@page
@require_safe
def process_map(request: HttpRequest) -> HttpResponse:
    """The map of a procedure at an agency, or of all; drawn, with its tables."""
    now, user = clock.now(), reader(request)
    procedures, agencies = steering.flow_procedures(user, now=now), steering.flow_agencies(user, now=now)
    procedure = next((each for each in procedures if each.code == request.GET.get("thu_tuc", "")), None)
    agency = next((each for each in agencies if each.code == request.GET.get("co_quan", "")), None)
    found = steering.flow(
        user, procedure=procedure.code if procedure else "", agency_id=agency.id if agency else None, now=now
    )
    # The ways of many procedures on one sheet are a tangle that says nothing: the tables tell of them.
    is_drawn = procedure is not None or len(procedures) == 1
    drawn = flow_drawing.drawing(found.map)
    asked = sum(found.requests)
    context = {
        "procedures": procedures,
        "agencies": agencies,
        "procedure": procedure,
        "agency": agency,
        "flow": found,
        "drawn": drawn,
        "is_drawn": is_drawn,
        "frequent": procedures[:MOST_FREQUENT],
        "width": flow_drawing.WIDTH,
        "bottleneck": next((box.step for box in drawn.boxes if box.is_bottleneck), None),
        "total_minutes": sum(step.total for step in found.map.steps),
        "stops": [(boards.ground_words(stop.ground), stop) for stop in found.stops],
        "requests": [(number, count, asked) for number, count in enumerate(found.requests)],
        "most_requests": len(found.requests) - 1,
        "ways": [(_end(way.source), _end(way.target), way) for way in found.map.ways],
        "as_of": now,
    }
    return render(request, "leaders/process_map.html", context)


def _end(step: str) -> str:
    """The name of a step, or words for the beginning and the end."""
    return {insight.START: _("(tiếp nhận)"), insight.END: _("(xong)")}.get(step, step)
