"""An apology moves the due date: once, at the latest the day before, signed by one who may; later pauses move it on."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.dossiers import api as dossiers
from haidang.dossiers import deadlines
from haidang.dossiers.api import Command, Risk, State
from haidang.dossiers.deadlines import Ground, Interval, Rules
from haidang.dossiers.models import Reappointment
from haidang.platform import clock
from haidang.worktime import api as worktime
from world import HOURS, OTHER_DEPARTMENT, RESTART, RUNS_ON, moment

DUE = "2024-11-11T17:00"
"""Of a dossier received on 4 November 2024 with five working days."""


def received(world, procedure="9.100001", at="2024-11-04T09:00"):
    code = world.submit(procedure, now=moment(at)).code
    world.act("accept", code, now=moment(at))
    return code


def reappoint(world, code, at, **values):
    return world.act("reappoint", code, now=moment(at), **values)


def refused(world, code, at, *, error=dossiers.WrongState, **values):
    before = world.dossier(code)
    with pytest.raises(error) as refusal:
        reappoint(world, code, at, **values)
    assert (world.dossier(code).version, world.dossier(code).due_at) == (before.version, before.due_at)
    assert not Reappointment.objects.exists()
    return refusal.value


def test_the_due_date_moves_and_the_promise_stays(world):
    code = received(world)
    reappoint(world, code, "2024-11-08T10:00")
    dossier = world.dossier(code)
    assert (dossier.state, dossier.due_at) == (State.RECEIVED, moment("2024-11-14T17:00"))
    assert dossier.promised_at == moment(DUE)
    row = dossier.reappointment
    assert (row.days, row.due_before, row.due_after) == (3, moment(DUE), moment("2024-11-14T17:00"))
    view = dossiers.view(world.citizen, code, now=moment("2024-11-12T09:00"))
    assert view.risk is not Risk.LATE
    assert any("hẹn lại: thêm 3 ngày làm việc" in line for line in view.promise.explanation)
    assert view.promise.explanation[-1] == "Hạn trả: 17:00 thứ Năm 14/11/2024, hết giờ làm việc."
    assert (view.promise.first_promised_at, view.promise.reappointment) == (moment(DUE), row)
    assert view.timeline[-1].title == "Xin lỗi và hẹn lại ngày trả kết quả: 17:00 14/11/2024"
    assert dossiers.view(world.citizen, code, now=moment("2024-11-15T09:00")).risk is Risk.LATE


def test_the_warning_moves_with_the_due_date(world):
    code = received(world)
    before = world.dossier(code).warn_at
    reappoint(world, code, "2024-11-08T10:00")
    assert before < world.dossier(code).warn_at < world.dossier(code).due_at


@pytest.mark.parametrize("at", ["2024-11-10T23:59", "2024-11-04T09:00"])
def test_until_the_last_minute_of_the_day_before(world, at):
    code = received(world)
    reappoint(world, code, at)
    assert world.dossier(code).due_at == moment("2024-11-14T17:00")


@pytest.mark.parametrize("at", ["2024-11-11T00:00", "2024-11-11T16:59", "2024-11-12T08:00", "2025-01-02T08:00"])
def test_not_on_the_due_date_nor_after_it(world, at):
    assert "chậm nhất một ngày trước hạn trả (11/11/2024)" in str(refused(world, received(world), at))


def test_a_second_time_is_refused_in_words(world):
    code = received(world)
    reappoint(world, code, "2024-11-08T10:00")
    with pytest.raises(dossiers.WrongState) as refusal:
        reappoint(world, code, "2024-11-12T10:00")
    assert "đã được hẹn lại một lần" in str(refusal.value)
    assert Command.REAPPOINT not in dossiers.view(world.officer("leader"), code, now=moment("2024-11-12T10:00")).allowed
    assert world.dossier(code).papers.filter(kind="apology").count() == 1


def test_not_while_the_clock_stands(world):
    code = received(world)
    world.act("request_supplement", code, now=moment("2024-11-06T10:00"))
    refused(world, code, "2024-11-06T11:00")
    world.act("supplement", code, now=moment("2024-11-07T11:00"))
    world.act("complete_step", code, now=moment("2024-11-07T12:00"))
    world.act("pause", code, now=moment("2024-11-07T14:00"))
    refused(world, code, "2024-11-07T15:00")
    world.act("resume", code, now=moment("2024-11-08T09:00"))
    reappoint(world, code, "2024-11-08T10:00")


def test_the_day_before_counts_from_the_due_date_that_pauses_have_moved(world):
    code = received(world)
    world.act("request_supplement", code, now=moment("2024-11-06T10:00"))
    world.act("supplement", code, now=moment("2024-11-08T10:00"))
    assert world.dossier(code).due_at == moment("2024-11-13T17:00")
    reappoint(world, code, "2024-11-12T23:59")
    assert world.dossier(code).due_at == moment("2024-11-18T17:00")


@pytest.mark.parametrize(
    ("new_date", "field"),
    [
        (dossiers.NewDate(), "working_days"),
        (dossiers.NewDate(working_days=3, day=date(2024, 11, 14)), "working_days"),
        (dossiers.NewDate(working_days=0), "working_days"),
        (dossiers.NewDate(working_days=-2), "working_days"),
        (dossiers.NewDate(working_days=366), "working_days"),
        (dossiers.NewDate(day=date(2024, 11, 11)), "new_date"),
        (dossiers.NewDate(day=date(2024, 11, 6)), "new_date"),
        (dossiers.NewDate(day=date(2024, 11, 16)), "new_date"),
        (dossiers.NewDate(day=date(2035, 1, 1)), "at"),
    ],
)
def test_the_new_date_is_a_later_working_day(world, new_date, field):
    assert refused(world, received(world), "2024-11-08T10:00", error=dossiers.Invalid, new_date=new_date).field == field


def test_a_date_counts_as_the_working_days_up_to_it(world):
    code = received(world)
    reappoint(world, code, "2024-11-08T10:00", new_date=dossiers.NewDate(day=date(2024, 11, 18)))
    assert (world.dossier(code).reappointment.days, world.dossier(code).due_at) == (5, moment("2024-11-18T17:00"))


@pytest.mark.parametrize("field", ["reason", "unit"])
def test_reason_and_responsible_unit_are_required(world, field):
    assert refused(world, received(world), "2024-11-08T10:00", error=dossiers.Invalid, **{field: " "}).field == field


def test_who_may_sign(world):
    code, at = received(world), "2024-11-08T10:00"
    clerk, leader, manager = world.officer("clerk"), world.officer("leader"), world.officer("manager")
    strangers = [world.officer("specialist"), world.officer("leader", OTHER_DEPARTMENT), clerk, world.leader]
    for signer in strangers:
        wrong = world.apology(signer)
        assert refused(world, code, at, error=dossiers.Invalid, actor=clerk, **wrong).field == "signer"
    # A leader signs for himself: he cannot put another's name below.
    assert refused(world, code, at, error=dossiers.Invalid, actor=manager, **world.apology(leader)).field == "signer"
    reappoint(world, code, at, actor=clerk, **world.apology(manager))
    (paper,) = world.dossier(code).papers.filter(kind="apology")
    assert (paper.issued_by, paper.signer) == (clerk, manager)
    assert lines_of(world, code) == ("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG")


def lines_of(world, code):
    """What stands above the name on the dossier's apology."""
    (paper,) = world.dossier(code).papers.filter(kind="apology")
    return dossiers.paper_for(world.citizen, code, paper.pk, now=world.now).sheet.signatures[0].titles


