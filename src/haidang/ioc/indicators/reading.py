"""Formulas read from their JSON, with every column, type and value checked; says which place is wrong, and how.

{"dataset": "dossiers", "where": CONDITION, "numerator": MEASURE, "denominator": MEASURE, "scale": 100}
MEASURE:   {"measure": "count"|"sum"|"distinct"|"median"|"quantile", "column", "share", "where": CONDITION, "dataset"}
CONDITION: {"all": [CONDITION, …]} | {"any": […]} | {"not": CONDITION} | {"column", "op", "value"}
`op`:      eq ne lt le gt ge with `value` (a plain value, {"column": …} or {"edge": "start"|"end"}); in with `values`;
           known, unknown, in_period alone. A measure of a dataset of its own is not narrowed by the common `where`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.ioc.indicators.formula import (
    ALWAYS,
    IN_TIME,
    NUMERIC,
    ORDERED,
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
    Value,
    Within,
)
from haidang.platform.errors import Invalid
from haidang.platform.facts import Kind

Schema = Mapping[str, Kind]
"""The columns of a dataset with what they hold."""
MOST_DEEP, MOST_PARTS, MOST_TEXT, MOST_SCALE = 20, 30, 200, 1_000_000
# Each level of conditions is two steps deep: its name and its number.
_COUNTED = frozenset({Kind.TEXT, Kind.INTEGER, Kind.DATE})


class FormulaRefused(Invalid):
    """A formula that cannot be read; `field` is the place, as `numerator.where.all.2.value`."""

    code = "formula-refused"


def read(data: object, schemas: Mapping[str, Schema]) -> Formula:
    """The formula that `data` writes; raises FormulaRefused."""
    whole = _mapping(data, "", {"dataset", "where", "numerator", "denominator", "scale"})
    dataset = _text(whole.get("dataset"), "dataset")
    place = _Place(schemas, dataset, "")
    common = _condition(whole["where"], place.at("where")) if "where" in whole else ALWAYS
    numerator = _measure(whole.get("numerator"), place.at("numerator"), common)
    denominator = None
    if whole.get("denominator") is not None:
        denominator = _measure(whole["denominator"], place.at("denominator"), common)
    scale = whole.get("scale", 1)
    if not isinstance(scale, int) or isinstance(scale, bool) or not 1 <= scale <= MOST_SCALE:
        raise _refused(_("Hệ số phải là số nguyên từ 1 đến 1.000.000."), "scale")
    return Formula(numerator, denominator, scale)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the reader is, and what is known there."""

    schemas: Mapping[str, Schema]
    dataset: str
    path: str
    depth: int = 0

    def at(self, name: str | int) -> "_Place":
        """One step further in."""
        return replace(self, path=f"{self.path}.{name}" if self.path else str(name), depth=self.depth + 1)

    def kind(self, column: object, name: str = "column") -> Kind:
        """What a column holds; raises FormulaRefused if the dataset has no such column."""
        wanted = _text(column, self.at(name).path)
        if self.dataset not in self.schemas:
            raise _refused(_("Không có bộ dữ liệu “%(name)s”.") % {"name": self.dataset}, self.at(name).path)
        found = self.schemas[self.dataset].get(wanted)
        if found is None:
            words = _("Bộ dữ liệu “%(dataset)s” không có cột “%(column)s”.")
            raise _refused(words % {"dataset": self.dataset, "column": wanted}, self.at(name).path)
        return found


def _measure(data: object, place: _Place, common: Condition) -> Measure:
    found = _mapping(data, place.path, {"measure", "column", "share", "where", "dataset"})
    dataset = _text(found["dataset"], place.at("dataset").path) if "dataset" in found else place.dataset
    place = replace(place, dataset=dataset)
    kind = _choice(MeasureKind, found.get("measure"), place.at("measure").path)
    if dataset not in place.schemas:
        raise _refused(_("Không có bộ dữ liệu “%(name)s”.") % {"name": dataset}, place.at("dataset").path)
    own = _condition(found["where"], place.at("where")) if "where" in found else ALWAYS
    where = own if "dataset" in found else _both(common, own)
    column = _measured(kind, found.get("column"), place)
    share = 0.5
    if kind is MeasureKind.QUANTILE:
        share = found.get("share", 0.5)
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share < 1:
            raise _refused(_("Phân vị phải lớn hơn 0 và nhỏ hơn 1."), place.at("share").path)
    return Measure(dataset, kind, where, column, float(share))


def _measured(kind: MeasureKind, column: object, place: _Place) -> str:
    """The column that a measure is of; blank for a count of rows."""
    if kind is MeasureKind.COUNT:
        if column:
            raise _refused(_("Đếm dòng không cần cột."), place.at("column").path)
        return ""
    holds = place.kind(column)
    wanted = _COUNTED if kind is MeasureKind.DISTINCT else NUMERIC
    if holds not in wanted:
        raise _refused(_("Cột này không dùng được cho phép tính đã chọn."), place.at("column").path)
    return str(column)


