"""The legal clock through the commands: what is promised, what a pause moves, what only the law may move."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

import haidang
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Risk, State
from haidang.identity import api as identity
from haidang.worktime import api as worktime
from world import HOURS, NO_TERM, PAUSE, RESTART, RUNS_ON, moment


def received(world, procedure=PAUSE, at="2024-11-04T09:00"):
    code = world.submit(procedure, now=moment(at)).code
    world.act("accept", code, now=moment(at))
    return code


def supplement(world, code, asked, answered):
    world.act("request_supplement", code, now=moment(asked))
    assert world.dossier(code).is_paused
    world.act("supplement", code, now=moment(answered))


def test_an_online_filing_is_to_be_answered_within_eight_office_hours(world):
    assert world.dossier(world.bring(State.NEW)).receive_by == moment("2024-11-05T09:30")


@pytest.mark.parametrize(("procedure", "due"), [(PAUSE, "2024-11-11T17:00"), (HOURS, "2024-11-06T10:00")])
def test_the_term_begins_with_receipt(world, procedure, due):
    dossier = world.dossier(received(world, procedure))
    assert dossier.due_at == dossier.promised_at == moment(due)


def test_at_risk_from_the_last_quarter_of_the_term(world):
    dossier = world.dossier(received(world))
    # 9:00 on Monday to 17:00 a week later are 2,610 office minutes; a quarter of them reaches back into Friday.
    assert dossier.warn_at == moment("2024-11-08T13:38")


def test_a_short_term_is_at_risk_in_its_second_half(world):
    dossier = world.dossier(received(world, HOURS))
    # A quarter of two or three days would warn in the last hours only: the last day does, or the second half.
    office = worktime.office_minutes_between(
        identity.calendar(dossier.calendar_version_id), dossier.warn_at, dossier.due_at
    )
    assert office == 450


@pytest.mark.parametrize(
    ("procedure", "due"),
    [(PAUSE, "2024-11-13T17:00"), (RESTART, "2024-11-15T17:00"), (RUNS_ON, "2024-11-11T17:00")],
)
def test_what_a_supplement_moves_is_the_procedures_policy(world, procedure, due):
    code = received(world, procedure)
    supplement(world, code, "2024-11-06T10:00", "2024-11-08T10:00")
    dossier = world.dossier(code)
    assert (dossier.due_at, dossier.promised_at) == (moment(due), moment("2024-11-11T17:00"))


def test_while_the_clock_stands_nothing_is_due(world):
    code = received(world)
    world.act("request_supplement", code, now=moment("2024-11-06T10:00"))
    dossier = world.dossier(code)
    assert (dossier.due_at, dossier.warn_at) == (None, None)
    assert dossiers.view(world.citizen, code, now=moment("2024-12-24T10:00")).risk is Risk.PAUSED


def test_a_pause_that_moves_nothing_does_not_hide_that_the_dossier_is_late(world):
    runs_on, begun_late = received(world, RUNS_ON), received(world)
    world.act("request_supplement", runs_on, now=moment("2024-11-06T10:00"))
    world.act("request_supplement", begun_late, now=moment("2024-11-12T10:00"))
    for code in (runs_on, begun_late):
        assert world.dossier(code).due_at == moment("2024-11-11T17:00")
        assert dossiers.view(world.citizen, code, now=moment("2024-11-13T10:00")).risk is Risk.LATE


def test_four_supplements_each_move_the_date(world):
    code = received(world)
    days = [("05", "06"), ("07", "08"), ("11", "12"), ("13", "14")]
    for asked, answered in days:
        supplement(world, code, f"2024-11-{asked}T10:00", f"2024-11-{answered}T10:00")
    dossier = world.dossier(code)
    assert dossier.due_at == moment("2024-11-15T17:00")
    assert (dossier.supplement_count, dossier.supplements.count(), dossier.clock.count()) == (4, 4, 9)


def test_a_pause_over_tet_moves_working_days_only(world):
    code = received(world, at="2025-01-20T09:00")
    assert world.dossier(code).due_at == moment("2025-02-03T17:00")
    supplement(world, code, "2025-01-23T15:00", "2025-02-04T09:00")
    assert world.dossier(code).due_at == moment("2025-02-06T17:00")


def test_a_supplement_before_receipt_costs_no_time_because_none_has_run(world):
    code = world.submit(now=world.now).code
    world.act("request_supplement", code, now=moment("2024-11-04T10:00"))
    assert world.dossier(code).state == State.SUPPLEMENT
    world.act("supplement", code, now=moment("2024-11-20T10:00"))
    assert (world.dossier(code).state, world.dossier(code).clock.count()) == (State.NEW, 0)
    world.act("accept", code, now=moment("2024-11-20T15:00"))
    assert world.dossier(code).due_at == moment("2024-11-27T17:00")


@pytest.mark.parametrize("command", ["resume", "supplement"])
def test_resuming_before_the_pause_is_refused(world, command):
    code = received(world)
    world.act("complete_step", code)
    world.act("pause" if command == "resume" else "request_supplement", code, now=moment("2024-11-06T10:00"))
    version = world.dossier(code).version
    with pytest.raises(dossiers.Invalid) as refusal:
        world.act(command, code, now=moment("2024-11-06T09:59"))
    assert refusal.value.field == "at"
    assert (world.dossier(code).version, world.dossier(code).is_paused) == (version, True)


@pytest.mark.parametrize("ground", ["supplement", "signature", "", "system_fault"])
def test_only_grounds_in_law_pause(world, ground):
    with pytest.raises(dossiers.Invalid) as refusal:
        world.act("pause", world.bring(State.PROCESSING), ground=ground)
    assert refusal.value.field == "ground"


def test_a_pause_names_its_document(world):
    with pytest.raises(dossiers.Invalid):
        world.act("pause", world.bring(State.PROCESSING), reason="  ")


def test_where_the_law_gives_no_number_the_officer_promises_days(world):
    code = world.bring(State.NEW, NO_TERM)
    for days in (None, -1, 366):
        with pytest.raises(dossiers.Invalid) as refusal:
            world.act("accept", code, working_days=days)
        assert refusal.value.field == "working_days"
    world.act("accept", code, working_days=0)
    assert world.dossier(code).due_at == moment("2024-11-04T17:00")


def test_where_the_law_gives_a_number_the_officer_cannot_promise_another(world):
    with pytest.raises(dossiers.Invalid):
        world.act("accept", world.bring(State.NEW), working_days=30)


def test_a_calendar_amended_after_receipt_moves_no_promise(world):
    before = received(world)
    folder = Path(haidang.__file__).parent / "profiles" / "brvt_2024"
    definition = json.loads((folder / "calendar.json").read_text())
    definition["holidays"].append("2024-11-07")
    identity.publish_calendar("province", name="", definition=definition, reason="Bão", now=world.now)
    supplement(world, before, "2024-11-05T10:00", "2024-11-06T10:00")
    assert world.dossier(before).due_at == moment("2024-11-12T17:00")
    assert world.dossier(received(world)).due_at == moment("2024-11-12T17:00")


@pytest.mark.parametrize("day", ["2027-12-30T09:00", "2027-12-31T16:30"])
def test_a_year_without_a_calendar_is_said_in_words(world, day):
    with pytest.raises(dossiers.Invalid) as refusal:
        received(world, at=day)
    assert "lịch" in str(refusal.value)


def test_finishing_ends_the_clock_and_not_the_hand_over(world):
    code = received(world)
    world.finish_steps(code, now=moment("2024-11-05T10:00"))
    world.act("finish", code, now=moment("2024-11-11T17:00"))
    world.act("return_result", code, now=moment("2024-12-24T09:00"))
    assert dossiers.view(world.citizen, code, now=moment("2025-01-02T09:00")).risk is Risk.FINISHED_ON_TIME


def test_finishing_a_minute_after_the_due_moment_is_late(world):
    code = received(world)
    world.finish_steps(code, now=moment("2024-11-05T10:00"))
    world.act("finish", code, now=moment("2024-11-11T17:00") + timedelta(minutes=1))
    assert dossiers.view(world.citizen, code, now=moment("2024-11-12T09:00")).risk is Risk.FINISHED_LATE
