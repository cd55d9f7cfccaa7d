"""The dossiers that will probably be late, and how reliable such forecasts have been."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.leaders import calibration
from haidang.leaders.guards import page, reader
from haidang.platform import clock
from haidang.steering import api as steering
from haidang.ui.paging import Page

LEVELS = {"20": 0.2, "50": steering.LIKELY, "80": steering.NEARLY_SURE}
_USUAL = "50"


@page
@require_safe
def at_risk(request: HttpRequest) -> HttpResponse:
    """Open dossiers that are not late yet, the most probable first; `muc`: the lowest chance, in per cent."""
    now, user = clock.now(), reader(request)
    level = request.GET.get("muc", "")
    level = level if level in LEVELS else _USUAL
    agencies, procedures = steering.at_risk_choices(user, now=now)
    agency = next((each for each in agencies if str(each.key) == request.GET.get("co_quan", "")), None)
    procedure = next((each for each in procedures if each.key == request.GET.get("thu_tuc", "")), None)
    wanted = steering.AtRiskWanted(
        least=LEVELS[level], agency_id=int(agency.key) if agency else None, procedure=procedure.key if procedure else ""
    )
    found = steering.at_risk(user, wanted, now=now)
    shown = Page.asked(request.GET.get("trang"), size=steering.FORECAST_PAGE, total=found.total)
    if shown.number > 1:
        found = steering.at_risk(user, replace(wanted, page=shown.number), now=now)
    chosen = {"co_quan": agency.key if agency else "", "thu_tuc": procedure.key if procedure else ""}
    context = {
        "found": found,
        "rows": [(item, steering.forecast_why(item.forecast)) for item in found.rows],
        "page": shown,
        "ways": [(_("từ %(percent)s %%") % {"percent": key}, _query(chosen, key), key == level) for key in LEVELS],
        "agencies": agencies,
        "procedures": procedures,
        "chosen": chosen | {"muc": level},
        "fewest": steering.FEWEST_FINISHED,
    }
    return render(request, "leaders/at_risk.html", context)


def _query(chosen: dict[str, str], level: str) -> str:
    values = {**chosen, "muc": "" if level == _USUAL else level}
    return urlencode({name: value for name, value in values.items() if value})


@page
@require_safe
def reliability(request: HttpRequest) -> HttpResponse:
    """The calibration curve and the scores of past months, for the agencies that the reader sees as a whole."""
    everything, months = steering.reliability(reader(request), now=clock.now())
    points = calibration.points(everything.bins) if everything else []
    context = {
        "all": everything,
        "months": months,
        "points": points,
        "curve": calibration.path(points),
        "fewest": steering.FEWEST_FINISHED,
    }
    return render(request, "leaders/reliability.html", context)
