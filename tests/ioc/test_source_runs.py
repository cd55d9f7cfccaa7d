"""Sources from delivery to row: garbage, repeats, renamed columns, repair, against an obvious oracle."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from haidang.ioc import api as ioc
from haidang.ioc.sources import leases, schedule
from haidang.ioc.sources.contract import Column
from haidang.platform import facts, journal
from haidang.platform.errors import Conflict, Invalid, NotAllowed
from haidang.platform.files import is_intact
from source_world import HEAD, contract, csv_of, deliver, publish

MONTH = "01/10/2024"


def rows_of(code="tram_5g"):
    return {
        (row.values["area"], row.values["month"]): row.values for row in ioc.SourceRow.objects.filter(source__code=code)
    }


def total(code="tram_5g"):
    return sum(values["stations"] for values in rows_of(code).values())


def figures(run):
    return (run.read, run.added, run.changed, run.unchanged, run.quarantined)


def test_a_file_becomes_typed_rows_that_know_where_they_come_from(world):
    publish(world)
    run = deliver(world, csv_of([("26506", MONTH, "1.204", "98,5"), ("26526", MONTH, 7, "")]))
    assert figures(run) == (2, 2, 0, 0, 0)
    assert rows_of()["26506", "2024-10-01"] == {"area": "26506", "month": "2024-10-01", "stations": 1204, "cover": 98.5}
    assert rows_of()["26526", "2024-10-01"]["cover"] is None
    row = ioc.SourceRow.objects.get(values__area="26526")
    assert (row.line, row.run, row.contract.number) == (3, run, 1)
    assert is_intact(row.delivery.sha256)
    assert ioc.verify_sources() == []


def test_yesterdays_file_again_changes_nothing_and_says_so(world):
    publish(world)
    yesterday, today = csv_of([("26506", MONTH, 10, "")]), csv_of([("26506", MONTH, 12, "")])
    deliver(world, yesterday)
    deliver(world, today)
    run = deliver(world, yesterday, name="gui lai.csv")
    assert (run.state, run.deliveries, run.repeated, run.read) == ("done", 1, 1, 0)
    assert total() == 12
    again = ioc.Delivery.objects.get(run=run)
    assert again.state == "repeated"
    assert again.first_seen.name == "tram.csv"


def test_bad_rows_are_set_apart_with_every_reason(world):
    publish(world)
    content = csv_of([("26506", MONTH, "mười", "101"), ("x", "31/02/2024", 3, ""), ("26526", MONTH, 5, 1, "thừa")])
    run = deliver(world, content)
    assert figures(run) == (3, 0, 0, 0, 3)
    reasons = [bad.reasons for bad in ioc.BadRow.objects.order_by("line")]
    assert reasons == [
        [["Số trạm", "not_integer"], ["Tỷ lệ phủ", "too_large"]],
        [["Mã xã", "wrong_shape"], ["Tháng", "not_date"]],
        [["", "too_many_cells"]],
    ]
    assert [alert.kind for alert in ioc.open_alerts("source:tram_5g")] == ["source.quarantine"]


def test_the_acceptance_line(world):
    """3 % garbage, a renamed column, yesterday's file twice: exact totals, the garbage in quarantine, an alert."""
    publish(world)
    good = [(f"{area:05d}", MONTH, area % 50, "") for area in range(1, 101)]
    garbage = [("", MONTH, 1, ""), ("00007", "hôm qua", 1, ""), ("00008", MONTH, -1, "")]
    day_one = csv_of(good[:50] + garbage + good[50:])
    assert figures(deliver(world, day_one)) == (103, 100, 0, 0, 3)

    day_two = csv_of(
        [(area, month, number + 1, "") for area, month, number, _cover in good], HEAD.replace("Số", "Tổng số")
    )
    held = deliver(world, day_two, name="ngay 2.csv")
    assert (held.state, held.read) == ("held", 0)
    assert total() == sum(number for _area, _month, number, _cover in good)
    change = ioc.HeldChange.objects.get()
    assert change.difference["renamed"] == [["Số trạm", "Tổng số trạm"]]
    assert "source.held" in {alert.kind for alert in ioc.open_alerts("source:tram_5g")}

    common = {"actor": world.administrator, "now": world.now}
    number = ioc.approve_change(change_id=change.pk, mapped=ioc.proposed_mapping(change), key=world.key(), **common)
    run = ioc.run_source(code="tram_5g", key=world.key(), **common)
    assert (number, run.state, figures(run)) == (2, "done", (100, 0, 100, 0, 0))
    for _again in range(2):
        assert deliver(world, day_one, name="hom qua.csv").repeated == 1
    assert total() == sum(number + 1 for _area, _month, number, _cover in good)
    # Two of the three bad rows name no key or month; the third was sent right meanwhile.
    assert sorted(ioc.BadRow.objects.values_list("state", flat=True)) == ["open", "open", "superseded"]
    assert [alert.kind for alert in ioc.open_alerts("source:tram_5g")] == ["source.quarantine"]
    assert ioc.verify_sources() == []