def _both(common: Condition, own: Condition) -> Condition:
    if common == ALWAYS:
        return own
    return common if own == ALWAYS else Every((common, own))


def _condition(data: object, place: _Place) -> Condition:
    if place.depth > MOST_DEEP:
        raise _refused(_("Điều kiện lồng nhau quá sâu."), place.path)
    if isinstance(data, Mapping) and len(data) == 1:
        name, inner = next(iter(data.items()))
        if name in {"all", "any"}:
            parts = tuple(
                _condition(part, place.at(name).at(number)) for number, part in enumerate(_list(inner, place))
            )
            return Every(parts) if name == "all" else Some(parts)
        if name == "not":
            return Not(_condition(inner, place.at("not")))
    return _leaf(_mapping(data, place.path, {"column", "op", "value", "values"}), place)


def _leaf(found: Mapping[str, Any], place: _Place) -> Condition:
    kind, column, op = place.kind(found.get("column")), str(found.get("column")), found.get("op")
    if op in {"known", "unknown"}:
        return Known(column, op == "known")
    if op == "in_period":
        if kind not in IN_TIME:
            raise _refused(_("Cột này không phải ngày, giờ."), place.at("column").path)
        return Within(column)
    if op == "in":
        values = _list(found.get("values"), place.at("values"))
        return OneOf(column, tuple(_value(each, kind, place.at("values")) for each in values))
    compared = _choice(Op, op, place.at("op").path)
    if compared not in {Op.EQUAL, Op.UNEQUAL} and kind not in ORDERED:
        raise _refused(_("Cột này không so sánh lớn, nhỏ được."), place.at("op").path)
    return Compare(column, compared, _operand(found.get("value"), kind, place.at("value")))


def _operand(data: object, kind: Kind, place: _Place) -> Value | Other | Edge:
    if isinstance(data, Mapping) and set(data) == {"column"}:
        other = place.kind(data["column"])
        if other != kind and not {other, kind} <= NUMERIC:
            raise _refused(_("Hai cột khác kiểu, không so sánh được."), place.path)
        return Other(str(data["column"]))
    if isinstance(data, Mapping) and set(data) == {"edge"}:
        if kind not in IN_TIME:
            raise _refused(_("Cột này không phải ngày, giờ."), place.path)
        return Edge(_choice(Edge, data["edge"], place.path))
    return _value(data, kind, place)


def _value(data: object, kind: Kind, place: _Place) -> Value:
    """A plain value of that kind; raises FormulaRefused."""
    if kind is Kind.BOOLEAN and isinstance(data, bool):
        return data
    if kind is Kind.TEXT and isinstance(data, str) and len(data) <= MOST_TEXT:
        return data
    is_number = isinstance(data, int | float) and not isinstance(data, bool) and abs(data) < 1e15
    if is_number and (kind is Kind.REAL or (kind is Kind.INTEGER and isinstance(data, int))):
        return data  # type: ignore[return-value]  # a number, as just checked
    if kind in IN_TIME and isinstance(data, str):
        try:
            moment = date.fromisoformat(data) if kind is Kind.DATE else datetime.fromisoformat(data)
        except ValueError:
            moment = None
        if moment is not None and (kind is Kind.DATE or moment.tzinfo is not None):  # type: ignore[attr-defined]
            return moment
    raise _refused(_("Giá trị không đúng kiểu của cột."), place.path)


def _list(data: object, place: _Place) -> list[Any]:
    if not isinstance(data, list) or not 1 <= len(data) <= MOST_PARTS:
        raise _refused(_("Cần từ 1 đến 30 phần."), place.path)
    return data


def _mapping(data: object, path: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise _refused(_("Chỗ này phải là một nhóm “tên: giá trị”."), path)
    if strange := sorted(str(name) for name in data if name not in known):
        raise _refused(_("Không hiểu “%(name)s”.") % {"name": strange[0][:MOST_TEXT]}, path)
    return data


def _text(data: object, path: str) -> str:
    if not isinstance(data, str) or not data or len(data) > MOST_TEXT:
        raise _refused(_("Chỗ này phải là một tên."), path)
    return data


def _choice(choices: Any, data: object, path: str) -> Any:
    try:
        return choices(data)
    except ValueError:
        words = _("Chọn một trong: %(choices)s.") % {"choices": ", ".join(choices)}
        raise _refused(words, path) from None


def _refused(message: str | Promise, path: str) -> FormulaRefused:
    return FormulaRefused(message, field=path or None)
