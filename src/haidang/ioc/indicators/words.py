"""A formula in words, with the titles that the rooms give their datasets and columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.ioc.indicators.formula import (
    Compare,
    Condition,
    Edge,
    Every,
    Formula,
    Known,
    Measure,
    MeasureKind,
    Not,
    OneOf,
    Op,
    Other,
    Some,
    Within,
)
from haidang.platform import clock, facts

MEASURE_LABELS: dict[MeasureKind, str | Promise] = {
    MeasureKind.COUNT: gettext_lazy("Đếm dòng"),
    MeasureKind.SUM: gettext_lazy("Tổng của cột"),
    MeasureKind.DISTINCT: gettext_lazy("Đếm giá trị khác nhau của cột"),
    MeasureKind.MEDIAN: gettext_lazy("Trung vị của cột"),
    MeasureKind.QUANTILE: gettext_lazy("Phân vị của cột"),
}
OP_LABELS: dict[Op, str | Promise] = {
    Op.EQUAL: gettext_lazy("bằng"),
    Op.UNEQUAL: gettext_lazy("khác"),
    Op.LESS: gettext_lazy("nhỏ hơn, trước"),
    Op.AT_MOST: gettext_lazy("nhỏ hơn hoặc bằng, không sau"),
    Op.MORE: gettext_lazy("lớn hơn, sau"),
    Op.AT_LEAST: gettext_lazy("lớn hơn hoặc bằng, không trước"),
}
Titles = Mapping[str, facts.Dataset]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with those that belong below it."""

    text: str
    parts: "tuple[Sentence, ...]" = ()


def sentences(formula: Formula) -> list[Sentence]:
    """What is counted above and below, condition by condition."""
    titles = facts.datasets()
    if formula.denominator is None:
        return [_measure(_("Giá trị"), formula.numerator, titles)]
    return [
        _measure(_("Tử số"), formula.numerator, titles),
        _measure(_("Mẫu số"), formula.denominator, titles),
    ]


def _measure(side: str, measure: Measure, titles: Titles) -> Sentence:
    dataset = titles.get(measure.dataset)
    what = str(MEASURE_LABELS[measure.kind])
    if measure.column:
        what += f" “{_column(measure.column, dataset)}”"
    if measure.kind is MeasureKind.QUANTILE:
        what += f" {measure.share:.0%}"
    words = _("%(side)s: %(what)s, trong “%(dataset)s” (%(name)s)") % {
        "side": side,
        "what": what[:1].lower() + what[1:],
        "dataset": dataset.title if dataset else measure.dataset,
        "name": measure.dataset,
    }
    where = measure.where
    flat = where.parts if isinstance(where, Every) else (where,)
    return Sentence(words, tuple(_condition(part, dataset) for part in flat))


def _condition(condition: Condition, dataset: facts.Dataset | None) -> Sentence:
    match condition:
        case Every(parts):
            return Sentence(_("tất cả các điều kiện sau"), tuple(_condition(part, dataset) for part in parts))
        case Some(parts):
            return Sentence(
                _("ít nhất một trong các điều kiện sau"), tuple(_condition(part, dataset) for part in parts)
            )
        case Not(part):
            return Sentence(_("không phải"), (_condition(part, dataset),))
    return Sentence(_leaf(condition, dataset))


def _leaf(condition: Compare | OneOf | Known | Within, dataset: facts.Dataset | None) -> str:
    column = _column(condition.column, dataset)
    if isinstance(condition, Known):
        return (_("%(column)s: có giá trị") if condition.is_known else _("%(column)s: để trống")) % {"column": column}
    if isinstance(condition, Within):
        return _("%(column)s: trong kỳ") % {"column": column}
    if isinstance(condition, OneOf):
        values = ", ".join(_value(value) for value in condition.values)
        return _("%(column)s: một trong %(values)s") % {"column": column, "values": values}
    right = condition.value
    if isinstance(right, Other):
        said = f"“{_column(right.column, dataset)}”"
    elif isinstance(right, Edge):
        said = _("đầu kỳ") if right is Edge.START else _("cuối kỳ")
    else:
        said = _value(right)
    return f"{column}: {OP_LABELS[condition.op]} {said}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, datetime):
        return f"{clock.local(value):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value)


def _column(name: str, dataset: facts.Dataset | None) -> str:
    """The title of a column up to where it begins to explain itself."""
    titles = {column.name: column.title for column in dataset.columns} if dataset else {}
    title = titles.get(name, "")
    for mark in (":", ";", ","):
        title = title.partition(mark)[0]
    return f"{title} ({name})" if title else name