def test_what_comes_while_a_change_is_held_waits_and_keeps_its_order(world):
    publish(world)
    deliver(world, csv_of([("26506", MONTH, 1, "")]))
    deliver(world, csv_of([("26506", MONTH, 2, "", "x")], f"{HEAD};Ghi chú"))
    assert deliver(world, csv_of([("26506", MONTH, 3, "")])).state == "held"
    change = ioc.HeldChange.objects.get()
    common = {"actor": world.administrator, "now": world.now}
    ioc.refuse_change(change_id=change.pk, note="Tệp gửi nhầm", key=world.key(), **common)
    run = ioc.run_source(code="tram_5g", key=world.key(), **common)
    assert (run.state, total()) == ("done", 3)
    assert [item.state for item in ioc.Delivery.objects.order_by("id")] == ["loaded", "refused", "loaded"]


def test_a_mapping_that_leaves_something_open_is_declined(world):
    publish(world)
    deliver(world, csv_of([("26506", MONTH, 2, "", "x")], f"{HEAD};Ghi chú"))
    change = ioc.HeldChange.objects.get()
    with pytest.raises(Invalid):
        ioc.approve_change(
            change_id=change.pk, mapped=ioc.Mapped(), actor=world.administrator, now=world.now, key=world.key()
        )
    added = ioc.Mapped(adds=["Ghi chú"])
    ioc.approve_change(change_id=change.pk, mapped=added, actor=world.administrator, now=world.now, key=world.key())
    ioc.run_source(code="tram_5g", actor=world.administrator, now=world.now, key=world.key())
    assert rows_of()["26506", "2024-10-01"]["ghi_chu"] == "x"


def test_a_column_of_another_type_is_held_a_few_bad_cells_are_not(world):
    publish(world)
    words = [(f"{area:05d}", MONTH, "nhiều", "") for area in range(1, 11)]
    assert deliver(world, csv_of(words)).state == "held"
    assert ioc.HeldChange.objects.get().difference["retyped"] == [
        {"name": "Số trạm", "declared": "integer", "found": "text"}
    ]


def test_a_bad_row_is_repaired_by_hand_and_journalled(world):
    publish(world)
    deliver(world, csv_of([("26506", MONTH, "mười", "")]))
    bad = ioc.BadRow.objects.get()
    common = {"row_id": bad.pk, "actor": world.administrator, "now": world.now}
    with pytest.raises(ioc.StillBad) as refusal:
        ioc.repair_row(cells={**bad.cells, "Số trạm": "-10"}, key=world.key(), **common)
    assert [name for name, _words in refusal.value.reasons] == ["Số trạm"]
    key = world.key()
    for _twice in range(2):
        assert ioc.repair_row(cells={**bad.cells, "Số trạm": "10"}, key=key, **common) == "added"
    row = ioc.SourceRow.objects.get()
    assert (row.values["stations"], row.repair, row.line) == (10, bad, 2)
    assert ioc.open_alerts("source:tram_5g") == []
    source = ioc.Source.objects.get()
    assert journal.lines(source.stream)[-1].kind == "ioc.source.repair"
    assert ioc.verify_sources() == []


