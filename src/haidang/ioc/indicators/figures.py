"""Figures of indicators, counted in the lake: of the province, of agencies, communes or procedures, month by month.

Rights and reorganisations come in by one small table: for each agency and procedure that the data names, whose work it
is today, as far as the reader may see it. The rows are joined with it, so that what is out of reach is in no total.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from haidang.identity import api as identity
from haidang.ioc.indicators import compiling
from haidang.ioc.indicators.definition import Definition, Grain
from haidang.ioc.indicators.formula import Formula, Measure, MeasureKind
from haidang.ioc.indicators.periods import Frame
from haidang.ioc.indicators.reach import Reach
from haidang.ioc.lake import reading as lake

if TYPE_CHECKING:
    import ibis.expr.types as ir

Number = int | float
Total = tuple[Number | None, int]
"""A measure over some rows, and on how many it rests."""
WHOLE = ""
"""The place of a figure of the province, or of all that the reader may see."""
_AGENCY = "place_agency"


@dataclass(frozen=True, slots=True)
class Figure:
    """Numerator and denominator, never one without the other, and on how many rows they rest.

    Without `is_ratio` the numerator is the one measure. None is a measure of nothing, which is not zero.
    """

    numerator: Number | None
    denominator: Number | None
    base: int
    scale: int
    is_ratio: bool

    @property
    def value(self) -> Fraction | None:
        """The exact value; None where there is nothing to divide by or nothing to measure."""
        if self.numerator is None or (self.is_ratio and not self.denominator) or not self.base:
            return None
        over = Fraction(self.denominator) if self.is_ratio and self.denominator is not None else Fraction(1)
        return Fraction(self.numerator) * self.scale / over

    def is_small(self, least: int) -> bool:
        """Whether it rests on so few rows that one more would change it much."""
        return 0 < self.base < least


Figures = Mapping[tuple[str, str], Figure]
"""By key of the frame and place."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted: for which periods, of what, within which reach; `on`: the day whose structure counts."""

    frames: Sequence[Frame]
    grain: Grain
    reach: Reach
    on: date


def count(definition: Definition, formula: Formula, asked: Asked, source: lake.Reader) -> Figures:
    """The figures that are asked for; a frame and place without any row is not there."""
    sides: dict[tuple[str, str], list[Total | None]] = {}
    for dataset in formula.datasets:
        places = [place for place, measure in enumerate(formula.measures) if measure.dataset == dataset]
        for key, totals in _totals(definition, [formula.measures[place] for place in places], asked, source).items():
            found = sides.setdefault(key, [None] * len(formula.measures))
            for place, total in zip(places, totals, strict=True):
                found[place] = total
    return {key: figure(formula, found) for key, found in sides.items()}


def figure(formula: Formula, parts: Sequence[Total | None]) -> Figure:
    """A figure from what its measures gave, the numerator first; None for one that had no row."""
    numbers = [
        _nothing(measure) if part is None else part for measure, part in zip(formula.measures, parts, strict=True)
    ]
    numerator, base = numbers[0]
    if formula.denominator is None:
        return Figure(numerator, None, base, formula.scale, is_ratio=False)
    denominator, base = numbers[1]
    # Nothing fulfils the condition although there is something to divide by: that is zero, and not unknown.
    numerator = 0 if numerator is None and denominator and formula.numerator.is_additive else numerator
    return Figure(numerator, denominator, base, formula.scale, is_ratio=True)


def _nothing(measure: Measure) -> Total:
    return (0 if measure.kind in {MeasureKind.COUNT, MeasureKind.DISTINCT} else None), 0


def _totals(
    definition: Definition, measures: Sequence[Measure], asked: Asked, source: lake.Reader
) -> dict[tuple[str, str], list[Total]]:
    """What several measures of one dataset give, by frame and place."""
    table, column = placed(definition, measures[0].dataset, asked, source)
    lines = source.rows(compiling.totals(measures, table, asked.frames, [column] if column else []))
    return {
        (line[compiling.FRAME], _text(line[column]) if column else WHOLE): [
            _total(measure, line[f"number_{place}"], line[f"base_{place}"]) for place, measure in enumerate(measures)
        ]
        for line in lines
    }


def _total(measure: Measure, number: Number | None, base: int) -> Total:
    return (number, base) if base else _nothing(measure)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def placed(definition: Definition, dataset: str, asked: Asked, source: lake.Reader) -> "tuple[ir.Table, str]":
    """A dataset within reach, and the column that splits it as asked for (blank: it is not split)."""
    table, grain = source.table(dataset), asked.grain
    agency = definition.places.get(Grain.AGENCY)
    if agency and (grain is Grain.AGENCY or not asked.reach.is_everything):
        table = _within_reach(table, agency, definition.places.get(Grain.PROCEDURE), asked, source)
    if grain is Grain.PROVINCE:
        return table, ""
    return table, _AGENCY if grain is Grain.AGENCY else definition.places[grain]


def _within_reach(
    table: "ir.Table", agency: str, procedure: str | None, asked: Asked, source: lake.Reader
) -> "ir.Table":
    import ibis

    columns = [agency, *([procedure] if procedure else [])]
    pairs = source.rows(table.select(columns).distinct())
    rows = _places(((pair[agency], pair[procedure] if procedure else "") for pair in pairs), asked)
    schema = {"their_agency": "string", "their_procedure": "string", _AGENCY: "string"}
    theirs = ibis.memtable(rows, schema=ibis.schema(schema))
    same = [table[agency] == theirs["their_agency"]]
    if procedure:
        same.append(table[procedure] == theirs["their_procedure"])
    return table.inner_join(theirs, same).drop("their_agency", "their_procedure")


def _places(pairs: Iterable[tuple[Any, Any]], asked: Asked) -> list[dict[str, str]]:
    """Whose work each agency's is today, for what lies in reach; an agency that the house does not know is nobody's."""
    ids = dict(identity.Agency.objects.values_list("code", "id"))
    codes = {number: code for code, number in ids.items()}
    known = [(agency, procedure or "") for agency, procedure in pairs if agency in ids]
    heirs = identity.heirs([(ids[agency], procedure) for agency, procedure in known], on=asked.on)
    return [
        {
            "their_agency": agency,
            "their_procedure": procedure,
            _AGENCY: codes[heirs[ids[agency], procedure]],
        }
        for agency, procedure in known
        if asked.reach.takes(ids[agency], procedure)
    ]