def test_head_and_deputy_sign_as_what_they_are(world):
    for deputy, lines in ((False, ("GIÁM ĐỐC",)), (True, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"))):
        code, leader = received(world), world.officer("leader", username=f"leader.{deputy}")
        leader.assignments.update(is_deputy=deputy)
        reappoint(world, code, "2024-11-08T10:00", actor=leader, **world.apology(leader))
        assert lines_of(world, code) == lines


@pytest.mark.parametrize("role", ["specialist", "reception"])
def test_others_may_not_reappoint(world, role):
    code = received(world)
    actor = world.officer(role)
    refused(
        world,
        code,
        "2024-11-08T10:00",
        error=dossiers.NotAllowed,
        actor=actor,
        **world.apology(world.officer("leader")),
    )


def test_a_pause_inside_the_extension_moves_it_by_the_policy(world):
    for procedure, due in (("9.100001", "2024-11-18"), (RESTART, "2024-11-19"), (RUNS_ON, "2024-11-14")):
        code = received(world, procedure)
        reappoint(world, code, "2024-11-08T10:00")
        world.act("request_supplement", code, now=moment("2024-11-12T10:00"))
        world.act("supplement", code, now=moment("2024-11-14T09:00"))
        assert world.dossier(code).due_at == moment(f"{due}T17:00"), procedure
        assert world.dossier(code).promised_at == moment(DUE)


def test_a_pause_before_the_due_date_moves_both(world):
    code = received(world)
    reappoint(world, code, "2024-11-05T10:00")
    world.act("request_supplement", code, now=moment("2024-11-06T10:00"))
    assert world.dossier(code).due_at is None
    world.act("supplement", code, now=moment("2024-11-08T10:00"))
    assert world.dossier(code).due_at == moment("2024-11-18T17:00")


def test_over_tet(world):
    code = received(world, at="2025-01-17T09:00")
    assert world.dossier(code).due_at == moment("2025-01-24T17:00")
    reappoint(world, code, "2025-01-23T23:59")
    # Tết 2025: 27/1 to 31/1 are days off; 3, 4 and 5 February are the three days.
    assert world.dossier(code).due_at == moment("2025-02-05T17:00")


def test_hours_are_extended_by_working_days_to_close_of_office(world):
    code = received(world, HOURS)
    assert world.dossier(code).due_at == moment("2024-11-06T10:00")
    reappoint(world, code, "2024-11-05T10:00")
    assert world.dossier(code).due_at == moment("2024-11-11T17:00")


def test_the_audit_knows_the_new_date(world):
    code = received(world)
    reappoint(world, code, "2024-11-08T10:00")
    assert dossiers.verify().faults == []
    for place, change in {
        "reappointment.days": {"days": 30},
        "reappointment.due_before": {"due_before": moment("2024-11-01T17:00")},
    }.items():
        kept = Reappointment.objects.values(*change).get()
        Reappointment.objects.update(**change)
        assert f"row-differs {place}" in [fault.problem for fault in dossiers.verify().faults]
        Reappointment.objects.update(**kept)


CALENDAR = worktime.profile_calendar()
MOMENTS = st.datetimes(min_value=datetime(2024, 1, 3), max_value=datetime(2025, 6, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0, tzinfo=clock.LOCAL)
)


def working_day_after(day, count):
    while count:
        day += timedelta(days=1)
        count -= CALENDAR.is_working_day(day)
    return day


def slow_due(start, days, extra, gaps):
    """By hand, one day at a time: civil days of which the first is not counted, moved by pauses, then extended."""
    first = start.date()
    while not CALENDAR.is_working_day(first) or start >= closing(first):
        first, start = first + timedelta(days=1), datetime.combine(first + timedelta(days=1), time(0), clock.LOCAL)
    due = working_day_after(first, days)
    late = []
    for since, until in gaps:
        if since > closing(due):
            late.append((since, until))
        else:
            due = working_day_after(due, passed(since, until))
    due = working_day_after(due, extra)
    for since, until in late:
        if since <= closing(due):
            due = working_day_after(due, passed(since, until))
    return closing(due)


def closing(day):
    hours = CALENDAR.shifts_on(day)
    return datetime.combine(day, time(0), clock.LOCAL) + timedelta(minutes=hours[-1][1])


def passed(since, until):
    """Working days after the date of the pause up to the effective date of resuming."""
    day = until.date()
    while not CALENDAR.is_working_day(day) or until >= closing(day):
        day += timedelta(days=1)
        until = datetime.combine(day, time(0), clock.LOCAL)
    return sum(
        CALENDAR.is_working_day(since.date() + timedelta(days=n)) for n in range(1, (day - since.date()).days + 1)
    )


@given(
    start=MOMENTS,
    days=st.integers(0, 20),
    extra=st.integers(1, 30),
    steps=st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 20_000)), max_size=4),
)
def test_the_extended_due_date_is_what_counting_by_hand_gives(start, days, extra, steps):
    gaps, at = [], start
    for wait, length in steps:
        since = at + timedelta(minutes=wait)
        at = since + timedelta(minutes=length)
        gaps.append((since, at))
    ledger, last = [], start
    for since, until in gaps:
        ledger += [Interval(None, last, since), Interval(Ground.SUPPLEMENT, since, until)]
        last = until
    ledger.append(Interval(None, last, None))
    rules = Rules(
        worktime.Term.parse(f"{days} working_day"),
        worktime.Convention.CIVIL,
        worktime.PausePolicy.PAUSE,
        CALENDAR,
        extra,
    )
    assert deadlines.due(rules, ledger) == slow_due(start, days, extra, gaps)
    assert deadlines.explain(rules, ledger, lang="vi")
