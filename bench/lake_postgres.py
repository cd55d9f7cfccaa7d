"""The rows of the lake in PostgreSQL, indexed for the six aggregates, and how long it takes over them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_TABLES = {
    "dossiers": (
        "code text, agency_code text, procedure_code text, channel text, state smallint, is_open bool, is_paused bool,"
        " receive_by timestamp, due_at timestamp, warn_at timestamp, submitted_month date,"
        " finished_month date, is_on_time bool, office_minutes int"
    ),
    "steps": "procedure_code text, node text, status text, office_minutes int",
}
# One for each question, which it can answer from the index alone.
_INDEXES = (
    "dossiers (agency_code, due_at, warn_at, receive_by, is_paused, state) WHERE is_open",
    "dossiers (finished_month, agency_code, is_on_time) WHERE finished_month IS NOT NULL",
    "dossiers (due_at, code) INCLUDE (warn_at, agency_code, procedure_code) WHERE is_open",
    "dossiers (submitted_month, agency_code, channel)",
    "dossiers (procedure_code, office_minutes) WHERE office_minutes IS NOT NULL",
    "steps (procedure_code, node, office_minutes) WHERE status = 'done' AND office_minutes IS NOT NULL",
)
_QUANTILES = (
    "percentile_cont(0.5) WITHIN GROUP (ORDER BY office_minutes),"
    " percentile_cont(0.95) WITHIN GROUP (ORDER BY office_minutes)"
)


def measured(home: str, server: str, by_hand: dict[str, str], *, times: int) -> dict[str, Any]:
    """Loads the lake of `home` into a database of its own on `server` and asks; as `lake.timed`, with megabytes."""
    import psycopg

    from bench import lake, lake_rows
    from bench.dossiers import _fresh_database

    names = {"dossiers": "dossiers", "steps": "steps", "now": f"{lake_rows.NOW:%F %T}", "quantiles": _QUANTILES}
    with _fresh_database(server) as url, psycopg.connect(url, autocommit=True) as db:
        for table, columns in _TABLES.items():
            db.execute(f"CREATE TABLE {table} ({columns})")
            _copy(db, table, [part.split()[0] for part in columns.split(", ")], Path(home) / "lake" / "data" / table)
        db.execute("SET maintenance_work_mem = '512MB'")
        for index in _INDEXES:
            db.execute(f"CREATE INDEX ON {index}")
        db.execute("VACUUM ANALYZE")
        # Enough to sort in memory, and as many helpers as it likes.
        db.execute("SET work_mem = '512MB'; SET jit = off; SET max_parallel_workers_per_gather = 2")
        asked = {question: _asked(db, query.format(**names)) for question, query in by_hand.items()}
        with _memory(db.info.backend_pid) as most:
            found = lake.timed(asked, times=times)
    return found | {"megabytes": most[0]}


def _asked(db: Any, query: str) -> Any:
    return lambda: db.execute(query).fetchall()


def _copy(db: Any, table: str, columns: list[str], folder: Path) -> None:
    """The files of a table by COPY, in text as DuckDB writes it."""
    import subprocess
    import sys

    script = (
        "import duckdb, sys\n"
        "db = duckdb.connect(config={'threads': 1})\n"
        "db.execute('SET enable_progress_bar = false')\n"
        f"query = \"SELECT {', '.join(columns)} FROM read_parquet('{folder}/*/*.parquet')\"\n"
        "db.execute(f\"COPY ({query}) TO '/dev/stdout' (FORMAT csv, HEADER false)\")\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        with db.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
            while block := process.stdout.read(1 << 20):
                copy.write(block)
    if process.returncode:
        raise RuntimeError(f"{table} was not copied")


@contextmanager
def _memory(pid: int) -> Iterator[list[float]]:
    """The most megabytes that all processes of the server held together while the block ran, each shared page once."""
    most, stop = [0.0], threading.Event()
    parent = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])

    def watch() -> None:
        while not stop.wait(0.1):
            most[0] = max(most[0], sum(_share(each) for each in [parent, *_children(parent)]) / 1024)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        stop.set()
        watcher.join()


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _share(pid: int) -> int:
    """Kilobytes of a process, of shared pages its part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
