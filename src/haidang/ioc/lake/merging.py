"""Merges staged changes into new files: whoever reads finds the latest rows in plain files and has nothing to sort out.

A month with changed rows is written anew without their former versions. Rows that never change are added in a file of
their own instead; such files become one when there are more than MOST_FILES of them, or their month is over.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from haidang.ioc.lake import layout
from haidang.ioc.lake.engines import memory_limit
from haidang.ioc.lake.layout import File, Table
from haidang.ioc.lake.staging import Staged, arrow_type
from haidang.platform.facts import Dataset

MOST_FILES = 8
ROW_GROUP = 122_880
"""Rows of a Parquet row group: DuckDB's own unit of parallel work."""
EVERYTHING = "all"
"""Stands for the month where rows have none."""


class Merger:
    """A DuckDB of its own for one update, which spills into the folder of work."""

    def __init__(self) -> None:
        import duckdb

        layout.work().mkdir(parents=True, exist_ok=True)
        self._db = duckdb.connect(config={"memory_limit": memory_limit(), "temp_directory": str(layout.work())})
        self._db.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")

    def close(self) -> None:
        """Gives the memory back."""
        self._db.close()

    def merged(self, dataset: Dataset, table: Table, staged: Staged, *, this_month: str) -> tuple[File, ...]:
        """The files of `table` with the staged changes in them; months before `this_month` ("2024-11") are over."""
        before = () if staged.is_whole else table.files
        by_month: dict[str, list[File]] = {}
        for file in before:
            by_month.setdefault(file.month, []).append(file)
        if staged.files:
            self._load(dataset, staged)
            for month in self._touched(dataset, before):
                by_month[month] = self._month(dataset, month, by_month.get(month, []))
        for month, files in by_month.items():
            if len(files) > MOST_FILES or (len(files) > 1 and month < this_month):
                by_month[month] = self._copied(dataset, month, _select(dataset, "?"), [_paths(files)])
        found = tuple(file for month in sorted(by_month) for file in by_month[month])
        return found or (_empty(dataset),)

    def _load(self, dataset: Dataset, staged: Staged) -> None:
        """The last word on each group: what the last batch that names it says."""
        month = f"coalesce(strftime({_quoted(dataset.month_of)}, '%Y-%m'), '{EVERYTHING}')" if dataset.month_of else ""
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT *, {month or repr(EVERYTHING)} AS _month"
            " FROM read_parquet(?) QUALIFY"
            f" _batch = max(_batch) OVER (PARTITION BY {_list(dataset.grouped_by)})"
            f" AND row_number() OVER (PARTITION BY {_list(dataset.key)}, _gone ORDER BY _batch DESC, _at DESC) = 1",
            [[str(path) for path in staged.files]],
        )

    def _touched(self, dataset: Dataset, files: Sequence[File]) -> list[str]:
        """The months in which something changes: those of the rows, and wherever groups were that are gone."""
        months = {row[0] for row in self._db.execute("SELECT DISTINCT _month FROM fresh WHERE NOT _gone").fetchall()}
        if files and self._db.execute("SELECT bool_or(_gone) FROM fresh").fetchall()[0][0]:
            same = _same(dataset.grouped_by)
            found = self._db.execute(
                "SELECT DISTINCT filename FROM read_parquet(?, filename = true) old"
                f" WHERE EXISTS (SELECT 1 FROM fresh WHERE _gone AND {same})",
                [_paths(files)],
            ).fetchall()
            by_path = dict(zip(_paths(files), files, strict=True))
            months |= {by_path[path].month for (path,) in found}
        return sorted(months)

    def _month(self, dataset: Dataset, month: str, files: list[File]) -> list[File]:
        fresh = f"SELECT {_list(dataset.names)} FROM fresh WHERE _month = ? AND NOT _gone"
        if not files:
            return self._copied(dataset, month, fresh, [month])
        if dataset.is_append_only:
            known = f"SELECT 1 FROM read_parquet(?) old WHERE {_same(dataset.key)}"
            return files + self._copied(dataset, month, f"{fresh} AND NOT EXISTS ({known})", [month, _paths(files)])
        same = f"EXISTS (SELECT 1 FROM fresh WHERE {_same(dataset.grouped_by)})"
        kept = f"SELECT {_list(dataset.names)} FROM read_parquet(?) old WHERE NOT {same}"
        return self._copied(dataset, month, f"{kept} UNION ALL {fresh}", [_paths(files), month])

    def _copied(self, dataset: Dataset, month: str, query: str, values: list[Any]) -> list[File]:
        """The rows of `query` as a new file in the dataset's order; no file for no rows."""
        path = layout.new_file(dataset.name, month)
        rows = self._db.execute(copy_statement(query, path, order=dataset.ordered_by), values).fetchall()[0][0]
        if rows:
            return [layout.described(path, month=month, rows=rows)]
        path.unlink(missing_ok=True)
        return []


def copy_statement(query: str, path: Path, *, order: Sequence[str]) -> str:
    """SQL that writes the rows of `query` as a file of the lake."""
    target = str(path).replace("'", "''")
    return (
        f"COPY (SELECT * FROM ({query}) ORDER BY {_list(order)}) TO '{target}'"
        f" (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    )


def _empty(dataset: Dataset) -> File:
    """A file without rows: engines learn the columns from it."""
    import pyarrow as pa
    from pyarrow import parquet

    path = layout.new_file(dataset.name, EVERYTHING)
    schema = pa.schema([(column.name, arrow_type(column.kind)) for column in dataset.columns])
    parquet.write_table(schema.empty_table(), path)
    return layout.described(path, month=EVERYTHING, rows=0)


def _select(dataset: Dataset, files: str) -> str:
    return f"SELECT {_list(dataset.names)} FROM read_parquet({files})"


def _paths(files: Sequence[File]) -> list[str]:
    return [str(layout.folder() / file.path) for file in files]


def _quoted(name: str) -> str:
    return f'"{name}"'


def _list(names: Sequence[str]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _same(names: Sequence[str]) -> str:
    return " AND ".join(f"old.{_quoted(name)} = fresh.{_quoted(name)}" for name in names)
