"""The six aggregates of boards: DuckDB, a Spark of several processes, and a slow count in Python must agree."""

import random
import warnings
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import quantiles

import pytest
from django.db import connection

from haidang.ioc import lake
from haidang.ioc.lake import aggregates, reading
from haidang.platform import facts
from haidang.platform.facts import Batch, Kind

NOW = datetime(2024, 11, 4, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def dossier(rng, number):
    """A dossier in any standing, with moments that stand exactly on a boundary too."""
    submitted = NOW - rng.randrange(24 * 400) * HOUR
    received = submitted + rng.randrange(12) * HOUR if rng.random() < 0.95 else None
    paused = received is not None and rng.random() < 0.05
    due = submitted + rng.randrange(24 * 40) * HOUR if received and not paused and rng.random() < 0.97 else None
    finished = submitted + rng.randrange(24 * 60) * HOUR if received else None
    if finished and (finished > NOW or paused):
        finished = None
    return {
        "code": f"H06-{number:05d}",
        "procedure_code": f"1.{int(8 * rng.random() ** 2):06d}",
        "agency_code": f"H06.{rng.randrange(6):02d}",
        "channel": rng.choice(["online", "direct", "postal"]),
        "state": 10 if finished else 5 if rng.random() < 0.1 else 4 if received else 1,
        "is_open": finished is None,
        "is_paused": paused,
        "submitted_at": submitted,
        "receive_by": submitted + 8 * HOUR,
        "received_at": received,
        "due_at": due,
        "warn_at": due - 24 * HOUR if due else None,
        "finished_at": finished,
        "submitted_month": month(submitted),
        "finished_month": month(finished) if finished else None,
        "is_on_time": (due is None or finished <= due) if finished else None,
        "office_minutes": rng.randrange(5_000) if finished and rng.random() < 0.98 else None,
    }


def step(rng, told, number):
    closed = told["received_at"] and rng.random() < 0.9
    return {
        "code": told["code"],
        "node": f"n{number}",
        "move": number,
        "procedure_code": told["procedure_code"],
        "status": rng.choice(["done", "done", "returned"]) if closed else "open",
        "submitted_at": told["submitted_at"],
        "office_minutes": rng.randrange(900) if closed else None,
    }


@pytest.fixture(scope="module")
def province():
    """1,500 dossiers and their steps as plain rows."""
    rng = random.Random(7)
    dossiers = [dossier(rng, number) for number in range(1_500)]
    return {
        "dossiers": dossiers,
        "steps": [step(rng, told, number) for told in dossiers for number in range(rng.randrange(4))],
    }


@pytest.fixture
def filled(province, lake_home, monkeypatch):
    """A lake that was told the province, through the datasets that rooms declare."""
    known = {name: facts.declared(name) for name in province}
    monkeypatch.setattr(facts, "_providers", {})
    monkeypatch.setattr(facts, "_declared", {})
    for name, rows in province.items():
        told = Batch([tuple(row.get(column, _nothing(known[name], column)) for column in known[name].names)
                      for row in rows], "1")  # fmt: skip
        changes = lambda cursor, _limit, told=told: told if not cursor else Batch((), cursor)  # noqa: E731
        facts.register(replace(known[name], changes=changes))
    lake.update(now=NOW)
    return lake.reader()


def _nothing(dataset, name):
    kind = next(column.kind for column in dataset.columns if column.name == name)
    return "" if kind is Kind.TEXT else None


def answers(reader):
    dossiers, steps = reader.table("dossiers"), reader.table("steps")
    asked = {
        "backlog": aggregates.backlog(dossiers, now=NOW),
        "on_time": aggregates.on_time(dossiers),
        "at_risk": aggregates.at_risk(dossiers, now=NOW, limit=20),
        "online_rate": aggregates.online_rate(dossiers),
        "procedure_times": aggregates.procedure_times(dossiers),
        "step_durations": aggregates.step_durations(steps),
    }
    return {name: rows_of(reader.rows(expression), ordered=name == "at_risk") for name, expression in asked.items()}


def rows_of(rows, *, ordered):
    found = [tuple(round(value, 6) if isinstance(value, float) else value for value in row.values()) for row in rows]
    return found if ordered else sorted(found)


def counted(province):
    """The same by hand."""
    dossiers, steps = province["dossiers"], province["steps"]
    done = [row for row in dossiers if row["finished_at"]]
    return {
        "backlog": grouped([(row["agency_code"], lateness(row)) for row in dossiers if row["is_open"]]),
        "on_time": shares([((month(row["finished_at"]), row["agency_code"]), on_time(row)) for row in done]),
        "at_risk": sorted(
            [
                (row["code"], row["agency_code"], row["procedure_code"], row["due_at"].replace(tzinfo=None))
                for row in dossiers
                if row["is_open"] and lateness(row) == "at_risk"
            ],
            key=lambda found: (found[3], found[0]),
        )[:20],
        "online_rate": shares(
            [((month(row["submitted_at"]), row["agency_code"]), row["channel"] == "online") for row in dossiers]
        ),
        "procedure_times": spread([((row["procedure_code"],), row["office_minutes"]) for row in dossiers]),
        "step_durations": spread(
            [((row["procedure_code"], row["node"]), row["office_minutes"]) for row in steps if row["status"] == "done"]
        ),
    }


def lateness(row):
    if row["due_at"] is None:
        if row["is_paused"] or row["state"] == 5:
            return "paused"
        return "late" if row["receive_by"] < NOW else "in_time"
    return "late" if row["due_at"] < NOW else "at_risk" if row["warn_at"] <= NOW else "in_time"


def on_time(row):
    return row["due_at"] is None or row["finished_at"] <= row["due_at"]


def month(moment):
    return (moment + 7 * HOUR).date().replace(day=1)


def grouped(keys):
    counts = defaultdict(int)
    for key in keys:
        counts[key] += 1
    return sorted((*key, count) for key, count in counts.items())


def shares(told):
    found = defaultdict(list)
    for key, holds in told:
        found[key].append(holds)
    return sorted((*key, len(each), sum(each)) for key, each in found.items())


def spread(told):
    found = defaultdict(list)
    for key, minutes in told:
        if minutes is not None:
            found[key].append(minutes)
    return sorted((*key, len(each), at(each, 10), at(each, 19)) for key, each in found.items())


def at(values, twentieth):
    """A quantile between the two nearest values."""
    return (
        float(values[0]) if len(values) == 1 else round(quantiles(values, n=20, method="inclusive")[twentieth - 1], 6)
    )


@pytest.fixture
def spark(settings, monkeypatch):
    """The settings of a Spark of three processes: a driver here and two workers of their own."""
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    # Three short lives: compiling the JVM's code to its best would take longer than running it.
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    settings.LAKE_ENGINE, settings.SPARK_MASTER, settings.SPARK_PARTITIONS = "spark", "local-cluster[2,1,1024]", 2
    # Spark's own Python warns that it has not been tried with the newest pandas; no row goes through pandas.
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
        yield
        from pyspark.sql import SparkSession

        SparkSession.getActiveSession().stop()


def test_duckdb_counts_as_by_hand(filled, province):
    by_hand = counted(province)
    assert answers(filled) == by_hand
    assert {found[1] for found in by_hand["backlog"]} == {"late", "at_risk", "in_time", "paused"}
    assert all(by_hand.values())


@pytest.mark.skipif(connection.vendor == "postgresql", reason="asks no database, and once is enough")
def test_a_spark_of_several_processes_counts_the_same(filled, province, spark):
    reader = reading.Reader(filled.snapshot, reading.engine())
    assert answers(reader) == counted(province)
    # The driver is one of them.
    assert reader.engine._session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() == 3
