"""One procedure: three times side by side, how long dossiers took, a shorter term tried, versions compared."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import History
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.procedure_control import charts
from haidang.procedure_control.forms import TrialForm
from haidang.procedure_control.guards import page, reader
from haidang.reform import api as reform
from haidang.reform.api import Command, Times

LISTED = 100
HOUR = 60


@dataclass(frozen=True, slots=True)
class Late:
    """Dossiers that would have been late: those this reader may open, and the number of all."""

    rows: list[History]
    total: int

    @property
    def hidden(self) -> int:
        """How many are not named here."""
        return self.total - len(self.rows)


@page
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """The times of a procedure; with `so` in the query a shorter term is tried on its past dossiers."""
    now, user = clock.now(), reader(request)
    found = reform.times(code, as_of=now, since=reform.since(now))
    form = TrialForm(request.GET if "so" in request.GET else None, initial=_initial(found))
    context: dict[str, Any] = {
        "times": found,
        "since": reform.since(now),
        "histogram": _histogram(found),
        "form": form,
        "versions": catalogue.versions(code),
        "may_propose": reform.may(user, Command.PROPOSE, code, on=clock.today()),
        "plans": reform.plans(procedure_code=code, limit=20)[0],
        "reviews": reform.reviews(procedure_code=code, limit=20)[0],
    }
    if form.is_valid():
        try:
            context |= _trial(user, code, form, now=now)
        except reform.Invalid as refusal:
            form.add_error("so", str(refusal))
    return render(request, "procedure_control/procedure.html", context, status=422 if form.errors else 200)


def _initial(found: Times) -> dict[str, Any]:
    limits = [offer.time for offer in found.procedure.content.channels if offer.time]
    return {"cach": "cat", "don_vi": limits[0].unit if limits else "working_day"}


def _trial(user: identity.User, code: str, form: TrialForm, *, now: datetime) -> dict[str, Any]:
    first, last = form.cleaned_data["tu"], form.cleaned_data["den"]
    answer = reform.what_if(
        code,
        form.wish(),
        as_of=now,
        since=datetime.combine(first, time(), tzinfo=clock.LOCAL) if first else None,
        until=datetime.combine(last, time(), tzinfo=clock.LOCAL) + timedelta(days=1) if last else None,
    )
    unit = form.cleaned_data["don_vi"]
    in_unit = next((item.kind.term_in for item in answer.histories if item.kind.unit == unit), unit)
    late, open_late = _late(user, answer.trial.newly_late), _late(user, answer.trial.open_late)
    return {
        "answer": answer,
        "promises": [(percent, term, in_unit) for percent, term in answer.promises.items()],
        "late": late,
        "open_late": open_late,
        "late_groups": [late, open_late],
        "small": reform.target().small_number,
    }


def _late(user: identity.User, found: tuple[History, ...]) -> Late:
    codes = [item.code for item in found]
    seen = dossiers.visible_to(user, on=clock.today()).filter(code__in=codes[:LISTED]).values_list("code", flat=True)
    open_to = set(seen)
    return Late([item for item in found if item.code in open_to], len(found))


def _histogram(found: Times) -> dict[str, Any] | None:
    """How long finished dossiers took, in the unit of most of them, with the times stated in the version in force."""
    if not found.overall:
        return None
    unit = found.overall[0].unit
    ended = [
        item.spent for item in found.histories if item.ending is dossiers.Ending.FINISHED and item.kind.spent_in == unit
    ]
    chart = charts.histogram(ended, _marks(found, str(unit)), grain=HOUR if unit == "office_minute" else 1)
    return None if chart is None else {"chart": chart, "unit": str(unit), "height": charts.HEIGHT}


def _marks(found: Times, unit: str) -> list[tuple[str, int]]:
    """The stated times that are of the chart's own unit; others have no place on its axis."""
    per_unit = {"office_minute": ("working_hour", HOUR)}.get(unit, (unit, 1))
    marks = []
    for kind, name in (("statutory", "time"), ("committed", "committed")):
        limits = [getattr(offer, name) for offer in found.procedure.content.channels]
        values = [limit.value * per_unit[1] for limit in limits if limit and limit.unit == per_unit[0]]
        marks += [(kind, int(value)) for value in dict.fromkeys(values)]
    return marks


@page
@require_safe
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """What version `den` says differently from version `tu`."""
    versions = catalogue.versions(code)
    by_number = {number: version_id for version_id, number, _day in versions}
    if not versions:
        raise catalogue.ProcedureNotFound(_("Không tìm thấy thủ tục này."))
    newest = max(by_number)
    before = _number(request.GET.get("tu", ""), by_number, fallback=max(newest - 1, 1))
    after = _number(request.GET.get("den", ""), by_number, fallback=newest)
    old, new = catalogue.version(by_number[before]), catalogue.version(by_number[after])
    context = {
        "versions": versions,
        "before": old,
        "after": new,
        "differences": catalogue.differences(old.content, new.content),
    }
    return render(request, "procedure_control/compare.html", context)


def _number(text: str, known: dict[int, int], *, fallback: int) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else fallback
    return number if number in known else fallback
