"""A scorecard of the house: dossiers counted as the index counts them, lists that agree, counts entered with source."""

from datetime import timedelta

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command
from haidang.platform import journal
from haidang.platform.models import OutboxMessage
from haidang.reform import api as reform
from haidang.reform.api import qd766
from haidang.reform.qd766.gathering import DOSSIERS
from world import DEPARTMENT, OTHER_DEPARTMENT, moment

OCTOBER, NOVEMBER = qd766.span_of("2024-10"), qd766.span_of("2024-11")
DECEMBER = moment("2024-12-02T09:00")


@pytest.fixture
def month(world):
    """Four dossiers of November: on time, late, asked twice for a supplement, still open in time."""

    def at(day, hour="09:00"):
        return moment(f"2024-11-{day:02}T{hour}")

    codes = {}
    for name, channel in (("on_time", "online"), ("late", "online"), ("asked_twice", "direct"), ("open", "direct")):
        day = 28 if name == "open" else 4
        codes[name] = world.submit(channel=channel, now=at(day)).code
        world.act(Command.ACCEPT, codes[name], now=at(day, "10:00"))
    for day in (5, 7):
        world.act(Command.REQUEST_SUPPLEMENT, codes["asked_twice"], now=at(day))
        world.act(Command.SUPPLEMENT, codes["asked_twice"], actor=world.officer("reception"), now=at(day, "15:00"))
    for name, day in (("on_time", 8), ("asked_twice", 11), ("late", 20)):
        world.finish_steps(codes[name], now=at(day))
        world.act(Command.FINISH, codes[name], now=at(day, "10:00"))
    return codes


def card(span=NOVEMBER, agency="", picked=None, now=DECEMBER):
    return qd766.card(agency_code=agency, span=span, picked=picked or {}, now=now)


def codes_of(found, key):
    return {row.code for row in found.part.dossiers_of(key)}


def test_dossiers_count_as_the_index_counts_them(month):
    found = card()
    # What is open is due on 5 December: in time at the end of November.
    assert codes_of(found, "progress_on_time") == {month["on_time"], month["open"]}
    assert (found.result("2.1").over, found.result("2.1").under) == (2, 4)
    assert codes_of(found, "filed_online") == {month["on_time"], month["late"]}


def test_a_month_does_not_change_afterwards(month, world):
    before = card().counts
    world.finish_steps(month["open"], now=DECEMBER + timedelta(days=30))
    world.act(Command.FINISH, month["open"], now=DECEMBER + timedelta(days=30))
    assert card(now=DECEMBER + timedelta(days=300)).counts == before


def test_every_count_of_dossiers_is_the_length_of_its_list(month, world):
    for span in (OCTOBER, NOVEMBER):
        for agency in ("", DEPARTMENT, OTHER_DEPARTMENT):
            found = card(span, agency)
            for key in DOSSIERS:
                rows = qd766.behind(found, key, user=world.leader, now=DECEMBER, start=0, size=100)
                assert rows.total == len(rows.dossiers) == found.counts[key]
    assert card(NOVEMBER, OTHER_DEPARTMENT).counts["filed"] == 0
    assert card(NOVEMBER, DEPARTMENT).counts["filed"] == card(NOVEMBER).counts["filed"] == len(month)


def test_a_list_opens_only_what_its_reader_may_see(month, world):
    stranger = world.officer("manager", OTHER_DEPARTMENT)
    rows = qd766.behind(card(), "filed", user=stranger, now=DECEMBER, start=0, size=100)
    assert (rows.total, rows.visible) == (len(month), frozenset())
    late = qd766.behind(
        card(), "progress_total", user=world.leader, now=DECEMBER, start=0, size=9, without="progress_on_time"
    )
    assert {month["late"], month["asked_twice"]} <= {row.code for row in late.dossiers} == late.visible
    with pytest.raises(reform.Invalid):
        qd766.behind(card(), "synced", user=world.leader, now=DECEMBER, start=0, size=9)


def test_dissatisfaction_and_lateness_cost_a_dossier_once(month, world):
    for name in ("late", "on_time"):
        world.act(Command.RETURN_RESULT, month[name], now=moment("2024-11-21T09:00"))
    world.act(Command.RATE, month["late"], score=1, comment="Chờ lâu", now=moment("2024-11-22T09:00"))
    assert (card().counts["handled_satisfied"], card().counts["handled"]) == (1, 3)
    world.act(Command.RATE, month["on_time"], score=1, comment="Chờ lâu", now=DECEMBER - timedelta(hours=1))
    assert card().counts["handled_satisfied"] == 1, "a rating of December is no fact of November"


