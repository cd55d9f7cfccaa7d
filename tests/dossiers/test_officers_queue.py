"""The queue equals a brute-force look at every dossier: same rows, same order, same counts."""

import random
from datetime import timedelta

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, Risk, State, Task
from world import DEPARTMENT, OTHER_DEPARTMENT, PAUSE, RESTART

TASK_OF = {
    Command.ACCEPT: Task.RECEIVE,
    Command.COMPLETE_STEP: Task.STEP,
    Command.FINISH: Task.FINISH,
    Command.RETURN_RESULT: Task.RETURN,
    Command.RECORD_PAYMENT: Task.COLLECT,
}


@pytest.fixture
def full_house(world):
    """Some twenty dossiers in all states, of two agencies and procedures, some taken in elsewhere, over three weeks."""
    rng = random.Random(3)
    start = world.now
    for number, state in enumerate([*State] * 2):
        world.now = start + timedelta(hours=rng.randrange(24 * 20))
        agency = rng.choice((DEPARTMENT, OTHER_DEPARTMENT))
        elsewhere = rng.choice((DEPARTMENT, OTHER_DEPARTMENT))
        filing = {"channel": "online"}
        if number % 4 == 0:
            filing = {
                "channel": "direct",
                "intake_agency_id": world.agency(elsewhere).id,
                "actor": world.officer("reception", elsewhere),
            }
        assert world.citizen
        code = world.bring(state, rng.choice((PAUSE, RESTART)), agency=agency, **filing)
        if state is State.PROCESSING and number % 2:
            world.act("pause", code)
        if state is State.PROCESSING and number > 10:
            world.finish_steps(code) if not world.dossier(code).is_paused else None
    paused = world.bring(State.SUPPLEMENT)
    world.act("withdraw", paused)
    world.now = start + timedelta(days=21)
    return world


def brute_force(user, *, now, risks):
    """(task, row, risk) of all that waits for `user`, most urgent first; `risks` keeps those seen, by dossier."""
    found = []
    for dossier in dossiers.Dossier.objects.all():
        allowed = dossiers.allowed_commands(user, dossier, now=now)
        tasks = [task for command, task in TASK_OF.items() if command in allowed]
        if dossier.state == State.WITHDRAWN and Command.STOP in allowed:
            tasks.append(Task.CONFIRM_WITHDRAWAL)
        if tasks and dossier.code not in risks:
            risks[dossier.code] = dossiers.view(user, dossier.code, now=now).risk
        found += [(task, dossier, risks[dossier.code]) for task in tasks]
    order = {Task.STEP: 0}
    return sorted(found, key=lambda item: (item[1].due_at or item[1].receive_by, item[1].code, order.get(item[0], 1)))


def people(world):
    for agency in (DEPARTMENT, OTHER_DEPARTMENT):
        yield from (world.officer(role, agency) for role in ("reception", "specialist", "manager", "leader", "clerk"))
    yield world.officer("leader", "H06", with_descendants=True)
    yield world.officer("specialist", procedure_code=PAUSE)
    yield world.administrator
    yield world.citizen


def test_the_queue_is_what_waits_for_the_officer(full_house):
    world, now = full_house, full_house.now
    seen, risks = 0, {}
    for user in people(world):
        expected = brute_force(user, now=now, risks=risks)
        found = dossiers.queue(user, now=now)
        assert [row.code for row in found.rows] == [dossier.code for _task, dossier, _risk in expected], user
        assert found.total == len(expected)
        assert sum(found.by_task.values()) == found.total
        for task in Task:
            assert found.by_task.get(task, 0) == len([item for item in expected if item[0] is task])
            rows = dossiers.queue(user, now=now, task=task.value).rows
            assert len(rows) == found.by_task.get(task, 0)
        for risk in (Risk.LATE, Risk.AT_RISK, Risk.ON_TIME):
            codes = [dossier.code for _task, dossier, its in expected if its is risk]
            assert found.by_risk[risk] == len(codes), (user, risk)
            rows = dossiers.queue(user, now=now, risk=risk.value).rows
            assert [row.code for row in rows] == codes
            assert {row.risk for row in rows} <= {risk}
        seen += found.total
    assert seen > 20


def test_the_queue_names_the_step_to_be_done(world):
    world.bring(State.RECEIVED)
    (row,) = dossiers.queue(world.officer("specialist"), now=world.now).rows
    assert (row.task, row.owner_name) == ("Kiểm tra, ghi sổ", "Nguyễn Thị An")


def test_filters_that_mean_nothing_show_nothing_and_break_nothing(world):
    world.bring(State.RECEIVED)
    user = world.officer("specialist")
    assert dossiers.queue(user, now=world.now, task="nonsense").rows == []
    assert dossiers.queue(user, now=world.now, risk="nonsense").total == 1
