"""A term tried on past dossiers: the arithmetic against plain counting, and real dossiers against the legal clock."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.catalogue.api import TimeLimit
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, Ending, History, State
from haidang.dossiers.durations import Kind
from haidang.identity import api as identity
from haidang.reform import api as reform
from haidang.reform.what_if import cut_by, shortest_promise, to_limit, tried
from haidang.worktime import api as worktime
from haidang.worktime.api import Convention, PausePolicy, Unit
from world import HOURS, PAUSE, RESTART, RUNS_ON, moment

DAYS = Kind(Unit.WORKING_DAY, Convention.CIVIL, PausePolicy.PAUSE)


def history(ending=Ending.FINISHED, *, least=3, own=5, kind=DAYS, number=0):
    return History(
        code=f"H{number}", version_id=1, channel="online", case_key="c1", received_at=moment("2024-11-04T09:00"),
        ended_at=None, ending=ending, kind=kind, value=Decimal(own), own=own, day_minutes=450, spent=least or 0,
        least=least,
    )  # fmt: skip


rows = st.lists(
    st.builds(
        history,
        st.sampled_from(list(Ending)),
        least=st.none() | st.integers(0, 10),
        own=st.integers(1, 10),
        kind=st.sampled_from([DAYS, Kind(Unit.CALENDAR_DAY, Convention.CIVIL, PausePolicy.PAUSE)]),
    ),
    max_size=25,
)


@given(rows, st.integers(0, 10))
def test_every_dossier_is_counted_once_and_in_its_place(found, value):
    trial = tried(found, to_limit(TimeLimit(value, "working_day")))
    known = [item for item in found if item.ending is not Ending.WITHOUT_RESULT and item.least is not None]
    alike = [item for item in known if item.kind == DAYS]
    finished = [item for item in alike if item.ending is Ending.FINISHED]
    waiting = [item for item in alike if item.ending is Ending.OPEN]
    assert trial.finished == len(finished)
    assert trial.on_time_after == sum(item.least <= value for item in finished)
    assert trial.on_time_before == sum(item.least <= item.own for item in finished)
    assert trial.judged == len(finished) + sum(item.least > value for item in waiting)
    assert trial.undecided == sum(item.least <= value for item in waiting)
    assert trial.judged + trial.undecided + trial.other_unit + trial.uncounted + trial.without_result == len(found)
    assert set(trial.newly_late) == {item for item in finished if item.own >= item.least > value}


@given(rows, st.sampled_from([50, 90, 95, 98, 99]))
def test_the_shortest_promise_keeps_the_share_and_a_shorter_one_does_not(found, percent):
    alike = [item for item in found if item.kind == DAYS]
    term = shortest_promise(alike, percent)

    def share(value):
        trial = tried(alike, to_limit(TimeLimit(value, "working_day")))
        return trial.finished > 0 and trial.on_time_after * 100 >= percent * trial.judged

    if term is None:
        # Nothing finished, or too many open ones are beyond everything that has finished.
        assert not any(
            share(value) and tried(alike, to_limit(TimeLimit(value, "working_day"))).finished for value in range(11)
        )
        return
    assert share(term)
    assert not any(share(value) for value in range(term))


def test_a_cut_is_taken_from_each_dossiers_own_term():
    limit = cut_by(Decimal(2), "working_day")
    assert [limit(history(own=own)) for own in (5, 2, 1)] == [3, 0, 0]
    assert cut_by(Decimal(2), "working_hour")(history()) is None, "days are never taken for hours"


def test_hours_count_in_minutes():
    hours = Kind(Unit.WORKING_HOUR, Convention.RUNNING, PausePolicy.PAUSE)
    assert to_limit(TimeLimit(2.5, "working_hour"))(history(kind=hours)) == 150


# Real dossiers


@pytest.fixture
def past(world):
    """Dossiers of several procedures: quick, slow, with pauses, still open, withdrawn; codes by procedure."""
    codes = []
    for procedure in (PAUSE, RESTART, RUNS_ON, HOURS):
        for days in (0, 3, 9):
            code = world.submit(procedure).code
            world.act(Command.ACCEPT, code, now=world.now + timedelta(minutes=5))
            world.act(Command.COMPLETE_STEP, code, now=world.now + timedelta(minutes=10))
            if days:
                world.act(Command.REQUEST_SUPPLEMENT, code, now=world.now + timedelta(hours=1))
                world.act(Command.SUPPLEMENT, code, now=world.now + timedelta(days=days, hours=2))
            world.finish_steps(code, now=world.now + timedelta(days=days, hours=3))
            world.act(Command.FINISH, code, now=world.now + timedelta(days=2 * days, hours=4))
            codes.append(code)
    world.bring(State.PROCESSING)
    world.bring(State.WITHDRAWN)
    return codes


def due_under(code, value):
    """The legal clock's own answer for a dossier under another term."""
    dossier = dossiers.Dossier.objects.get(code=code)
    term = worktime.Term.parse(dossier.term)
    ledger = [worktime.Pause(row.since, row.until) for row in dossier.clock.all() if row.ground]
    return worktime.due(
        identity.calendar(dossier.calendar_version_id), dossier.received_at, term=worktime.Term.of(value, term.unit),
        convention=worktime.Convention(dossier.convention), policy=worktime.PausePolicy(dossier.pause_policy),
        pauses=ledger,
    )  # fmt: skip


