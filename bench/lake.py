"""The six aggregates of boards over ten million dossiers with their events and steps: the lake, DuckDB, PostgreSQL.

Each is asked of the lake's reader (Ibis), of DuckDB by SQL written by hand over the same files (limit: twice its time),
and of PostgreSQL over the same rows with an index for each question (limit: a tenth of its time). Each contender has a
process to itself; of three times the best counts, and all of them must say the same. Memory is the most that its
processes held, PostgreSQL's shared buffers with them. No aggregate reads `events`, so PostgreSQL is spared those.
`BENCH_LAKE_DOSSIERS` for another size; without the `DATABASE_URL` of a PostgreSQL server that part is left out.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

DOSSIERS = int(os.environ.get("BENCH_LAKE_DOSSIERS", "10000000"))
TIMES = 3
Row = dict[str, Any]
Asked = dict[str, Callable[[], list[tuple[Any, ...]]]]

BY_HAND = {
    "backlog by agency × lateness": """
      SELECT agency_code, CASE WHEN due_at IS NULL AND (is_paused OR state = 5) THEN 'paused'
          WHEN due_at < TIMESTAMP '{now}' OR (due_at IS NULL AND receive_by < TIMESTAMP '{now}') THEN 'late'
          WHEN warn_at <= TIMESTAMP '{now}' AND due_at IS NOT NULL THEN 'at_risk' ELSE 'in_time' END, count(*)
      FROM {dossiers} WHERE is_open GROUP BY 1, 2""",
    "on-time by month × agency": """
      SELECT finished_month, agency_code, count(*), count(*) FILTER (WHERE is_on_time)
      FROM {dossiers}
      WHERE finished_month IS NOT NULL GROUP BY 1, 2""",
    "at-risk list": """
      SELECT code, agency_code, procedure_code, due_at FROM {dossiers}
      WHERE is_open AND due_at >= TIMESTAMP '{now}' AND warn_at <= TIMESTAMP '{now}' ORDER BY due_at, code LIMIT 100""",
    "online rate by month × agency": """
      SELECT submitted_month, agency_code, count(*), count(*) FILTER (WHERE channel = 'online')
      FROM {dossiers} GROUP BY 1, 2""",
    "median and p95 per procedure": """
      SELECT procedure_code, count(*), {quantiles} FROM {dossiers} WHERE office_minutes IS NOT NULL GROUP BY 1""",
    "step durations": """
      SELECT procedure_code, node, count(*), {quantiles} FROM {steps}
      WHERE status = 'done' AND office_minutes IS NOT NULL GROUP BY 1, 2""",
}


def rows() -> list[Row]:
    """Rows of the bench: keys work, ours, peer, ratio, unit."""
    from bench import lake_postgres

    with tempfile.TemporaryDirectory(prefix="haidang-bench-") as home:
        _process(home, "fill")
        ours, by_hand = _process(home, "lake"), _process(home, "by_hand")
        found = _rows("the same in SQL by hand", ours, by_hand)
        server = os.environ.get("DATABASE_URL", "")
        if server.startswith(("postgres:", "postgresql:")):
            found += _rows("PostgreSQL", ours, lake_postgres.measured(home, server, BY_HAND, times=TIMES))
    return found


def _process(home: str, part: str) -> Any:
    environment = os.environ | {"HAIDANG_HOME": home, "DJANGO_SETTINGS_MODULE": "haidang.config.settings"}
    command = [sys.executable, "-m", "bench.lake", part]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def _rows(name: str, ours: Row, peer: Row) -> list[Row]:
    size = f"{DOSSIERS / 1e6:g} M dossiers"
    for question, seconds in peer["seconds"].items():
        if peer["answers"][question] != ours["answers"][question]:
            raise AssertionError(f"{question}: {name} says something else ({seconds:.3f} s)")
    pairs = [(question, ours["seconds"][question], peer["seconds"][question]) for question in peer["seconds"]]
    pairs.append(("all six", sum(pair[1] for pair in pairs), sum(pair[2] for pair in pairs)))
    found = [
        _row(f"{question}, {size} (peer: {name})", mine * 1000, other * 1000, "ms") for question, mine, other in pairs
    ]
    return [*found, _row(f"most memory, {size} (peer: {name})", ours["megabytes"], peer["megabytes"], "MB")]


def _row(work: str, ours: float, peer: float, unit: str) -> Row:
    return {"work": work, "ours": round(ours, 1), "peer": round(peer, 1), "ratio": round(peer / ours, 2), "unit": unit}


def lake_questions() -> Asked:
    """The aggregates as the house asks them."""
    from bench import lake_rows
    from haidang.ioc import lake
    from haidang.ioc.lake import aggregates

    reader = lake.reader()
    dossiers, steps = reader.table("dossiers"), reader.table("steps")
    # Expressions are made anew each time, as pages do.
    made: list[Callable[[], Any]] = [
        lambda: aggregates.backlog(dossiers, now=lake_rows.NOW),
        lambda: aggregates.on_time(dossiers),
        lambda: aggregates.at_risk(dossiers, now=lake_rows.NOW),
        lambda: aggregates.online_rate(dossiers),
        lambda: aggregates.procedure_times(dossiers),
        lambda: aggregates.step_durations(steps),
    ]

    def asked(make: Callable[[], Any]) -> Callable[[], list[tuple[Any, ...]]]:
        return lambda: [tuple(row.values()) for row in reader.rows(make())]

    return {question: asked(make) for question, make in zip(BY_HAND, made, strict=True)}


def hand_questions() -> Asked:
    """The same in SQL over the same files, with the settings that the reader's DuckDB has."""
    import duckdb

    from bench import lake_rows
    from haidang.ioc.lake import layout
    from haidang.ioc.lake.engines import memory_limit

    db = duckdb.connect(config={"memory_limit": memory_limit()})
    db.execute("SET enable_progress_bar = false; SET parquet_metadata_cache = true")
    for name in ("dossiers", "steps"):
        paths = [str(layout.folder() / file.path) for file in layout.load().tables[name].files]
        db.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({paths})")
    both = "quantile_cont(office_minutes, [0.5, 0.95])"
    names = {"dossiers": "dossiers", "steps": "steps", "now": f"{lake_rows.NOW:%F %T}", "quantiles": both}

    def asked(query: str) -> Callable[[], list[tuple[Any, ...]]]:
        return lambda: [flat(row) for row in db.execute(query).fetchall()]

    return {question: asked(query.format(**names)) for question, query in BY_HAND.items()}


