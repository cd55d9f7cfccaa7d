"""The rows behind a figure: those that count above, those that count below, and those below that do not count above."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from haidang.ioc.errors import Invalid
from haidang.ioc.indicators import compiling
from haidang.ioc.indicators.catalogue import Spec
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.indicators.figures import WHOLE, Asked, placed
from haidang.ioc.indicators.formula import Every, Measure, MeasureKind, Not
from haidang.ioc.lake import reading as lake

PAGE = 50


class Part(StrEnum):
    """Which side of a figure."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Items:
    """One page of what lies behind: the values of the indicator's item column, and how many there are in all."""

    dataset: str
    values: tuple[str, ...]
    total: int


def parts(spec: Spec) -> tuple[Part, ...]:
    """The sides that can be listed; none for an indicator whose rows have no name of their own."""
    if spec.formula is None or not spec.definition.item:
        return ()
    if spec.readable.denominator is None:
        return (Part.NUMERATOR,)
    return tuple(Part) if len(spec.readable.datasets) == 1 else (Part.NUMERATOR,)


def items(
    spec: Spec, part: Part, asked: Asked, source: lake.Reader, *, place: str = WHOLE, page: int = 1, size: int = PAGE
) -> Items:
    """Page `page` (from 1) of what lies behind the figure of the one frame that is asked for, at `place`.

    Raises Invalid for a side that cannot be listed.
    """
    if part not in parts(spec):
        raise Invalid(_("Chỉ số này không liệt kê được phần đã chọn."))
    measure = _measure(spec, part)
    table, column = placed(spec.definition, measure.dataset, asked, source)
    rows = compiling.counted(measure, table, asked.frames, [spec.definition.item, *([column] if column else [])])
    if measure.column:
        rows = rows.filter(rows[measure.column].notnull())
    if asked.grain is not Grain.PROVINCE:
        rows = rows.filter(rows[column] == place)
    named = rows.select(item=rows[spec.definition.item].cast("string"))
    total = source.rows(named.aggregate(total=named.count()))[0]["total"]
    shown = source.rows(named.order_by("item").limit(size, offset=(page - 1) * size))
    return Items(measure.dataset, tuple(line["item"] for line in shown), total)


def _measure(spec: Spec, part: Part) -> Measure:
    formula = spec.readable
    if part is Part.NUMERATOR or formula.denominator is None:
        return formula.numerator
    if part is Part.DENOMINATOR:
        return formula.denominator
    rest = Every((formula.denominator.where, Not(formula.numerator.where)))
    return Measure(formula.denominator.dataset, MeasureKind.COUNT, rest)