@pytest.mark.parametrize("procedure", [PAUSE, RESTART, RUNS_ON, HOURS])
def test_real_dossiers_are_late_exactly_when_the_legal_clock_says_so(world, past, procedure):
    later = world.now + timedelta(days=60)
    found = dossiers.histories(procedure, as_of=later)
    finished = [item for item in found if item.ending is Ending.FINISHED]
    assert len(finished) == 3
    for value in range(1, 25):
        unit = "working_hour" if procedure == HOURS else "working_day"
        trial = reform.what_if(procedure, reform.Wish(Decimal(value), unit), as_of=later).trial
        late = {
            item.code
            for item in finished
            if dossiers.Dossier.objects.get(code=item.code).finished_at > due_under(item.code, value)
        }
        kept_own = {item.code for item in finished if not item.was_late}
        assert {item.code for item in trial.newly_late} == late & kept_own
        assert trial.on_time_after == 3 - len(late)


def test_lateness_under_the_own_term_is_the_one_that_was_promised(world, past):
    for procedure in (PAUSE, RESTART, RUNS_ON, HOURS):
        for item in dossiers.histories(procedure, as_of=world.now + timedelta(days=60)):
            dossier = dossiers.Dossier.objects.get(code=item.code)
            if item.ending is Ending.FINISHED:
                assert item.was_late == (dossier.finished_at > dossier.due_at)


def test_what_is_known_later_is_not_known_yet(world, past):
    soon = world.now + timedelta(hours=2)
    found = dossiers.histories(PAUSE, as_of=soon)
    assert {item.ending for item in found} == {Ending.OPEN, Ending.WITHOUT_RESULT}
    assert all(item.ended_at is None for item in found if item.ending is Ending.OPEN)
    assert dossiers.histories(PAUSE, as_of=world.now - timedelta(days=1)) == []


def test_the_period_is_half_open(world, past):
    later = world.now + timedelta(days=60)
    received = sorted(item.received_at for item in dossiers.histories(PAUSE, as_of=later))
    assert len(dossiers.histories(PAUSE, as_of=later, since=received[-1])) == received.count(received[-1])
    assert dossiers.histories(PAUSE, as_of=later, until=received[0]) == []


def test_a_moment_beyond_the_calendar_is_refused_in_words(world, past):
    with pytest.raises(dossiers.Invalid):
        dossiers.histories(PAUSE, as_of=moment("2090-01-01T09:00"))


def test_a_term_that_cannot_be_counted_is_refused_in_words(world, past):
    with pytest.raises(reform.Invalid) as refusal:
        reform.what_if(PAUSE, reform.Wish(Decimal("2.5"), "working_day"), as_of=world.now + timedelta(days=1))
    assert refusal.value.field == "amount"


def test_times_stand_side_by_side(world, past):
    found = reform.times(PAUSE, as_of=world.now + timedelta(days=60))
    (version,) = found.versions
    assert (version.number, version.is_current, found.without_result) == (1, True, 1)
    line = next(line for line in version.lines if line.channel == "online")
    assert [(side.offer.time, side.offer.committed) for side in line.sides] == [(TimeLimit(5, "working_day"), None)]
    (actual,) = line.actual
    assert (actual.finished, actual.still_open, actual.is_small) == (3, 1, True)
    # The quick one took no day; the slow ones were paused for 3 and 9 days before they went on.
    assert actual.median is not None
    assert actual.median <= (actual.p90 or actual.median)