def test_procedures_count_once_for_the_province_and_for_each_that_executes_them(world, month):
    province, department = card(), card(agency=DEPARTMENT)
    assert province.counts["procedures"] > department.counts["procedures"] > 0
    used = province.part.procedures_of("services_used")
    assert {row.code for row in used} <= {row.procedure_code for row in province.part.dossiers_of("filed_online")}


def test_what_the_house_cannot_count_is_missing(month):
    found = card()
    assert found.result("1.4").standing is qd766.Standing.MISSING
    assert found.total.maximum == 100
    assert found.total.missing + found.total.nothing + found.total.covered == 100


def test_what_the_portal_has_been_told_counts_until_somebody_enters_its_own_number(month, enter):
    assert card().counts["synced"] is None, "a house that is not connected has no figure"
    told = OutboxMessage.objects.filter(stream=f"dossier:{month['on_time']}")
    assert told.update(delivered_at=DECEMBER - timedelta(days=3))
    found = card()
    assert codes_of(found, "synced") == {month["on_time"]}
    assert (found.result("1.4").over, found.result("1.4").under, found.values["synced"].is_house) == (1, 4, True)
    enter(3)
    assert (card().counts["synced"], card().values["synced"].is_house) == (3, False)


def test_who_paid_online_counts(month, world):
    assert card().counts["fee_dossiers"] is None
    world.act(Command.COLLECT_FEE, month["open"], now=moment("2024-11-28T11:00"))
    dossiers.FeeReceipt.objects.update(method=dossiers.FeeReceipt.Method.ONLINE)
    found = card()
    assert codes_of(found, "fee_dossiers_paid_online") == {month["open"]}
    assert codes_of(found, "fee_dossiers") == set(month.values())
    assert found.counts["fee_procedures_paid_online"] == 1
    share = dossiers.online_share(since=moment("2024-11-01T00:00"), until=moment("2024-12-01T00:00"), as_of=DECEMBER)
    assert (share.numerator, share.denominator) == (found.result("3.6").over, found.result("3.6").under)


def test_a_future_span_is_refused(world):
    assert world.procedures
    with pytest.raises(reform.Invalid):
        card(qd766.span_of("2025-03"), now=DECEMBER)


@pytest.fixture
def enter(world):
    def act(value, key="synced", *, actor=None, agency="H06", source="Báo cáo tháng 11", now=DECEMBER, **values):
        return qd766.enter_count(
            agency_code=agency, span=NOVEMBER, input_key=key, value=value, source=source,
            actor=actor or world.leader, now=now, key=values.pop("idempotency", None) or world.key(), **values,
        )  # fmt: skip

    assert world.procedures
    return act


def test_an_entered_count_scores_and_tells_its_source(enter):
    enter(100, "sync_expected")
    done = enter(50)
    found = card()
    assert (found.result("1.4").points, found.values["synced"].entry.source) == (3, "Báo cáo tháng 11")
    enter(None, expected_version=done.version)
    assert card().result("1.4").standing is qd766.Standing.MISSING
    assert [each.value for each in qd766.history(qd766.EnteredCount.objects.get(pk=done.id))] == [50, None]
    assert reform.verify() == []


def test_a_repeated_entry_is_one_entry(enter):
    first, again = enter(7, idempotency="the-same-key"), enter(7, idempotency="the-same-key")
    assert (first.id, first.version, again.replayed) == (again.id, again.version, True)
    assert len(journal.lines(qd766.EnteredCount.objects.get(pk=first.id).stream)) == 1


def test_what_cannot_be_entered_is_refused(enter, world):
    enter(10, "sync_expected")
    for values, error in (
        ({"value": 11}, reform.Invalid),
        ({"value": -1}, reform.Invalid),
        ({"value": 1, "source": " "}, reform.Invalid),
        ({"value": 1, "key": "filed"}, reform.Invalid),
        ({"value": 1, "key": "nope"}, reform.Invalid),
        ({"value": 1, "actor": world.officer("manager")}, reform.NotAllowed),
        ({"value": 1, "actor": world.administrator}, reform.NotAllowed),
        ({"value": 1, "expected_version": 3}, reform.Conflict),
        ({"value": 1, "now": moment("2024-10-30T09:00")}, reform.Invalid),
    ):
        with pytest.raises(error):
            enter(**values)
    assert qd766.EnteredCount.objects.count() == 1


def test_an_agency_enters_its_own(enter, world):
    enter(3, agency=DEPARTMENT, actor=world.officer("manager"))
    assert card(agency=DEPARTMENT).counts["synced"] == 3
    assert card().counts["synced"] is None


def test_counts_that_contradict_one_another_are_shown_not_scored(enter):
    fees = card().counts["fee_procedures"]
    enter(fees + 1, "fee_procedures_integrated")
    assert card().result("3.5a").standing is qd766.Standing.IMPOSSIBLE
