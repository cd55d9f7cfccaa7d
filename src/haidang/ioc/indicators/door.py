"""What the house above may use of indicators, as `ioc.indicators`."""

from haidang.ioc.indicators.behind import Items, Part, items, parts
from haidang.ioc.indicators.catalogue import Spec, current, is_filled, one, schemas, versions
from haidang.ioc.indicators.definition import Definition, Grain, Unit, Words
from haidang.ioc.indicators.figures import WHOLE, Asked, Figure, Figures, count
from haidang.ioc.indicators.formula import Formula, MeasureKind, Op, columns_read
from haidang.ioc.indicators.keeping import Kept, keep, kept
from haidang.ioc.indicators.keeping import one as kept_figure
from haidang.ioc.indicators.periods import Frame, months
from haidang.ioc.indicators.publishing import Published, checked, may_publish, publish
from haidang.ioc.indicators.reach import EVERYTHING, Reach
from haidang.ioc.indicators.reach import of as reach_of
from haidang.ioc.indicators.reading import FormulaRefused
from haidang.ioc.indicators.recount import Difference, Recount, recount
from haidang.ioc.indicators.tables import IndicatorVersion
from haidang.ioc.indicators.targets import OPEN, Aim, Better, Comparison, Standing, compare, expected

__all__ = [
    "EVERYTHING",
    "OPEN",
    "WHOLE",
    "Aim",
    "Asked",
    "Better",
    "Comparison",
    "Definition",
    "Difference",
    "Figure",
    "Figures",
    "Formula",
    "FormulaRefused",
    "Frame",
    "Grain",
    "IndicatorVersion",
    "Items",
    "Kept",
    "MeasureKind",
    "Op",
    "Part",
    "Published",
    "Reach",
    "Recount",
    "Spec",
    "Standing",
    "Unit",
    "Words",
    "checked",
    "columns_read",
    "compare",
    "count",
    "current",
    "expected",
    "is_filled",
    "items",
    "keep",
    "kept",
    "kept_figure",
    "may_publish",
    "months",
    "one",
    "parts",
    "publish",
    "reach_of",
    "recount",
    "schemas",
    "versions",
]
