"""A formula as expressions of Ibis: the same for DuckDB on one machine and for a cluster.

Every frame is a row of a small table that is crossed with the dataset, so that one query counts all months.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

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
    columns_of,
)
from haidang.ioc.indicators.periods import Frame

if TYPE_CHECKING:
    import ibis.expr.types as ir

FRAME = "frame_key"


def totals(
    measures: Sequence[Measure], table: "ir.Table", frames: Sequence[Frame], by: Sequence[str] = ()
) -> "ir.Table":
    """One line for each frame and value of `by` with rows that any measure counts; all measures of one table.

    For measure i `number_i` and `base_i`: the number and on how many rows it rests.
    """
    crossed = _crossed(measures, table, frames, by)
    holds = [_holds(measure.where, crossed) for measure in measures]
    marked = crossed.mutate(**{f"counts_{place}": found for place, found in enumerate(holds)})
    rows = marked.filter(_any([marked[f"counts_{place}"] for place in range(len(measures))]))
    found = {}
    for place, measure in enumerate(measures):
        where = rows[f"counts_{place}"]
        found[f"number_{place}"] = _number(measure, rows, where)
        found[f"base_{place}"] = _base(measure, rows, where)
    return rows.group_by([FRAME, *by]).aggregate(**found)


def _any(found: Sequence[Any]) -> Any:
    import ibis

    return found[0] if len(found) == 1 else ibis.or_(*found)


def counted(measure: Measure, table: "ir.Table", frames: Sequence[Frame], keep: Sequence[str]) -> "ir.Table":
    """The rows that the measure counts, once for each frame that they count in, with the columns `keep`."""
    crossed = _crossed([measure], table, frames, keep)
    return crossed.filter(_holds(measure.where, crossed))


def _crossed(
    measures: Sequence[Measure], table: "ir.Table", frames: Sequence[Frame], keep: Sequence[str]
) -> "ir.Table":
    """Every row beside every frame, with no other columns than are asked for."""
    read = set(keep).union(*(columns_of(measure.where) | {measure.column} for measure in measures)) - {""}
    return table.select(sorted(read)).cross_join(_table_of(frames)) if read else table.cross_join(_table_of(frames))


def _table_of(frames: Iterable[Frame]) -> "ir.Table":
    import ibis

    rows = [
        {
            FRAME: frame.key,
            "frame_start": _utc(frame.start),
            "frame_end": _utc(frame.end),
            "frame_first": frame.first,
            "frame_after": frame.end_day,
        }
        for frame in frames
    ]
    schema = {
        FRAME: "string",
        "frame_start": "timestamp",
        "frame_end": "timestamp",
        "frame_first": "date",
        "frame_after": "date",
    }
    return ibis.memtable(rows, schema=ibis.schema(schema))


def _number(measure: Measure, rows: "ir.Table", where: Any) -> "ir.Scalar":
    if measure.kind is MeasureKind.COUNT:
        return where.sum()
    column: Any = rows[measure.column]
    if measure.kind is MeasureKind.SUM:
        found = column.sum(where=where)
    elif measure.kind is MeasureKind.DISTINCT:
        found = column.nunique(where=where)
    else:
        found = column.cast("float64").quantile(measure.share, where=where)
    return found


def _base(measure: Measure, rows: "ir.Table", where: Any) -> "ir.Scalar":
    return where.sum() if measure.kind is MeasureKind.COUNT else rows[measure.column].count(where=where)


def _holds(condition: Condition, rows: "ir.Table") -> "ir.BooleanValue":
    import ibis

    match condition:
        case Every(parts):
            return ibis.and_(*(_holds(part, rows) for part in parts))
        case Some(parts):
            return ibis.or_(*(_holds(part, rows) for part in parts))
        case Not(part):
            return ~_holds(part, rows)
        case Known(column, is_known):
            return rows[column].notnull() if is_known else rows[column].isnull()
    return _known(_leaf(condition, rows))


def _known(found: Any) -> Any:
    """Two values, not three: what cannot be told does not hold."""
    import ibis

    return found.fill_null(ibis.literal(value=False))


def _leaf(condition: Compare | OneOf | Within, rows: "ir.Table") -> Any:
    column: Any = rows[condition.column]
    if isinstance(condition, Within):
        return (column >= _edge(Edge.START, column, rows)) & (column < _edge(Edge.END, column, rows))
    if isinstance(condition, OneOf):
        return column.isin([_literal(value) for value in condition.values])
    return _COMPARED[condition.op](column, _right(condition, column, rows))


def _right(condition: Compare, column: Any, rows: "ir.Table") -> Any:
    if isinstance(condition.value, Other):
        return rows[condition.value.column]
    if isinstance(condition.value, Edge):
        return _edge(condition.value, column, rows)
    return _literal(condition.value)


def _edge(edge: Edge, column: Any, rows: "ir.Table") -> Any:
    if column.type().is_date():
        return rows["frame_first"] if edge is Edge.START else rows["frame_after"]
    return rows["frame_start"] if edge is Edge.START else rows["frame_end"]


def _utc(moment: datetime) -> datetime:
    """As moments stand in the lake: in UTC, without saying so."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _literal(value: Any) -> Any:
    import ibis

    if isinstance(value, datetime):
        return ibis.literal(_utc(value), type="timestamp")
    return ibis.literal(value, type="date") if isinstance(value, date) else ibis.literal(value)


_COMPARED: Mapping[Op, Any] = {
    Op.EQUAL: lambda left, right: left == right,
    Op.UNEQUAL: lambda left, right: left != right,
    Op.LESS: lambda left, right: left < right,
    Op.AT_MOST: lambda left, right: left <= right,
    Op.MORE: lambda left, right: left > right,
    Op.AT_LEAST: lambda left, right: left >= right,
}
