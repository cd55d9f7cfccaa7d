"""The map: an indicator by district as they were, or by commune as they are, with its table."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.ioc.api import indicators, maps, questions
from haidang.operations import drawings, values
from haidang.operations.guards import page, reader
from haidang.platform import clock
from haidang.platform.errors import Refused

Layer = maps.Layer
PERIODS = 13


@page
@require_safe
def area_map(request: HttpRequest) -> HttpResponse:
    """`chi_so` on the layer `lop`; `huyen` shows the communes of one district; `thang` one of the last months."""
    now = clock.now()
    specs = [spec for spec in questions.choices(now=now) if questions.grain_on_map(spec)]
    spec = next((each for each in specs if each.code == request.GET.get("chi_so")), specs[0] if specs else None)
    district = _district(request.GET.get("huyen", ""))
    layer = Layer.COMMUNES if district or request.GET.get("lop") == Layer.COMMUNES.value else Layer.DISTRICTS
    context: dict[str, object] = {"specs": specs, "spec": spec, "layer": layer, "district": district}
    if spec:
        try:
            answer = _answer(request, spec)
            context |= _drawn(request, answer, layer, district)
        except Refused as refusal:
            context["refusal"] = refusal
    return render(request, "operations/map.html", context)


def _district(code: str) -> maps.Area | None:
    if not code:
        return None
    found = next((area for area in maps.areas(Layer.DISTRICTS) if area.code == code), None)
    if found is None:
        raise Http404(_("Không có địa bàn này."))
    return found


def _answer(request: HttpRequest, spec: indicators.Spec) -> questions.Answer:
    grain = questions.grain_on_map(spec) or indicators.Grain.AGENCY
    question = questions.Question(spec.code, grain, questions.Step.MONTH, PERIODS)
    return questions.answer(question, reader=reader(request), now=clock.now())


def _drawn(
    request: HttpRequest, answer: questions.Answer, layer: maps.Layer, district: maps.Area | None
) -> dict[str, object]:
    names = drawings.periods(answer)
    month = request.GET.get("thang", "")
    period = names.index(month) if month in names else len(names) - 1
    areas = maps.areas(layer, district=district.code if district else "")
    found = questions.by_area(answer, areas, period=period)
    base = {"chi_so": answer.spec.code, "thang": names[period]}
    title = f"{drawings.title_of(answer)}, {names[period]}"
    chart = drawings.map_chart(answer, found, title=title, links=_links(areas, layer, base))
    return {
        "answer": answer,
        "chart": chart,
        "months": list(reversed(names)),
        "month": names[period],
        "rows": _rows(found, answer.spec.definition, layer, base),
        "elsewhere": found.elsewhere,
        "said": drawings.said(answer.as_of),
        "ways": _ways(layer, district, base),
        "small": answer.spec.definition.small,
    }


def _links(areas: Sequence[maps.Area], layer: maps.Layer, base: dict[str, str]) -> dict[str, str]:
    """A district leads to its communes, a commune to its row in the table."""
    if layer is Layer.DISTRICTS:
        return {area.code: f"?{urlencode({**base, 'huyen': area.code})}" for area in areas}
    return {area.code: f"#noi-{area.code}" for area in areas}


def _ways(layer: maps.Layer, district: maps.Area | None, base: dict[str, str]) -> list[tuple[str, str, bool]]:
    """The layers to choose from: words, address, whether it is the one shown."""
    words = {
        Layer.DISTRICTS: _("8 huyện, thị xã, thành phố (trước 1/7/2025)"),
        Layer.COMMUNES: _("30 xã, phường, đặc khu (từ 1/7/2025)"),
    }
    return [
        (words[each], f"?{urlencode({**base, 'lop': each.value})}", layer is each and not district) for each in words
    ]


def _rows(
    found: questions.Areas, definition: indicators.Definition, layer: maps.Layer, base: dict[str, str]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {
            "code": each.area.code,
            "name": each.area.name,
            "href": f"?{urlencode({**base, 'huyen': each.area.code})}" if layer is Layer.DISTRICTS else "",
            "words": _("nhiều trung vị, không cộng được")
            if each.is_mixed
            else drawings.said_of(each.figure, definition),
            "parts": values.parts(each.figure),
            "places": each.places,
            "people": each.area.people,
        }
        for each in found.found
    ]
    return sorted(rows, key=lambda row: str(row["name"]))