def flat(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row whose list of quantiles has become columns."""
    return (*row[:-1], *row[-1]) if isinstance(row[-1], list) else row


def timed(asked: Asked, *, times: int = TIMES) -> Row:
    """Best seconds and a fingerprint of the answer, by question."""
    seconds, answers = {}, {}
    for question, ask in asked.items():
        best, found = float("inf"), list[tuple[Any, ...]]()
        for _time in range(times):
            begin = time.perf_counter()
            found = ask()
            best = min(best, time.perf_counter() - begin)
        seconds[question], answers[question] = best, fingerprint(found)
    return {"seconds": seconds, "answers": answers}


def fingerprint(found: list[tuple[Any, ...]]) -> str:
    """The same for the same rows in any order, whatever an engine calls their types."""
    import hashlib

    plain = sorted(repr([f"{value:.6f}" if isinstance(value, float) else str(value) for value in row]) for row in found)
    return f"{len(found)} rows, {hashlib.sha256(repr(plain).encode()).hexdigest()}"


def main(part: str) -> None:
    """What a process of its own does."""
    import resource

    import django

    django.setup()
    if part == "fill":
        from bench import lake_rows

        print(json.dumps(lake_rows.write(DOSSIERS)))
        return
    found = timed(lake_questions() if part == "lake" else hand_questions())
    print(json.dumps(found | {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    main(sys.argv[1])