def test_the_same_bad_row_of_the_next_day_is_seen_again_not_kept_twice(world):
    publish(world)
    deliver(world, csv_of([("26506", MONTH, "mười", "")]))
    world.now += timedelta(days=1)
    run = deliver(world, csv_of([("26506", MONTH, "mười", ""), ("26526", MONTH, 3, "")]))
    assert figures(run) == (2, 1, 0, 0, 1)
    assert ioc.BadRow.objects.get().seen == 2


def test_two_workers_never_run_one_source_at_once(world):
    publish(world)
    source = ioc.Source.objects.get()
    lease = leases.take(source.pk, now=world.now)
    with pytest.raises(Conflict):
        ioc.run_source(code="tram_5g", actor=world.administrator, now=world.now, key=world.key())
    later = world.now + leases.LEASE
    run = ioc.run_source(code="tram_5g", actor=world.administrator, now=later, key=world.key())
    assert run.state == "done"
    with pytest.raises(leases.LostLease):
        leases.held(source.pk, lease)


def test_the_house_runs_what_is_due_and_watches_the_promise(world):
    publish(world, every_minutes=60, fresh_minutes=120)
    assert schedule.run_due(world.now) == 1
    assert schedule.run_due(world.now) == 0
    assert schedule.watch(world.now + timedelta(minutes=119)) == 0
    assert schedule.watch(world.now + timedelta(minutes=121)) == 1
    assert [alert.kind for alert in ioc.open_alerts()] == ["source.stale"]
    assert schedule.run_due(world.now + timedelta(minutes=60)) == 1
    assert ioc.open_alerts() == []


def test_a_contract_is_checked_as_a_whole_and_personal_data_must_be_declared(world):
    found = contract()
    columns = [*found.columns, Column(source="Họ tên", name="full_name", type="text")]
    with pytest.raises(Invalid) as refusal:
        publish(world, columns=tuple(columns))
    assert [field for field, _words in refusal.value.problems] == ["columns.4"]
    columns[-1] = Column(source="Họ tên", name="full_name", type="text", personal=True)
    publish(world, columns=tuple(columns), personal_basis="Điều 17 Nghị định 13/2023/NĐ-CP")
    content = csv_of(
        [("26506", MONTH, 1, "", "Trần Thị Bé"), ("26526", MONTH, "x", "", "Lê Văn Tám")], f"{HEAD};Họ tên"
    )
    deliver(world, content)
    rows = ioc.SourceRow.objects.values_list("values", flat=True)
    kept = json.dumps([*rows, *ioc.BadRow.objects.values_list("cells", flat=True)], ensure_ascii=False)
    assert "Bé" not in kept
    assert "Tám" not in kept


def test_the_right_is_that_of_the_owning_agency(world):
    publish(world)
    outsider, tender = world.officer("manager", "H06.03"), world.officer("manager", "H06.11")
    with pytest.raises(Exception, match="không có quyền"):
        ioc.run_source(code="tram_5g", actor=outsider, now=world.now, key=world.key())
    assert ioc.run_source(code="tram_5g", actor=tender, now=world.now, key=world.key()).state == "done"
    with pytest.raises(NotAllowed):
        ioc.publish_source(contract=contract(title="Khác"), actor=tender, now=world.now, key=world.key())


# Any sequence of deliveries, against an oracle that a child could check.

AREAS = st.sampled_from(["00001", "00002", "00003"])
GOOD = st.tuples(AREAS, st.integers(1, 9), st.integers(0, 99))
GARBAGE = st.sampled_from(["", "abc", "1,5", "-1", "99999999"])
BAD = st.tuples(AREAS, st.integers(1, 9), GARBAGE)
# Two at most: where half of a column is no number any more, that is another column, and held.
ROWS = st.builds(lambda good, bad: bad[:1] + good + bad[1:], st.lists(GOOD, max_size=6), st.lists(BAD, max_size=2))
DELIVERIES = st.lists(st.one_of(ROWS, st.integers(0, 3)), min_size=1, max_size=6)


