"""A province's lake of any size, written by DuckDB straight into the lake's own layout.

Columns, order and files are those that updates leave; there is no database behind them. Numbers are hashes of row
numbers, so every run makes the same rows.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2024, 12, 31, 9, tzinfo=UTC)
MONTHS = 24
AGENCIES, PROCEDURES = 120, 1_900
EVENTS, STEPS = 6, 3
"""Of each dossier: filed, received, three steps done, finished; half a dossier in a hundred is further behind."""

_ROWS = """
  SELECT i, code, submitted_at,
    'H06.' || lpad((1 + floor({agencies} * pow({u}(i, 2), 2)))::INT::VARCHAR, 3, '0') AS agency_code,
    '1.' || lpad((1 + floor({procedures} * pow({u}(i, 3), 3)))::INT::VARCHAR, 6, '0') AS procedure_code,
    CASE WHEN {u}(i, 4) < 0.62 THEN 'online' WHEN {u}(i, 4) < 0.95 THEN 'direct' ELSE 'postal' END AS channel,
    submitted_at + to_minutes((480 * {u}(i, 5))::INT) AS received_at,
    submitted_at + to_minutes((480 + 1440 * (1 + 29 * pow({u}(i, 6), 2)))::INT) AS due_at,
    submitted_at + to_minutes((480 + 1440 * (0.2 + 30 * pow({u}(i, 7), 2.4)))::INT) AS would_finish_at,
    (20 + 9000 * pow({u}(i, 7), 2.4))::INT AS minutes,
    {u}(i, 8) < 0.005 AS is_stuck
  FROM (SELECT i, 'H06-' || strftime('{start}'::TIMESTAMP, '%y%m') || '-' || lpad(i::VARCHAR, 8, '0') AS code,
      '{start}'::TIMESTAMP + to_seconds(({seconds} * {u}(i, 1))::INT) AS submitted_at
    FROM range({first}, {last}) AS r(i))
"""
_DOSSIERS = """
  SELECT code, procedure_code, 1::BIGINT AS procedure_version, 'c1' AS case_key, 'full' AS service_level, agency_code,
    agency_code AS intake_agency_code, channel, 'citizen' AS owner_kind,
    (CASE WHEN is_done THEN 10 WHEN is_received THEN 4 ELSE 1 END)::BIGINT AS state, NOT is_done AS is_open,
    is_paused, 'none' AS money, 0::BIGINT AS supplement_count, NULL::BIGINT AS rating, submitted_at,
    submitted_at + INTERVAL 8 HOUR AS receive_by, CASE WHEN is_received THEN received_at END AS received_at,
    CASE WHEN is_received THEN due_at END AS promised_at,
    CASE WHEN is_received AND NOT is_paused THEN due_at END AS due_at,
    CASE WHEN is_received AND NOT is_paused THEN due_at - INTERVAL 24 HOUR END AS warn_at,
    CASE WHEN is_done THEN would_finish_at END AS finished_at,
    CASE WHEN is_done THEN would_finish_at END AS closed_at,
    CASE WHEN is_done THEN would_finish_at + INTERVAL 2 HOUR END AS returned_at,
    CASE WHEN is_done THEN channel ELSE '' END AS handover,
    date_trunc('month', (submitted_at + INTERVAL 7 HOUR)::DATE)::DATE AS submitted_month,
    CASE WHEN is_done THEN date_trunc('month', (would_finish_at + INTERVAL 7 HOUR)::DATE)::DATE END AS finished_month,
    CASE WHEN is_done THEN would_finish_at <= due_at END AS is_on_time,
    CASE WHEN is_done THEN minutes END::BIGINT AS office_minutes,
    (CASE WHEN is_done THEN 6 WHEN is_received THEN 3 ELSE 1 END)::BIGINT AS version
  FROM (SELECT *, would_finish_at < '{now}' AND NOT is_stuck AS is_done, received_at < '{now}' AS is_received,
      would_finish_at >= '{now}' AND {u}(i, 9) < 0.1 AS is_paused
    FROM ({rows}))
