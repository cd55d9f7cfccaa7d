"""The same formulas counted row by row in plain Python: slow, and plain enough to be believed.

`haidang recount` counts with it what the journal tells; tests hold `compiling` against it.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from haidang.ioc.indicators.formula import (
    Compare,
    Condition,
    Edge,
    Every,
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
from haidang.ioc.indicators.periods import Frame
from haidang.ioc.indicators.reading import Schema
from haidang.platform.facts import Kind

Row = Mapping[str, Any]
Number = int | float


def holds(condition: Condition, row: Row, frame: Frame, schema: Schema) -> bool:
    """Whether the row fulfils the condition in that period."""
    match condition:
        case Every(parts):
            return all(holds(part, row, frame, schema) for part in parts)
        case Some(parts):
            return any(holds(part, row, frame, schema) for part in parts)
        case Not(part):
            return not holds(part, row, frame, schema)
        case Known(column, is_known):
            return (row[column] is not None) == is_known
    return _leaf(condition, row, frame, schema)


def _leaf(condition: Compare | OneOf | Within, row: Row, frame: Frame, schema: Schema) -> bool:
    found = row[condition.column]
    if isinstance(condition, Within):
        start, end = (_edge(edge, schema[condition.column], frame) for edge in (Edge.START, Edge.END))
        return found is not None and bool(start <= found < end)
    if isinstance(condition, OneOf):
        return found is not None and found in condition.values
    return _compared(condition, row, frame, schema)


def _compared(condition: Compare, row: Row, frame: Frame, schema: Schema) -> bool:
    left, right = row[condition.column], condition.value
    if isinstance(right, Other):
        right = row[right.column]
    elif isinstance(right, Edge):
        right = _edge(right, schema[condition.column], frame)
    if left is None or right is None:
        return False
    found: dict[Op, Callable[[], bool]] = {
        Op.EQUAL: lambda: left == right,
        Op.UNEQUAL: lambda: left != right,
        Op.LESS: lambda: left < right,
        Op.AT_MOST: lambda: left <= right,
        Op.MORE: lambda: left > right,
        Op.AT_LEAST: lambda: left >= right,
    }
    return found[condition.op]()


def _edge(edge: Edge, kind: Kind, frame: Frame) -> Any:
    if kind is Kind.DATE:
        return frame.first if edge is Edge.START else frame.end_day
    return frame.start if edge is Edge.START else frame.end


def total(measure: Measure, rows: Iterable[Row], frame: Frame, schema: Schema) -> tuple[Number | None, int]:
    """The measure over `rows` and how many of them it rests on; None where there is nothing to measure."""
    found = [row for row in rows if holds(measure.where, row, frame, schema)]
    if measure.kind is MeasureKind.COUNT:
        return len(found), len(found)
    values = [row[measure.column] for row in found if row[measure.column] is not None]
    if measure.kind is MeasureKind.DISTINCT:
        return len(set(values)), len(values)
    if not values:
        return None, 0
    if measure.kind is MeasureKind.SUM:
        return sum(values), len(values)
    return _quantile(sorted(values), measure.share), len(values)


def _quantile(values: list[Number], share: float) -> float:
    """Between the two neighbours of the place `share` × (n − 1), in proportion."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return float(values[below] + (values[above] - values[below]) * (place - below))
