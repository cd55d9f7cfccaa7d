"""The language of indicators: what it refuses, and that Ibis and plain Python count the same whatever is asked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haidang.ioc.indicators import compiling, plain
from haidang.ioc.indicators.formula import columns_read
from haidang.ioc.indicators.periods import Frame, month, months
from haidang.ioc.indicators.reading import FormulaRefused, read
from haidang.platform import clock
from haidang.platform.facts import Kind

SCHEMA = {
    "code": Kind.TEXT,
    "channel": Kind.TEXT,
    "count": Kind.INTEGER,
    "money": Kind.REAL,
    "is_paused": Kind.BOOLEAN,
    "submitted_at": Kind.MOMENT,
    "due_at": Kind.MOMENT,
    "on": Kind.DATE,
}
SCHEMAS = {"dossiers": SCHEMA, "other": {"code": Kind.TEXT}}
AS_OF = datetime(2024, 11, 4, 9, 0, tzinfo=clock.LOCAL)
TYPES = {
    Kind.TEXT: "string",
    Kind.INTEGER: "int64",
    Kind.REAL: "float64",
    Kind.BOOLEAN: "boolean",
    Kind.MOMENT: "timestamp",
    Kind.DATE: "date",
}


def in_lake(value):
    """As the lake keeps moments: in UTC without a zone."""
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


def formula(numerator=None, **more):
    return {"dataset": "dossiers", "numerator": numerator or {"measure": "count"}, **more}


ONLINE = {"column": "channel", "op": "eq", "value": "online"}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ("x", None),
        ({"dataset": "dossiers"}, "numerator"),
        ({"dataset": "nowhere", "numerator": {"measure": "count"}}, "numerator.dataset"),
        (formula(code="import os"), None),
        (formula(scale=0), "scale"),
        (formula(scale=True), "scale"),
        (formula({"measure": "eval"}), "numerator.measure"),
        (formula({"measure": ["count"]}), "numerator.measure"),
        (formula({"measure": "sum", "column": "channel"}), "numerator.column"),
        (formula({"measure": "sum"}), "numerator.column"),
        (formula({"measure": "count", "column": "code"}), "numerator.column"),
        (formula({"measure": "quantile", "column": "money", "share": 1}), "numerator.share"),
        (formula(where={"column": "nothing", "op": "known"}), "where.column"),
        (formula(where={"column": "channel", "op": "lt", "value": "a"}), "where.op"),
        (formula(where={"column": "count", "op": "eq", "value": "1"}), "where.value"),
        (formula(where={"column": "count", "op": "eq", "value": True}), "where.value"),
        (formula(where={"column": "is_paused", "op": "eq", "value": 1}), "where.value"),
        (formula(where={"column": "due_at", "op": "lt", "value": "2024-01-01"}), "where.value"),
        (formula(where={"column": "due_at", "op": "lt", "value": {"column": "code"}}), "where.value"),
        (formula(where={"column": "channel", "op": "eq", "value": {"edge": "end"}}), "where.value"),
        (formula(where={"column": "due_at", "op": "lt", "value": {"edge": "now()"}}), "where.value"),
        (formula(where={"column": "channel", "op": "in_period"}), "where.column"),
        (formula(where={"all": [{"any": []}]}), "where.all.0"),
        (formula(where={"all": [ONLINE, {"column": "count", "op": "in", "values": [1, "b"]}]}), "where.all.1.values"),
        (formula(where={"not": {"not": 3}}), "where.not.not"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(data, field):
    with pytest.raises(FormulaRefused) as caught:
        read(data, SCHEMAS)
    assert caught.value.field == field


def test_conditions_cannot_be_nested_without_end():
    where = ONLINE
    for _step in range(400):
        where = {"not": where}
    with pytest.raises(FormulaRefused):
        read(formula(where=where), SCHEMAS)


def test_a_measure_of_another_dataset_is_not_narrowed_by_the_common_condition():
    found = read(formula(where=ONLINE, denominator={"dataset": "other", "measure": "count"}), SCHEMAS)
    assert columns_read(found) == {"dossiers": {"channel"}, "other": set()}
    assert found.datasets == ("dossiers", "other")


def test_a_month_ends_with_what_is_known():
    running, whole = month(date(2024, 11, 1), as_of=AS_OF), month(date(2024, 10, 9), as_of=AS_OF)
    assert (running.end, running.end_day, running.is_whole) == (AS_OF, date(2024, 11, 5), False)
    assert (whole.end.isoformat(), whole.is_whole) == ("2024-11-01T00:00:00+07:00", True)
    assert [frame.first.month for frame in months(as_of=AS_OF, count=12)] == [12, *range(1, 12)]


# Whatever is asked

moments = st.integers(0, 70 * 24 * 60).map(lambda found: datetime(2024, 8, 28, tzinfo=UTC) + timedelta(minutes=found))
days = st.dates(date(2024, 8, 30), date(2024, 11, 6))
VALUES = {
    Kind.TEXT: st.sampled_from(["online", "direct", "", "Ở'\"x"]),
    Kind.INTEGER: st.integers(-3, 3),
    Kind.REAL: st.integers(-8, 8).map(lambda found: found / 4),
    Kind.BOOLEAN: st.booleans(),
    Kind.MOMENT: moments,
    Kind.DATE: days,
}
rows = st.lists(
    st.fixed_dictionaries({name: st.none() | VALUES[kind] for name, kind in SCHEMA.items()}), min_size=1, max_size=25
)
SHOWN = {Kind.MOMENT: lambda found: found.isoformat(), Kind.DATE: lambda found: found.isoformat()}


@st.composite
def leaves(draw):
    column = draw(st.sampled_from(sorted(SCHEMA)))
    kind = SCHEMA[column]
    ops = ["eq", "ne", "known", "unknown", "in"]
    ops += ["lt", "le", "gt", "ge"] if kind not in {Kind.TEXT, Kind.BOOLEAN} else []
    ops += ["in_period"] if kind in {Kind.MOMENT, Kind.DATE} else []
    op = draw(st.sampled_from(ops))
    value = VALUES[kind].map(SHOWN.get(kind, lambda found: found))
    if op in {"known", "unknown", "in_period"}:
        return {"column": column, "op": op}
    if op == "in":
        return {"column": column, "op": op, "values": draw(st.lists(value, min_size=1, max_size=3))}
    same = [name for name, other in SCHEMA.items() if other is kind or {other, kind} == {Kind.INTEGER, Kind.REAL}]
    choices = [value, st.sampled_from(same).map(lambda name: {"column": name})]
    if kind in {Kind.MOMENT, Kind.DATE}:
        choices.append(st.sampled_from(["start", "end"]).map(lambda edge: {"edge": edge}))
    return {"column": column, "op": op, "value": draw(st.one_of(choices))}


conditions = st.recursive(
    leaves(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=5,
)
measures = st.one_of(
    st.just({"measure": "count"}),
    st.sampled_from(["count", "money"]).flatmap(
        lambda column: st.sampled_from(
            [
                {"measure": "sum", "column": column},
                {"measure": "median", "column": column},
                {"measure": "quantile", "column": column, "share": 0.9},
            ]
        )
    ),
    st.sampled_from(["code", "count", "on"]).map(lambda column: {"measure": "distinct", "column": column}),
)


@pytest.fixture(scope="module")
def duck():
    import ibis

    return ibis.duckdb.connect()


@given(rows=rows, where=conditions, measure=measures)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_ibis_and_plain_python_count_the_same(duck, rows, where, measure):
    import ibis

    found = read(formula(measure, where=where), SCHEMAS).numerator
    frames = [*months(as_of=AS_OF, count=3), Frame(date(2024, 9, 10), date(2024, 9, 10), AS_OF)]
    stored = [{name: in_lake(value) for name, value in row.items()} for row in rows]
    table = ibis.memtable(stored, schema=ibis.schema({name: TYPES[kind] for name, kind in SCHEMA.items()}))
    counted = duck.to_pyarrow(compiling.totals([found], table, frames, ["channel"])).to_pylist()
    by_lake = {(line["frame_key"], line["channel"]): (line["number_0"], line["base_0"]) for line in counted}
    for frame in frames:
        for channel in {row["channel"] for row in rows}:
            own = [row for row in rows if row["channel"] == channel]
            number, base = plain.total(found, own, frame, SCHEMA)
            nothing = (0 if found.kind in {"count", "distinct"} else None, 0)
            lake_number, lake_base = by_lake.get((frame.key, channel), nothing)
            assert lake_base == base
            assert lake_number == (pytest.approx(number) if isinstance(number, float) else number)


def test_a_moment_is_a_moment_in_every_time_zone(duck):
    import ibis

    at = datetime(2024, 9, 30, 23, 30, tzinfo=clock.LOCAL)
    rows = [{"submitted_at": in_lake(at)}, {"submitted_at": in_lake(at + timedelta(hours=1))}]
    found = read(formula(where={"column": "submitted_at", "op": "in_period"}), SCHEMAS).numerator
    table = ibis.memtable(rows, schema=ibis.schema({"submitted_at": "timestamp"}))
    counted = duck.to_pyarrow(compiling.totals([found], table, months(as_of=AS_OF, count=3))).to_pylist()
    assert sorted((line["frame_key"][:7], line["number_0"]) for line in counted) == [("2024-09", 1), ("2024-10", 1)]
