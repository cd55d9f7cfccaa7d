"""One indicator: its course with the target, its figures by place, what it is, and the dossiers behind a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.ioc.api import indicators
from haidang.operations import charts, wording
from haidang.operations.guards import page, reach, reader
from haidang.operations.tiles import why_nothing
from haidang.platform import clock
from haidang.platform.errors import Invalid
from haidang.ui.measures import measured
from haidang.ui.paging import Page

PART_LABELS = {
    indicators.Part.NUMERATOR: gettext_lazy("Tử số"),
    indicators.Part.DENOMINATOR: gettext_lazy("Mẫu số"),
    indicators.Part.REST: gettext_lazy("Phần còn lại của mẫu số"),
}
PAGE = 50
OF_DOSSIERS = {"dossiers", "steps", "events", "signed_results"}
"""Datasets whose items are codes of dossiers."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: what it is of, its figure, and where its rows are."""

    name: str
    code: str
    shown: wording.Shown
    behind: str


@page
@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """The indicator's page; `ky` chooses the month of the table, `theo` how it is split."""
    on = clock.today()
    spec = indicators.one(code, on=on)
    found = indicators.series(spec, indicators.Grain.PROVINCE, reach(request), on=on)
    context = _what_it_is(spec)
    if found is None:
        return render(request, "operations/indicator.html", context | {"why": why_nothing(spec)})
    frame = wording.month_of(request.GET.get("ky", ""), found.frames)
    latest = found.latest()
    figure = found.figure(frame)
    context |= {
        "series": found,
        "months": _months(spec, found),
        "chart": _chart(found),
        "latest": latest and wording.shown(spec.definition, latest[1], found.comparison(*latest)),
        "latest_month": latest and wording.month_words(latest[0]),
        "frame": frame,
        "month": wording.month_words(frame),
        "figure": wording.shown(spec.definition, figure, found.comparison(frame, figure)),
        "behind": _behind(spec, frame, indicators.Grain.PROVINCE, indicators.WHOLE),
        "kept": _kept(request, spec, frame),
        **_table(request, spec, frame),
    }
    return render(request, "operations/indicator.html", context)


def _what_it_is(spec: indicators.Spec) -> dict[str, Any]:
    """The definition in words, where its figures come from, and its versions."""
    found, on = spec.definition, clock.today()
    owner = {view.code: view.name for view in identity.agencies(on)}.get(found.owner, found.owner)
    lineage = indicators.columns_read(spec.formula) if spec.formula else {}
    return {
        "spec": spec,
        "definition": found,
        "owner": owner,
        "unit": wording.UNIT_LABELS[found.unit],
        "better": wording.BETTER_LABELS[found.better],
        "target": wording.target_words(found),
        "sentences": indicators.sentences(spec.formula) if spec.formula else [],
        "lineage": [(name, sorted(columns)) for name, columns in lineage.items()],
        "versions": indicators.versions(spec.code),
    }


def _months(spec: indicators.Spec, found: indicators.Series) -> list[tuple[str, str, wording.Shown, str]]:
    """The months of the chart as a table, newest first: words, key, figure, target of the path."""
    rows = []
    for frame in reversed(found.frames):
        figure = found.figure(frame)
        shown = wording.shown(spec.definition, figure, found.comparison(frame, figure))
        aim = indicators.expected(spec.definition.target, frame.last)
        rows.append((wording.month_words(frame), f"{frame.first:%Y-%m}", shown, _aim(spec, aim)))
    return rows


def _aim(spec: indicators.Spec, aim: Any) -> str:
    return "" if aim is None else measured(aim, spec.definition.unit)


def _chart(found: indicators.Series) -> charts.Chart:
    definition = found.spec.definition
    values = []
    for frame in found.frames:
        figure = found.figure(frame)
        shown = wording.shown(definition, figure)
        values.append((figure.value if figure else None, f"{wording.month_words(frame)}: {shown.value}"))
    path = [indicators.expected(definition.target, frame.last) for frame in found.frames]
    if definition.target and not any(aim is not None for aim in path):
        # A goal without a beginning is a level line.
        path = [definition.target[-1].value] * len(found.frames)
    return charts.chart(values, path, top=wording.top_of(definition))


