"""How an office works through the internal process of one dossier: step by step as the process file routes it."""

import math
from collections.abc import Callable, Generator, Iterator
from datetime import datetime

from haidang.dossiers.api import Command
from haidang.simulation.pen import Act, Pen
from haidang.workflow.api import Task, Walk
from haidang.worktime import api as worktime

Part = Generator[Act, None, bool]
_STEP_SPREAD = 0.35
_WAITED = (0.3, 0.9)
"""The part of a step's time in which nobody has taken it up."""
_LEAST_TERM_MINUTES = 60


class Office:
    """The process of a dossier while its story is told: what is open, and how much time the whole may take."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._plan = pen.matter.plan
        self._order = list(self._plan.nodes)
        self._walk = Walk(lambda _version: self._plan)
        self._walk.take({"do": "start", "version": 0})
        self.due = _due(pen)
        term = _term_minutes(pen)
        self._minutes = term * pen.rates.pace.draw(pen.rng) * pen.matter.slowness
        self.is_slow = self._minutes > term
        own = [task for _node, task in self._plan.tasks() if task.agency != "asked"]
        self._hours = sum(task.hours for task in own)
        self._may_return = self._may_recall = True
        self.steps = len(own)
        self.done = 0

    @property
    def has_ended(self) -> bool:
        """Whether nothing is left to do but to issue the result."""
        return self._walk.position.has_ended

    def work(self) -> Iterator[Act]:
        """Does the next open step, or gives it back, or takes it back once done."""
        pen, (node, task) = self._pen, self._next()
        minutes = self._minutes * task.hours * math.exp(pen.rng.gauss(0, _STEP_SPREAD)) / self._hours
        yield from self._begin(node, task, minutes)
        earlier = self._walk.returnable(node)
        if self._may_return and earlier and pen.happens("step_returned"):
            self._may_return = False
            self._walk.take({"do": "return", "from": node, "node": earlier[0]})
            words = pen.words("step_returned")
            yield pen.act(Command.RETURN_STEP, task.role, place=task.agency, node=node, target=earlier[0], reason=words)
            return
        choice = self._decision(task)
        self._walk.take({"do": "complete", "node": node, "choice": choice})
        details = {"place": task.agency, "node": node, "choice": choice, "asks": self._asks()}
        yield pen.act(Command.COMPLETE_STEP, task.role, note=pen.words("step_note"), **details)
        self.done += 1
        if self._may_recall and pen.happens("step_recalled"):
            yield from self._recall(node, task)

    def _begin(self, node: str, task: Task, minutes: float) -> Iterator[Act]:
        """Lets the step's time pass; of some it is known when somebody took it up, and of a few why it takes longer."""
        pen = self._pen
        if not pen.happens("step_claimed"):
            pen.work(minutes)
            return
        waited = pen.rng.uniform(*_WAITED)
        pen.work(minutes * waited)
        yield pen.act(Command.CLAIM, task.role, place=task.agency, node=node)
        # Whoever is consulted answers; notes are for those whose dossier it is.
        if task.agency != "asked" and pen.happens("noted"):
            pen.work(pen.rng.uniform(3, 20))
            yield pen.act(Command.NOTE, task.role, place=task.agency, text=pen.words("note"))
        pen.work(minutes * (1 - waited))

    def _next(self) -> tuple[str, Task]:
        """The open step that stands first in the process file; nobody waits for timers here."""
        tasks = [name for name in self._walk.position.nodes if self._plan.nodes[name].task]
        node = min(tasks, key=self._order.index)
        return node, self._plan.task(node)

    def _decision(self, task: Task) -> str:
        """The first choice, which is the usual one, unless chance wants another."""
        if not task.choices:
            return ""
        decisions = self._pen.rates.decisions
        others = [option.key for option in task.choices[1:]]
        chance = self._pen.rng.random()
        for key in others:
            chance -= decisions.get(key, 0.0)
            if chance < 0:
                return key
        return task.choices[0].key

    def _asks(self) -> bool:
        """Whether what stands open now begins with a consultation."""
        return any(
            (task := self._plan.nodes[name].task) and task.agency == "asked" for name in self._walk.position.nodes
        )

    def _recall(self, node: str, task: Task) -> Iterator[Act]:
        self._may_recall = False
        self._pen.work(self._pen.rng.uniform(2, 30))
        self._walk.take({"do": "recall", "node": node})
        words = self._pen.words("step_recalled")
        yield self._pen.act(Command.RECALL, task.role, place=task.agency, reason=words)


def processing(pen: Pen, trouble: Callable[[Pen], Part]) -> Part:
    """From the first step to the result; `trouble` may come once the first step is done, and end it."""
    office = Office(pen)
    forgotten_at = pen.rng.randrange(office.steps) if pen.happens("forgotten") else None
    is_untroubled = office.steps > 1
    while not office.has_ended:
        # A dossier is in processing, where clocks may be stopped, once its first step is done.
        if is_untroubled and office.done:
            is_untroubled = False
            if (yield from trouble(pen)):
                return True
            if office.done != forgotten_at and office.is_slow:
                yield from _apology(pen, office.due)
        if office.done == forgotten_at:
            return True
        yield from office.work()
    pen.deal(pen.rates.issue_minutes)
    yield pen.act(Command.FINISH, "clerk", note="")
    return False


def _term_minutes(pen: Pen) -> int:
    """The office minutes that the agency has if nothing stops the clock."""
    due = _due(pen)
    minutes = worktime.office_minutes_between(pen.matter.calendar, pen.at, due) if due and due > pen.at else 0
    return max(minutes, _LEAST_TERM_MINUTES)


def _due(pen: Pen) -> datetime | None:
    """When the result of a dossier received now is due if nothing stops the clock."""
    content = pen.matter.procedure.content
    return worktime.due(
        pen.matter.calendar,
        pen.at,
        term=pen.matter.term,
        convention=worktime.Convention(content.convention),
        policy=worktime.PausePolicy(content.pause_policy),
        pauses=[],
    )


def _apology(pen: Pen, due: datetime | None) -> Iterator[Act]:
    """A leader who sees that it will be late says so in time, if he does; pauses only make the time longer."""
    if not pen.happens("apology"):
        return
    pen.deal(pen.rates.reception_minutes)
    if due and pen.at.astimezone(due.tzinfo).date() < due.date():
        days = pen.rng.randrange(2, 6)
        yield pen.act(
            Command.REAPPOINT, "leader", working_days=days, reason=pen.words("apology"), unit=pen.words("apology_unit")
        )
