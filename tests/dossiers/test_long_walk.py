"""Ten thousand random commands on dossiers whose internal processes are random too.

After every one that is done, and every tenth that is refused, everything about the dossier agrees: its journal is a
sound chain, the rows that the journal tells are the rows that are stored (state, clock, documents, requests, steps,
timers, fees, papers), the state followed from the lifecycle, and the due date is the one that the ledger gives.
"""

import random
from collections import Counter
from datetime import timedelta

import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers import lifecycle
from haidang.dossiers.api import Command, State
from haidang.dossiers.replay.compare import differences
from haidang.platform import journal
from haidang.platform.errors import Refused
from haidang.workflow import api as workflow
from random_processes import random_process
from world import import_procedures, procedure_record

SEEDS, STEPS, ALIVE = 10, 1_050, 6
COMMANDS = [command for command in Command if command is not Command.SUBMIT]
WEIGHTS = {Command.COMPLETE_STEP: 12, Command.ACCEPT: 4, Command.SUPPLEMENT: 3, Command.FINISH: 4, Command.RESUME: 3}
WEIGHTS |= dict.fromkeys((Command.WITHDRAW, Command.STOP, Command.REJECT), 0.15)
WEIGHTS |= dict.fromkeys((Command.NOTE, Command.CANCEL_RECEIPT, Command.RETRACT_FEE, Command.MIGRATE_PROCESS), 0.4)
WEIGHTS |= {Command.FIRE_TIMER: 3}
MINUTES = (0, 0, 0, 3, 15, 55, 240, 900)
TERMS = (
    {"value": 10, "unit": "working_day"},
    {"value": 30, "unit": "calendar_day"},
    {"value": 40, "unit": "working_hour"},
)
CODES = [f"9.3{number:05d}" for number in range(8)]
POLICIES = ("pause", "restart", "none")


def publish(world, rng):
    """Procedures with a random process, term and policy each; returns the processes' files by code."""
    records, processes = [], {}
    for number, code in enumerate(CODES):
        process = f"walk-{number}"
        processes[process] = random_process(rng)
        workflow.publish(process, name=f"Quy trình ngẫu nhiên {number}", bpmn=processes[process], now=world.now)
        records.append(
            procedure_record(code, process=process, time=rng.choice(TERMS), policy=POLICIES[number % len(POLICIES)])
        )
    assert world.procedures
    import_procedures(world.now, records)
    return processes


def amend(processes, *, now):
    """Publishes the next version of each process: the same steps with other budgets."""
    for code, bpmn in processes.items():
        workflow.publish(code, name="Quy trình sửa đổi", bpmn=bpmn.replace(b'hours="8"', b'hours="16"'), now=now)


class Walk:
    """A random walk over a handful of dossiers; `done` and `refused` count commands."""

    def __init__(self, world, rng):
        self.world, self.rng, self.now = world, rng, world.now
        self.codes, self.done, self.refused = [], Counter(), Counter()
        self.seen = {}

    def step(self):
        self.now += timedelta(minutes=self.rng.choice(MINUTES))
        if len(self.codes) < ALIVE:
            channel = self.rng.choice(("online", "direct"))
            procedure = self.rng.choice(CODES)
            self.codes.append(self.world.submit(procedure, now=self.now, channel=channel).code)
        code = self.rng.choice(self.codes)
        before = self.seen.get(code) or self.world.dossier(code)
        command = self.choose(before)
        try:
            receipt = self.world.act(command, code, now=self.now, **self.values(command, code))
        except Refused:
            self.refused[command] += 1
            version, following = before.version, before.state
        else:
            self.done[command] += 1
            assert receipt.state == lifecycle.TRANSITIONS[State(before.state), command] or before.received_at is None
            version, following = before.version + 1, receipt.state
        # What was refused was rolled back as a whole: one in ten is enough to see that.
        is_compared = version > before.version or self.refused.total() % 10 == 0
        self.check(code, version, following, is_compared=is_compared)

    def choose(self, dossier):
        """A command, mostly one that the lifecycle allows now."""
        pool = COMMANDS
        if self.rng.random() < 0.9:
            allowed = lifecycle.possible(
                State(dossier.state), is_received=dossier.received_at is not None, is_paused=dossier.is_paused
            )
            pool = sorted(allowed) or COMMANDS
        return self.rng.choices(pool, [WEIGHTS.get(command, 1) for command in pool])[0]

    def values(self, command, code):
        """What the world cannot know: which of the open steps, and which of its decisions."""
        steps = workflow.open_steps(f"dossier:{code}")
        if command is not Command.COMPLETE_STEP or not steps:
            return {"step_id": 0} if command is Command.COMPLETE_STEP else {}
        step = self.rng.choice(steps)
        choices = [option.key for option in workflow.definition_of(step).choices]
        actor = self.world.officer(step.role, step.agency.code)
        return {"step_id": step.pk, "actor": actor, "choice": self.rng.choice(choices) if choices else ""}

    def check(self, code, version, state, *, is_compared):
        dossier = self.seen[code] = self.world.dossier(code)
        assert (dossier.version, dossier.state) == (version, state)
        if is_compared:
            lines = journal.lines(dossier.stream)
            assert len(lines) == version
            assert journal.check(dossier.stream, lines, journal.Head(dossier.version, dossier.head_hash)) == []
            assert differences(dossier, lines) == [], lines[-1].kind
        if dossier.state in {State.REFUSED, State.STOPPED, State.RETURNED} and self.rng.random() < 0.3:
            self.codes.remove(code)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_everything_agrees_after_every_one_of_ten_thousand_commands(world, seed):
    rng = random.Random(seed)
    processes = publish(world, rng)
    walk = Walk(world, rng)
    for step in range(STEPS):
        if step == STEPS // 2:
            amend(processes, now=walk.now)
        walk.step()
    assert walk.done.total() > STEPS * 0.4, walk.refused
    assert dossiers.verify(with_files=False).faults == []
