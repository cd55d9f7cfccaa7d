"""The engines that answer questions to the lake: DuckDB in this process, or a Spark cluster, by one and the same Ibis.

`HAIDANG_LAKE_ENGINE=spark` with `HAIDANG_SPARK_MASTER=spark://…` sends the work to a cluster; its machines must see the
folder of the lake under the same path, and `pyspark` must be installed. Moments have no zone and are in UTC everywhere.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    import ibis.expr.types as ir


_MOST_WORDS = 256
"""Questions whose SQL is remembered."""


class Engine(Protocol):
    """Reads Parquet files as tables and answers expressions over them; used by one thread at a time."""

    def table(self, name: str, paths: Sequence[Path]) -> "ir.Table":
        """The files as one table."""

    def rows(self, expression: "ir.Table") -> list[dict[str, Any]]:
        """The rows that an expression says, by column."""


def memory_limit() -> str:
    """How much memory DuckDB may take, such as "2GB"; beyond it works on disk."""
    return str(settings.LAKE_MEMORY)


class DuckDB:
    """DuckDB in this process."""

    def __init__(self) -> None:
        import ibis

        self._backend = ibis.duckdb.connect()
        self._words: dict[Any, str] = {}
        self._backend.raw_sql(f"SET memory_limit = '{memory_limit()}'")
        self._backend.raw_sql("SET TimeZone = 'UTC'")
        self._backend.raw_sql("SET enable_progress_bar = false")
        # Files never change, so their heads are read once.
        self._backend.raw_sql("SET parquet_metadata_cache = true")

    def table(self, name: str, paths: Sequence[Path]) -> "ir.Table":
        """The files as one table."""
        return self._backend.read_parquet([str(path) for path in paths], table_name=name)

    def rows(self, expression: "ir.Table") -> list[dict[str, Any]]:
        """The rows that an expression says, by column."""
        if _brings_rows(expression):
            return list(self._backend.to_pyarrow(expression).to_pylist())
        # Not by Ibis's own way, which takes longer than a small question itself.
        found = self._backend.con.sql(self.sql(expression)).to_arrow_table()
        return list(found.cast(expression.schema().to_pyarrow()).to_pylist())

    def sql(self, expression: "ir.Table") -> str:
        """What DuckDB is asked; the same question twice is put into words once."""
        question = expression.op()
        if question not in self._words:
            if len(self._words) >= _MOST_WORDS:
                self._words.clear()
            self._words[question] = str(self._backend.compile(expression))
        return self._words[question]


class Spark:
    """A Spark cluster, or one on this machine."""

    def __init__(self) -> None:
        import ibis
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(settings.SPARK_MASTER).appName("haidang")
        for name, value in {
            "spark.ui.enabled": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.shuffle.partitions": str(settings.SPARK_PARTITIONS),
        }.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()
        self._backend = ibis.pyspark.connect(self._session)

    def table(self, name: str, paths: Sequence[Path]) -> "ir.Table":
        """The files as one table."""
        self._session.read.parquet(*(path.as_uri() for path in paths)).createOrReplaceTempView(name)
        return self._backend.table(name)

    def rows(self, expression: "ir.Table") -> list[dict[str, Any]]:
        """The rows that an expression says, by column."""
        if _brings_rows(expression):
            return list(self._backend.to_pyarrow(expression).to_pylist())
        # Not by Ibis, which goes through pandas: Arrow keeps whole numbers whole where some are missing.
        found = self._session.sql(self._backend.compile(expression)).toArrow()
        return list(found.cast(expression.schema().to_pyarrow()).to_pylist())


def _brings_rows(expression: "ir.Table") -> bool:
    """Whether the question holds rows of its own, such as rights, which Ibis must hand to the engine first."""
    import ibis.expr.operations as ops

    return bool(expression.op().find(ops.InMemoryTable))


def engine() -> Engine:
    """The engine of this installation's settings."""
    if settings.LAKE_ENGINE == "duckdb":
        return DuckDB()
    if settings.LAKE_ENGINE == "spark":
        return Spark()
    raise ImproperlyConfigured(f"HAIDANG_LAKE_ENGINE phải là duckdb hoặc spark (đang là {settings.LAKE_ENGINE})")