def _table(request: HttpRequest, spec: indicators.Spec, frame: indicators.Frame) -> dict[str, Any]:
    """The figures of a month by agency, procedure or commune."""
    grains = spec.definition.grains
    if not grains:
        return {"grains": []}
    grain = next((each for each in grains if each == request.GET.get("theo")), grains[0])
    found = indicators.series(spec, grain, reach(request), on=clock.today())
    if found is None:
        return {"grains": []}
    figures = [(place, found.figure(frame, place)) for place in found.places]
    called = indicators.place_names(grain, found.places, on=clock.today())
    lines = [
        Line(
            called[place],
            place,
            wording.shown(spec.definition, figure, found.comparison(frame, figure)),
            _behind(spec, frame, grain, place),
        )
        for place, figure in figures
        if figure is not None
    ]
    choices = [(each.value, wording.GRAIN_LABELS[each]) for each in grains]
    return {"grains": choices, "grain": grain, "grain_words": wording.GRAIN_LABELS[grain],
            "lines": sorted(lines, key=lambda line: line.name)}  # fmt: skip


def _behind(spec: indicators.Spec, frame: indicators.Frame, grain: indicators.Grain, place: str) -> str:
    """The address of what lies behind a figure; blank where nothing can be listed."""
    sides = indicators.parts(spec)
    if not sides:
        return ""
    asked = {"ky": f"{frame.first:%Y-%m}", "theo": grain.value, "noi": place, "phan": sides[-1].value}
    return f"{reverse('operations:behind', args=[spec.code])}?{urlencode(asked)}"


def _kept(request: HttpRequest, spec: indicators.Spec, frame: indicators.Frame) -> Any:
    """The kept figure to cite, for whoever sees the whole province."""
    rows = indicators.kept(spec, indicators.Grain.PROVINCE, [frame])
    return rows[0] if rows and indicators.sees_everything(reach(request), on=clock.today()) else None


@page
@require_safe
def behind(request: HttpRequest, code: str) -> HttpResponse:
    """The dossiers behind a figure: `phan` numerator, denominator or the rest; only those that the reader may open."""
    on, asked = clock.today(), request.GET
    spec = indicators.one(code, on=on)
    found = indicators.series(spec, indicators.Grain.PROVINCE, reach(request), on=on)
    if found is None:
        raise Invalid(_("Chỉ số này chưa có dữ liệu."))
    frame = wording.month_of(asked.get("ky", ""), found.frames)
    grain = next((each for each in spec.definition.grains if each == asked.get("theo")), indicators.Grain.PROVINCE)
    place = asked.get("noi", "") if grain is not indicators.Grain.PROVINCE else indicators.WHOLE
    part = next((each for each in indicators.parts(spec) if each == asked.get("phan")), indicators.Part.NUMERATOR)
    wanted = indicators.Asked([frame], grain, reach(request), on)
    total = indicators.item_count(spec, part, wanted, place=place)
    shown = Page.asked(asked.get("trang"), size=PAGE, total=total)
    items = indicators.items(spec, part, wanted, place=place, start=shown.offset, size=PAGE)
    names = indicators.place_names(grain, [place], on=on)
    context = {
        "spec": spec,
        "definition": spec.definition,
        "month": wording.month_words(frame),
        "place": names[place] if place else wording.GRAIN_LABELS[indicators.Grain.PROVINCE],
        "part": PART_LABELS[part],
        "page": shown,
        "sides": _sides(spec, part, request),
        **_rows(request, spec, items),
    }
    return render(request, "operations/behind.html", context)


def _sides(spec: indicators.Spec, part: indicators.Part, request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The sides of the figure to look behind: address, words, whether it is the one shown."""
    query = request.GET.copy()
    query.pop("trang", None)
    found = []
    for each in indicators.parts(spec):
        query["phan"] = each.value
        found.append((f"?{query.urlencode()}", str(PART_LABELS[each]), each is part))
    return found


def _rows(request: HttpRequest, spec: indicators.Spec, items: Sequence[str]) -> dict[str, Any]:
    """Dossiers as far as the reader may open them; of other datasets the items as they are called there."""
    if spec.readable.numerator.dataset not in OF_DOSSIERS:
        return {"items": items, "rows": [], "hidden": 0, "is_dossiers": False}
    seen = dossiers.visible_to(reader(request), on=clock.today()).filter(code__in=items).order_by("code")
    rows = dossiers.as_rows(seen.select_related("agency"), now=clock.now())
    return {"items": [], "rows": rows, "hidden": len(items) - len(rows), "is_dossiers": True}
