"""A kept figure as it was given out, to be cited."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.ioc import api as ioc
from haidang.ioc.api import indicators
from haidang.operations import wording
from haidang.operations.guards import page, reach
from haidang.platform import clock


@page
@require_safe
def cited(request: HttpRequest, number: int) -> HttpResponse:
    """The figure with its version, its parts and as of when; for whoever sees the whole province."""
    on = clock.today()
    if not indicators.sees_everything(reach(request), on=on):
        raise ioc.FigureNotFound(_("Không có số liệu này."))
    spec, kept, grain = indicators.kept_figure(number)
    names = indicators.place_names(grain, [kept.place], on=on)
    context = {
        "spec": spec,
        "definition": spec.definition,
        "kept": kept,
        "shown": wording.shown(spec.definition, kept.figure),
        "month": wording.month_words(indicators.Frame(kept.first, kept.last, kept.as_of)),
        "place": names[kept.place] if kept.place else wording.GRAIN_LABELS[grain],
    }
    return render(request, "operations/cited.html", context)
