"""Indicators as the landing page and the public page show them: value, target, trend, and how old."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from haidang.ioc.api import indicators
from haidang.operations import charts, wording

STALE_AFTER = timedelta(hours=1)
"""The lake is brought up to date every few minutes: what is older has been left behind."""


@dataclass(frozen=True, slots=True)
class Tile:
    """An indicator with its last value; `why` where there is none."""

    spec: indicators.Spec
    shown: wording.Shown | None
    month: str
    target: str
    spark: charts.Chart | None
    as_of: datetime | None
    is_stale: bool
    why: str


def tiles(reach: indicators.Reach, *, now: datetime, on: date) -> list[Tile]:
    """Every indicator in force, in reach of somebody."""
    whole, specs = indicators.Grain.PROVINCE, indicators.current(on=on)
    return [_tile(spec, indicators.series(spec, whole, reach, on=on), now) for spec in specs]


def _tile(spec: indicators.Spec, found: indicators.Series | None, now: datetime) -> Tile:
    target = wording.target_words(spec.definition)
    if found is None:
        return Tile(spec, None, "", target, None, None, is_stale=False, why=why_nothing(spec))
    latest = found.latest()
    if latest is None:
        return Tile(spec, None, "", target, None, found.as_of, is_stale=False, why=_("Chưa có dòng nào để tính."))
    frame, figure = latest
    shown = wording.shown(spec.definition, figure, found.comparison(frame, figure))
    stale = now - found.as_of > STALE_AFTER
    return Tile(spec, shown, wording.month_words(frame), target, _spark(found), found.as_of, is_stale=stale, why="")


def _spark(found: indicators.Series) -> charts.Chart | None:
    values = [(_value(found, frame), wording.month_words(frame)) for frame in found.frames]
    if sum(value is not None for value, _words in values) < 2:
        return None
    return charts.chart(values, width=charts.SPARK_WIDTH, height=charts.SPARK_HEIGHT)


def _value(found: indicators.Series, frame: indicators.Frame) -> Fraction | None:
    figure = found.figure(frame)
    return figure.value if figure else None


def why_nothing(spec: indicators.Spec) -> str:
    """Why an indicator has no value at all, and what must be connected."""
    if spec.problem:
        return _("Công thức không còn khớp với dữ liệu: %(problem)s") % {"problem": spec.problem}
    if spec.missing:
        return str(spec.definition.connect) or _("Chưa có bộ dữ liệu: %(names)s.") % {"names": ", ".join(spec.missing)}
    return _("Dữ liệu của chỉ số này chưa được nạp vào kho số liệu.")
