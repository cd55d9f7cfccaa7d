"""What the house above may use of indicators, as `ioc.indicators`."""

from haidang.ioc.indicators.behind import Part, item_count, items, parts
from haidang.ioc.indicators.catalogue import Spec, current, is_filled, one, schemas, versions
from haidang.ioc.indicators.definition import Definition, Grain, Unit, Words
from haidang.ioc.indicators.figures import WHOLE, Asked, Figure, Figures, count
from haidang.ioc.indicators.formula import Formula, MeasureKind, Op, columns_read
from haidang.ioc.indicators.keeping import Kept, keep, kept
from haidang.ioc.indicators.keeping import one as kept_figure
from haidang.ioc.indicators.names import names as place_names
from haidang.ioc.indicators.openness import COLUMNS as OPEN_COLUMNS
from haidang.ioc.indicators.openness import LEAST as LEAST_OPEN
from haidang.ioc.indicators.openness import Cell as OpenCell
from haidang.ioc.indicators.openness import Open as OpenIndicator
from haidang.ioc.indicators.openness import as_csv, as_parquet, opened, public, withheld
from haidang.ioc.indicators.periods import Frame, months
from haidang.ioc.indicators.publishing import Published, checked, may_publish, publish
from haidang.ioc.indicators.reach import EVERYTHING, Reach, sees_everything
from haidang.ioc.indicators.reach import of as reach_of
from haidang.ioc.indicators.reading import FormulaRefused
from haidang.ioc.indicators.recount import Difference, Recount, recount
from haidang.ioc.indicators.series import Series, series
from haidang.ioc.indicators.tables import IndicatorVersion
from haidang.ioc.indicators.targets import OPEN, Aim, Better, Comparison, Standing, compare, expected
from haidang.ioc.indicators.trying import trial, tried
from haidang.ioc.indicators.words import MEASURE_LABELS, OP_LABELS, Sentence, sentences

__all__ = [
    "EVERYTHING",
    "LEAST_OPEN",
    "MEASURE_LABELS",
    "OPEN",
    "OPEN_COLUMNS",
    "OP_LABELS",
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
    "Kept",
    "MeasureKind",
    "Op",
    "OpenCell",
    "OpenIndicator",
    "Part",
    "Published",
    "Reach",
    "Recount",
    "Sentence",
    "Series",
    "Spec",
    "Standing",
    "Unit",
    "Words",
    "as_csv",
    "as_parquet",
    "checked",
    "columns_read",
    "compare",
    "count",
    "current",
    "expected",
    "is_filled",
    "item_count",
    "items",
    "keep",
    "kept",
    "kept_figure",
    "may_publish",
    "months",
    "one",
    "opened",
    "parts",
    "place_names",
    "public",
    "publish",
    "reach_of",
    "recount",
    "schemas",
    "sees_everything",
    "sentences",
    "series",
    "trial",
    "tried",
    "versions",
    "withheld",
]
