"""Takes the changes that rooms tell and lays them out as Parquet files that DuckDB merges into the lake."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from haidang.ioc.lake import layout
from haidang.platform.facts import Batch, Dataset, Kind, Row, Value

BATCH = 5_000
"""Changes asked for at a time."""
MOST = 250_000
"""Rows laid out before they are merged."""


@dataclass(slots=True)
class Staged:
    """Changes on their way: their files, how many rows, the cursor after them, and whether more are waiting."""

    cursor: str
    files: list[Path] = field(default_factory=list)
    rows: int = 0
    is_whole: bool = False
    is_last: bool = False


def stage(dataset: Dataset, cursor: str, *, told: Callable[[int], None]) -> Staged:
    """Changes since `cursor`, MOST rows of them at most; `told(n)` is called for each n rows."""
    staged = Staged(cursor)
    while staged.rows < MOST and not staged.is_last:
        batch = dataset.changes(staged.cursor, BATCH)
        if batch.is_whole:
            staged.files, staged.is_whole = [], True
        if batch.rows or batch.gone or batch.is_whole:
            staged.files.append(_written(dataset, batch, number=len(staged.files)))
        staged.rows += len(batch.rows)
        staged.cursor, staged.is_last = batch.cursor, batch.is_last
        told(len(batch.rows))
    return staged


def arrow_type(kind: Kind) -> Any:
    """What a column is in Parquet. Moments have no zone there and are in UTC: no engine shifts them."""
    import pyarrow as pa

    return {
        Kind.TEXT: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.REAL: pa.float64(),
        Kind.BOOLEAN: pa.bool_(),
        Kind.MOMENT: pa.timestamp("us"),
        Kind.DATE: pa.date32(),
    }[kind]


def _written(dataset: Dataset, batch: Batch, *, number: int) -> Path:
    import pyarrow as pa
    from pyarrow import parquet

    rows = [_checked(dataset, row) for row in batch.rows]
    places = [dataset.names.index(name) for name in dataset.grouped_by]
    marks = [_mark(dataset, group, places) for group in batch.gone]
    columns = {
        column.name: pa.array([_stored(row[place]) for row in (*rows, *marks)], arrow_type(column.kind))
        for place, column in enumerate(dataset.columns)
    }
    columns["_gone"] = pa.array([False] * len(rows) + [True] * len(marks), pa.bool_())
    columns["_batch"] = pa.array([number] * (len(rows) + len(marks)), pa.int64())
    columns["_at"] = pa.array(range(len(rows) + len(marks)), pa.int64())
    path = layout.work() / f"{dataset.name}-{number}.parquet"
    path.parent.mkdir(exist_ok=True)
    parquet.write_table(pa.table(columns), path)
    return path


def _checked(dataset: Dataset, row: Row) -> Row:
    if len(row) != len(dataset.columns):
        raise ValueError(f"{dataset.name}: a row of {len(row)} values for {len(dataset.columns)} columns")
    return row


def _mark(dataset: Dataset, group: Row, places: list[int]) -> Row:
    """A row that says that a group has no rows left."""
    values: list[Value] = [None] * len(dataset.columns)
    for place, value in zip(places, group, strict=True):
        values[place] = value
    return tuple(values)


def _stored(value: Value) -> Value:
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value