"""
_STEPS = """
  SELECT code, 'step' || k AS node, k::BIGINT AS move, 'Bước ' || k AS name, 'specialist' AS role, agency_code,
    '' AS unit, procedure_code, CASE WHEN closes < '{now}' THEN 'done' ELSE 'open' END AS status, submitted_at,
    opens AS opened_at, opens + INTERVAL 8 HOUR AS due_at, CASE WHEN closes < '{now}' THEN closes END AS closed_at,
    480::BIGINT AS budget_minutes,
    CASE WHEN closes < '{now}' THEN (minutes * (0.1 + 0.5 * {u}(i * 8 + k, 10)))::BIGINT END AS office_minutes
  FROM (SELECT *, received_at + (k - 1) * (would_finish_at - received_at) / {steps} AS opens,
      received_at + k * (would_finish_at - received_at) / {steps} AS closes
    FROM ({rows}), range(1, {steps} + 1) AS s(k))
  WHERE opens < '{now}'
"""
_EVENTS = """
  SELECT code, seq::BIGINT AS seq, kind, "at", agency_code, procedure_code,
    CASE WHEN seq > 1 THEN least(seq, 4) END::BIGINT AS from_state,
    (CASE seq WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 6 THEN 9 ELSE 4 END)::BIGINT AS to_state
  FROM (SELECT *, ['submit', 'accept', 'complete_step', 'complete_step', 'complete_step', 'finish'][seq] AS kind,
      CASE WHEN seq = 1 THEN submitted_at ELSE received_at + (seq - 2) * (would_finish_at - received_at) / 4 END AS "at"
    FROM ({rows}), range(1, {events} + 1) AS e(seq))
  WHERE "at" < '{now}'
"""


def write(dossiers: int) -> int:
    """Makes a lake of so many dossiers with their events and steps in this process's home; returns its bytes."""
    from haidang.ioc.lake import layout
    from haidang.platform import facts

    layout.folder().mkdir(parents=True, exist_ok=True)
    tables = {}
    for name, query in (("dossiers", _DOSSIERS), ("steps", _STEPS), ("events", _EVENTS)):
        dataset = facts.declared(name)
        files = tuple(file for month in range(MONTHS) for file in _files(dataset, query, month, dossiers))
        columns = tuple((column.name, str(column.kind)) for column in dataset.columns)
        tables[name] = layout.Table(columns, "", NOW, files)
    layout.publish(tables, before=layout.load(), now=NOW)
    return sum(table.bytes for table in tables.values())


def _files(dataset: Any, query: str, month: int, dossiers: int) -> list[Any]:
    """The rows of a month of filing; events that happen later lie in it too, which no aggregate minds."""
    import duckdb

    from haidang.ioc.lake import layout
    from haidang.ioc.lake.merging import copy_statement

    start, end = _start(month), min(_start(month + 1), NOW)
    span = {"first": dossiers * month // MONTHS, "last": dossiers * (month + 1) // MONTHS}
    values = {"agencies": AGENCIES, "procedures": PROCEDURES, "steps": STEPS, "events": EVENTS, "u": "u"}
    values |= {"start": f"{start:%Y-%m-%d}", "seconds": (end - start) // timedelta(seconds=1), "now": f"{NOW:%F %T}"}
    with duckdb.connect(config={"temp_directory": str(layout.folder() / "work")}) as db:
        db.execute("SET enable_progress_bar = false")
        db.execute("CREATE MACRO u(i, k) AS (hash(i * 32 + k) >> 11) / 9007199254740992.0")
        rows = _ROWS.format(**values, **span)
        names = ", ".join(f'"{name}"' for name in dataset.names)
        chosen = f"SELECT {names} FROM ({query.format(rows=rows, **values)})"
        parts = [f"WHERE {dataset.apart}", f"WHERE NOT {dataset.apart}"] if dataset.apart else [""]
        found = []
        for part in parts:
            path = layout.new_file(dataset.name, f"{start:%Y-%m}")
            statement = copy_statement(f"SELECT * FROM ({chosen}) {part}", path, order=dataset.ordered_by)
            found.append(layout.described(path, month=f"{start:%Y-%m}", rows=db.execute(statement).fetchall()[0][0]))
    return found


def _start(month: int) -> datetime:
    return datetime(2023 + month // 12, 1 + month % 12, 1, tzinfo=UTC)
