"""Hundreds of random commands in random order: row, clock ledger, steps and journal agree after every one of them."""

import itertools
import random
from datetime import timedelta

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers import charging, deadlines, ledger, lifecycle
from haidang.dossiers.api import Command, Money, State
from haidang.dossiers.fees import MONEY_ACTS
from haidang.dossiers.replay.compare import differences
from haidang.platform import clock, journal
from haidang.workflow import api as workflow
from world import FREE, HOURS, NO_TERM, ON_STEPS, PAUSE, PAY_PAUSES, RESTART, RUNS_ON

STEPS, DOSSIERS = 60, 3
PROCEDURES = (PAUSE, RESTART, RUNS_ON, NO_TERM, HOURS, PAY_PAUSES, FREE)
OTHERS = {Command.SUBMIT, Command.MIGRATE_PROCESS, Command.FIRE_TIMER}
COMMANDS = [command for command in Command if command not in OTHERS]
# So that walks reach the later states instead of ending early.
WEIGHTS = {Command.COMPLETE_STEP: 8, Command.WITHDRAW: 0.4, Command.STOP: 0.4, Command.REJECT: 0.4, Command.FINISH: 2}


@pytest.mark.parametrize("seed", range(3))
def test_everything_agrees_after_every_command(world, seed):
    rng = random.Random(seed)
    now = world.now
    codes = []
    for _step in range(STEPS):
        now += timedelta(minutes=rng.choice((0, 0, 7, 55, 400, 1440, 4000)))
        if len(codes) < DOSSIERS or rng.random() < 0.05:
            codes.append(world.submit(rng.choice(PROCEDURES), now=now).code)
        code = rng.choice(codes)
        command = rng.choices(COMMANDS, [WEIGHTS.get(command, 1) for command in COMMANDS])[0]
        try_at(world, command, code, now)
        check(world.dossier(code), now=now)
    assert dossiers.verify().faults == []


def try_at(world, command, code, now):
    before = world.dossier(code)
    possible = command in lifecycle.possible(
        State(before.state), is_received=before.received_at is not None, is_paused=before.is_paused
    )
    step = world.open_step(code)
    possible = possible and can_be(world, command, before, step, now)
    values = {"step_id": step.pk if step else 0} if command in ON_STEPS else {}
    try:
        receipt = world.act(command, code, now=now, **values)
    except (dossiers.WrongState, dossiers.Conflict):
        assert not possible
        assert world.dossier(code).version == before.version
    else:
        assert possible
        assert receipt.version == before.version + 1


def can_be(world, command, before, step, now):
    """What besides state and clock stands in the way of a command."""
    if command in ON_STEPS:
        return step is not None and step_can_be(command, step)
    conditions = {
        Command.FINISH: lambda: workflow.has_ended(before.stream),
        Command.RATE: lambda: not dossiers.Rating.objects.filter(dossier=before).exists(),
        Command.RECALL: lambda: bool(
            before.process and workflow.recallable(before.process, world.actor_for(command, before.code))
        ),
        Command.REAPPOINT: lambda: (
            not hasattr(before, "reappointment") and clock.local(now).date() < clock.local(before.due_at).date()
        ),
    }
    if command in MONEY_ACTS:
        return charging.allows(command, before)
    return conditions.get(command, lambda: True)()


def step_can_be(command, step):
    if command is Command.RETURN_STEP:
        return bool(workflow.returnable(step))
    is_free = step.assignee is None
    return command is Command.COMPLETE_STEP or is_free == (command is not Command.RELEASE)


def check(dossier, *, now):
    lines = journal.lines(dossier.stream)
    assert dossier.version == len(lines)
    assert journal.check(dossier.stream, lines, journal.Head(dossier.version, dossier.head_hash)) == []
    check_replay(dossier, [journal.data(line) for line in lines], lines)
    assert differences(dossier, lines) == []
    check_clock(dossier)
    check_steps(dossier)
    check_money(dossier)
    dossiers.view(dossier.applicant, dossier.code, now=now)


def check_replay(dossier, payloads, lines):
    """The journal alone tells the state."""
    state = State(payloads[0]["to"])
    assert state is State.NEW
    for line, payload in zip(lines[1:], payloads[1:], strict=True):
        command = Command(line.kind.rsplit(".", 1)[1])
        assert payload["from"] == state
        assert (state, command) in lifecycle.TRANSITIONS
        state = State(payload["to"])
    assert state == dossier.state


def check_clock(dossier):
    rows = list(dossier.clock.all())
    assert (dossier.received_at is not None) == bool(rows)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    for before, after in itertools.pairwise(rows):
        assert before.until == after.since
        assert bool(before.ground) != bool(after.ground)
    if not rows:
        assert (dossier.due_at, dossier.warn_at, dossier.is_paused) == (None, None, False)
        return
    assert (rows[0].ground, rows[0].since) == ("", dossier.received_at)
    is_open = rows[-1].until is None
    assert is_open == (dossier.closed_at is None)
    assert dossier.is_paused == (is_open and bool(rows[-1].ground))
    if is_open or not rows[-1].ground:
        assert dossier.due_at == deadlines.due(ledger.rules_of(dossier), ledger.intervals(dossier))
    if dossier.due_at:
        assert dossier.received_at <= dossier.due_at
        assert dossier.warn_at <= dossier.due_at


def check_steps(dossier):
    steps = workflow.all_steps(dossier.stream)
    waiting = [step for step in steps if step.status == "open"]
    in_process = dossier.received_at is not None and dossier.closed_at is None
    assert len(waiting) == (1 if in_process and not workflow.has_ended(dossier.stream) else 0)
    done = [line for line in journal.lines(dossier.stream) if line.kind.endswith(".complete_step")]
    assert len(done) == len([step for step in steps if step.status == "done"])


def check_money(dossier):
    """What is owed is one open request; a paid request has exactly one receipt that stands, and no other has any."""
    requests = list(dossier.fee_requests.all())
    assert [row.number for row in requests] == list(range(1, len(requests) + 1))
    owed = [row for row in requests if row.status == "requested"]
    assert (dossier.money == Money.REQUESTED) == bool(owed)
    assert dossier.state != State.PAYMENT or owed
    for row in requests:
        standing = row.receipts.filter(cancelled_at__isnull=True)
        assert [receipt.amount_vnd for receipt in standing] == ([row.total_vnd] if row.status == "paid" else [])
