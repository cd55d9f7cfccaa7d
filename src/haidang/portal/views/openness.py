"""The page of openness: the figures that leaders see, for everybody, and as data to take away."""

import json
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from haidang.ioc.api import indicators
from haidang.platform import clock
from haidang.ui.measures import decimal_words, measured

FILES = {
    "csv": ("text/csv; charset=utf-8", indicators.as_csv),
    "parquet": ("application/vnd.apache.parquet", indicators.as_parquet),
}
GRAIN_LABELS = {
    indicators.Grain.AGENCY: gettext_lazy("Cơ quan"),
    indicators.Grain.PROCEDURE: gettext_lazy("Thủ tục"),
    indicators.Grain.COMMUNE: gettext_lazy("Xã, phường"),
}
ALL = "tat-ca"


@require_safe
def openness(request: HttpRequest) -> HttpResponse:
    """Every public indicator with its last value."""
    tiles = []
    for found in _opened():
        cell = found.latest
        tiles.append({"spec": found.spec, "cell": cell and _shown(found.spec, cell), "month": cell and cell.first})
    return render(request, "portal/openness.html", {"tiles": tiles, "least": indicators.LEAST_OPEN})


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One public indicator: month by month, and by agency, procedure or commune."""
    found = _one(code)
    definition, months = found.spec.definition, found.months
    month = next((each for each in months if f"{each:%Y-%m}" == request.GET.get("ky")), months[0] if months else None)
    grain = next((each for each in definition.grains if each == request.GET.get("theo")), None)
    grain = grain or next(iter(definition.grains), None)
    rows = found.of(grain, month) if grain and month else []
    lines = [(cell.name or cell.place, _shown(found.spec, cell)) for cell in rows]
    context = {
        "spec": found.spec,
        "definition": definition,
        "target": _target(found.spec),
        "sentences": indicators.sentences(found.spec.formula) if found.spec.formula else [],
        "course": [(cell.first, _shown(found.spec, cell)) for cell in reversed(found.of(indicators.Grain.PROVINCE))],
        "months": [(f"{each:%Y-%m}", each) for each in months],
        "month": month,
        "month_key": f"{month:%Y-%m}" if month else "",
        "grains": [(each.value, GRAIN_LABELS[each]) for each in definition.grains],
        "grain": grain,
        "grain_words": GRAIN_LABELS[grain] if grain else "",
        "lines": sorted(lines, key=lambda line: line[0]),
        "least": indicators.LEAST_OPEN,
    }
    return render(request, "portal/openness_indicator.html", context)


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, and what its columns mean."""
    context = {"specs": _public(), "columns": indicators.OPEN_COLUMNS, "least": indicators.LEAST_OPEN, "all": ALL}
    return render(request, "portal/openness_data.html", context)


@require_safe
def download(_request: HttpRequest, code: str, form: str) -> HttpResponse:
    """One indicator, or all of them, as CSV or Parquet."""
    if form not in FILES:
        raise Http404(_("Không có tệp này."))
    found = _opened() if code == ALL else [_one(code)]
    media_type, made = FILES[form]
    response = HttpResponse(made(found), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{code}.{form}"'
    return response


@require_safe
def dcat(_request: HttpRequest) -> HttpResponse:
    """The catalogue of the data in the words of DCAT, as JSON-LD."""
    datasets = [_dataset(spec.code, str(spec.definition.title), str(spec.definition.note)) for spec in _public()]
    catalogue = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": _address("portal:openness_data"),
        "@type": "dcat:Catalog",
        "dct:title": _("Dữ liệu mở về giải quyết thủ tục hành chính"),
        "dct:language": "vi",
        "dcat:dataset": [_dataset(ALL, _("Tất cả chỉ số công khai"), ""), *datasets],
    }
    return HttpResponse(json.dumps(catalogue, ensure_ascii=False, indent=1), content_type="application/ld+json")


def _dataset(code: str, title: str, text: str) -> dict[str, Any]:
    return {
        "@id": _address("portal:openness_download", code, "csv").removesuffix(".csv"),
        "@type": "dcat:Dataset",
        "dct:identifier": code,
        "dct:title": title,
        "dct:description": text,
        "dct:accrualPeriodicity": "http://publications.europa.eu/resource/authority/frequency/CONT",
        "dct:accessRights": "http://publications.europa.eu/resource/authority/access-right/PUBLIC",
        "dcat:landingPage": _address("portal:openness_data"),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:downloadURL": _address("portal:openness_download", code, form),
                "dcat:mediaType": media_type.partition(";")[0],
            }
            for form, (media_type, _made) in FILES.items()
        ],
    }


def _address(name: str, *args: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse(name, args=args)


def _public() -> list[indicators.Spec]:
    return indicators.public(on=clock.today())


def _opened() -> list[indicators.OpenIndicator]:
    return [indicators.opened(spec, now=clock.now(), on=clock.today()) for spec in _public()]


def _one(code: str) -> indicators.OpenIndicator:
    spec = next((each for each in _public() if each.code == code), None)
    if spec is None:
        raise Http404(_("Không có chỉ số này."))
    return indicators.opened(spec, now=clock.now(), on=clock.today())


def _target(spec: indicators.Spec) -> str:
    goal = spec.definition.target[-1] if spec.definition.target else None
    if goal is None:
        return ""
    value = measured(goal.value, spec.definition.unit)
    if goal.on == indicators.OPEN:
        return value
    return _("%(value)s đến %(day)s") % {"value": value, "day": f"{goal.on:%d/%m/%Y}"}


def _shown(spec: indicators.Spec, cell: indicators.OpenCell) -> dict[str, Any]:
    """A cell in words; what is withheld says so instead of standing empty."""
    figure = cell.figure
    if figure is None:
        return {"value": _("dưới %(least)s hồ sơ") % {"least": indicators.LEAST_OPEN}, "parts": "", "as_of": cell.as_of}
    if figure.value is None:
        return {"value": _("Không có số liệu"), "parts": "", "as_of": cell.as_of}
    parts = ""
    if figure.is_ratio:
        parts = " / ".join(decimal_words(Fraction(number or 0), 1) for number in (figure.numerator, figure.denominator))
    return {"value": measured(figure.value, spec.definition.unit), "parts": parts, "as_of": cell.as_of}
