"""What an indicator counts, as a small typed language: data that is checked, never code that is run. Pure.

A formula names a dataset, the rows of it that count, and one or two measures over them. Conditions are two-valued: a
comparison with something unknown does not hold, and `Not` turns that round, so that every row is on one side.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from haidang.platform.facts import Kind

NUMERIC = frozenset({Kind.INTEGER, Kind.REAL})
ORDERED = NUMERIC | {Kind.MOMENT, Kind.DATE}
IN_TIME = frozenset({Kind.MOMENT, Kind.DATE})


class Op(StrEnum):
    """How a column is compared with something."""

    EQUAL = "eq"
    UNEQUAL = "ne"
    LESS = "lt"
    AT_MOST = "le"
    MORE = "gt"
    AT_LEAST = "ge"


class Edge(StrEnum):
    """An end of the period that a figure is counted for; END is never after what is known."""

    START = "start"
    END = "end"


class MeasureKind(StrEnum):
    """How rows become one number."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"
    MEDIAN = "median"
    QUANTILE = "quantile"


Value = str | int | float | bool | datetime | date


@dataclass(frozen=True, slots=True)
class Other:
    """Another column of the same row, as the right side of a comparison."""

    column: str


@dataclass(frozen=True, slots=True)
class Compare:
    """`column` compared with a value, another column or an end of the period; not when either is unknown."""

    column: str
    op: Op
    value: Value | Other | Edge


@dataclass(frozen=True, slots=True)
class OneOf:
    """`column` is one of `values`."""

    column: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """`column` has a value, or with `is_known` False has none."""

    column: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Within:
    """`column` lies in the period: from its start up to but without its end."""

    column: str


@dataclass(frozen=True, slots=True)
class Every:
    """All of `parts` hold; holds where there are none."""

    parts: "tuple[Condition, ...]" = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of `parts` holds."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """`part` does not hold."""

    part: "Condition"


Condition = Compare | OneOf | Known | Within | Every | Some | Not
ALWAYS = Every()


@dataclass(frozen=True, slots=True)
class Measure:
    """One number over the rows of `dataset` for which `where` holds; `column` for all but COUNT, `share` for QUANTILE.

    Quantiles interpolate between neighbours; unknown values are left out of everything but COUNT.
    """

    dataset: str
    kind: MeasureKind
    where: Condition = ALWAYS
    column: str = ""
    share: float = 0.5

    @property
    def is_additive(self) -> bool:
        """Whether the numbers of parts add up to the number of the whole."""
        return self.kind in {MeasureKind.COUNT, MeasureKind.SUM}


@dataclass(frozen=True, slots=True)
class Formula:
    """`scale` × numerator ÷ denominator, or, without a denominator, `scale` × the one measure."""

    numerator: Measure
    denominator: Measure | None = None
    scale: int = 1

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures, the numerator first."""
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    @property
    def datasets(self) -> tuple[str, ...]:
        """The datasets that are read, each once."""
        return tuple(dict.fromkeys(measure.dataset for measure in self.measures))


def columns_of(condition: Condition) -> set[str]:
    """The columns that a condition reads."""
    if isinstance(condition, Every | Some):
        return set[str]().union(*(columns_of(part) for part in condition.parts))
    if isinstance(condition, Not):
        return columns_of(condition.part)
    other = condition.value if isinstance(condition, Compare) else None
    return {condition.column} | ({other.column} if isinstance(other, Other) else set())


def columns_read(formula: Formula) -> dict[str, set[str]]:
    """The columns that a formula reads, by dataset: where its figures come from."""
    found: dict[str, set[str]] = {}
    for measure in formula.measures:
        read = columns_of(measure.where) | ({measure.column} if measure.column else set())
        found.setdefault(measure.dataset, set()).update(read)
    return found
