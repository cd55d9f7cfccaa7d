"""The event log of dossiers: every clock against the scalar one, every due date as it stood."""

from datetime import timedelta

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Happening, State
from haidang.worktime import api as worktime
from world import HOURS, PAUSE, RESTART, RUNS_ON, moment

pytestmark = pytest.mark.django_db
HELD = {PAUSE: True, RESTART: True, RUNS_ON: False, HOURS: True}


def trace_of(code, now):
    return next(item for item in dossiers.traces(now=now) if item.code == code)


def paused_walk(world, procedure):
    """Received Monday 9:00, at work, stopped from Tuesday 15:00 to Friday 8:00; now Friday 10:00."""
    code = world.bring(State.PROCESSING, procedure)
    world.act("pause", code, now=moment("2024-11-05T15:00"))
    world.act("resume", code, now=moment("2024-11-08T08:00"))
    return code, moment("2024-11-08T10:00")


@pytest.mark.parametrize("procedure", [PAUSE, RESTART, RUNS_ON, HOURS])
def test_each_clock_is_the_scalar_one(world, procedure):
    code, now = paused_walk(world, procedure)
    calendar = worktime.profile_calendar()
    trace = trace_of(code, now)
    pauses = [(mark.at, other.at) for mark, other in zip(trace.marks, trace.marks[1:], strict=False)
              if mark.what is Happening.PAUSED]  # fmt: skip
    assert len(pauses) == 1
    for mark in trace.marks:
        spent = worktime.office_minutes_between(calendar, trace.marks[0].at, mark.at)
        for since, until in pauses if HELD[procedure] else []:
            if mark.at > since:
                spent -= worktime.office_minutes_between(calendar, since, min(mark.at, until))
        assert mark.clock == spent, mark
    assert trace.marks[-1].what is Happening.NOW


@pytest.mark.parametrize("procedure", [PAUSE, RESTART, RUNS_ON, HOURS])
def test_what_is_left_is_what_the_dossiers_page_says(world, procedure):
    code, now = paused_walk(world, procedure)
    left = dossiers.view(world.leader, code, now=now).promise.office_minutes_left
    assert trace_of(code, now).marks[-1].left == left


def test_a_late_one_has_less_than_nothing_left(world):
    code = world.bring(State.PROCESSING)
    now = world.dossier(code).due_at + timedelta(days=7)
    assert trace_of(code, now).marks[-1].left == dossiers.view(world.leader, code, now=now).promise.office_minutes_left
    assert trace_of(code, now).marks[-1].left < 0


def test_while_it_is_paused_nothing_runs_and_what_was_left_stays(world):
    code = world.bring(State.PROCESSING)
    world.act("pause", code, now=moment("2024-11-05T15:00"))
    trace = trace_of(code, moment("2024-11-20T15:00"))
    stopped, now = trace.marks[-2:]
    assert trace.is_paused
    assert (now.clock, now.left) == (stopped.clock, stopped.left)
    assert stopped.left == trace.marks[-3].left - (stopped.clock - trace.marks[-3].clock)


def test_a_new_date_counts_from_the_apology_on(world):
    code = world.bring(State.PROCESSING)
    before = trace_of(code, moment("2024-11-05T08:00")).marks[-1].left
    world.act("reappoint", code, now=moment("2024-11-05T08:00"))
    marks = trace_of(code, moment("2024-11-05T08:00")).marks
    assert marks[-2].what is Happening.REAPPOINTED
    assert marks[-2].left == before + 3 * 450
    assert max(mark.left for mark in marks[:-2]) <= 5 * 450 + 450


def test_steps_are_opened_taken_and_closed(world):
    code = world.bring(State.RECEIVED)
    step = world.open_step(code)
    world.act("claim", code, now=moment("2024-11-05T09:00"))
    world.act("complete_step", code, now=moment("2024-11-05T11:00"))
    marks = [mark for mark in trace_of(code, moment("2024-11-05T14:00")).marks if mark.step_id == step.pk]
    assert [mark.what for mark in marks] == [Happening.STEP_OPENED, Happening.STEP_TAKEN, Happening.STEP_CLOSED]
    assert marks[2].clock - marks[1].clock == 120


def test_a_finished_one_ends_with_its_result_and_took_what_histories_say(world):
    code = world.bring(State.DONE, HOURS)
    now = moment("2024-12-02T09:00")
    trace = trace_of(code, now)
    history = next(item for item in dossiers.histories(HOURS, as_of=now) if item.code == code)
    assert trace.marks[-1].what is Happening.FINISHED
    assert trace.marks[-1].clock == history.spent


@pytest.mark.parametrize("state", [State.NEW, State.REFUSED, State.WITHDRAWN, State.STOPPED])
def test_what_was_never_received_or_ended_without_result_has_no_trace(world, state):
    code = world.bring(state)
    assert code not in {item.code for item in dossiers.traces(now=moment("2024-12-02T09:00"))}


def test_only_finished_ones_received_since_then_are_read(world):
    done, still_open = world.bring(State.DONE), world.bring(State.PROCESSING)
    now = moment("2024-12-02T09:00")
    assert {item.code for item in dossiers.traces(now=now, since=moment("2024-12-01T09:00"))} == {still_open}
    assert {item.code for item in dossiers.traces(now=now, since=moment("2024-01-01T09:00"))} == {done, still_open}


def test_one_that_has_outlived_its_calendar_is_left_out_and_the_others_are_not(world):
    done, still_open = world.bring(State.DONE), world.bring(State.PROCESSING)
    beyond = moment(f"{worktime.profile_calendar().valid_to.year + 1}-03-01T09:00")
    assert {item.code for item in dossiers.traces(now=beyond)} == {done}
    assert {item.code for item in dossiers.traces(now=moment("2024-12-02T09:00"))} == {done, still_open}