def oracle(files, *, ordered):
    """{area: (stamp, number)} and how many rows were garbage, loading each different file once, in turn."""
    held, garbage, seen = {}, 0, set()
    for rows in files:
        if (as_text := repr(rows)) in seen:
            continue
        seen.add(as_text)
        for area, stamp, number in rows:
            if not isinstance(number, int):
                garbage += 1
            elif not ordered or area not in held or stamp >= held[area][0]:
                held[area] = (stamp, number)
    return held, garbage


@pytest.mark.parametrize("ordered", [False, True])
@given(script=DELIVERIES)
@settings(max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_any_sequence_of_deliveries_ends_as_the_oracle_says(world, ordered, script):
    files = []
    for item in script:
        files.append(item if isinstance(item, list) else files[item % len(files)] if files else [])
    code = world.key().replace("-", "_").replace("test_", "s_")
    publish(world, code=code, columns=(
        contract().columns[0],
        Column(source="Lần", name="stamp", type="integer", required=True),
        contract().columns[2],
    ), keys=("area",), order="stamp" if ordered else "")  # fmt: skip
    runs = [deliver(world, csv_of(rows, "Mã xã;Lần;Số trạm"), code=code) for rows in files]
    held, garbage = oracle(files, ordered=ordered)
    found = [row.values for row in ioc.SourceRow.objects.filter(source__code=code)]
    rows = {values["area"]: (values["stamp"], values["stations"]) for values in found}
    assert rows == held
    assert sum(run.quarantined for run in runs) == garbage
    assert all(run.read == run.added + run.changed + run.unchanged + run.quarantined for run in runs)


def test_a_source_is_a_table_of_the_lake_told_from_a_cursor_on(world):
    columns = (*contract().columns, Column(source="Email", name="mail", personal=True))
    publish(world, columns=columns, personal_basis="Có căn cứ")
    deliver(world, csv_of([("26506", MONTH, 5, "", "a@b.vn"), ("26526", MONTH, 7, "1,5", "")], f"{HEAD};Email"))
    found = facts.datasets()["source_tram_5g"]
    assert "mail" not in found.names
    batch = found.changes("", 10)
    assert [row[:4] for row in batch.rows] == [
        ("26506", date(2024, 10, 1), 5, None),
        ("26526", date(2024, 10, 1), 7, 1.5),
    ]
    first = found.changes("", 1)
    assert (first.is_last, found.changes(first.cursor, 10).rows) == (False, batch.rows[1:])
    assert found.changes(batch.cursor, 10).rows == []
    deliver(world, csv_of([("26506", MONTH, 6, "", "")], f"{HEAD};Email"), name="b.csv")
    (changed,) = found.changes(batch.cursor, 10).rows
    assert (changed[2], changed[6], changed[7]) == (6, 2, 1)


def test_the_audit_sees_a_row_miscounted_and_a_file_that_was_changed(world):
    publish(world)
    run = deliver(world, csv_of([("26506", MONTH, 5, "")]))
    ioc.SourceRun.objects.filter(pk=run.pk).update(read=2, added=2)
    assert [fault.problem for fault in ioc.verify_sources(with_files=False)] == ["miscounted"]
    ioc.SourceRun.objects.filter(pk=run.pk).update(read=1, added=1)
    delivery = ioc.Delivery.objects.get()
    ioc.Delivery.objects.filter(pk=delivery.pk).update(sha256="0" * 64)
    assert [fault.problem for fault in ioc.verify_sources()] == [f"file-damaged {'0' * 64}"]


def test_the_database_itself_keeps_the_sum_of_a_run(world):
    publish(world)
    run = deliver(world, csv_of([("26506", MONTH, 5, "")]))
    with pytest.raises(IntegrityError), transaction.atomic():
        ioc.SourceRun.objects.filter(pk=run.pk).update(quarantined=1)
