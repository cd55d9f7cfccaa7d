"""Writes what a move opened and closed into the tables of steps and timers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from haidang.identity.api import User
from haidang.workflow.models import ProcessInstance, StepInstance, WaitingTimer
from haidang.workflow.plan import Node, Plan, Task, Timer
from haidang.workflow.routing import Move, Token, outcome
from haidang.worktime import api as worktime


def open_(
    instance: ProcessInstance,
    tokens: Sequence[Token],
    plan: Plan,
    move: Move,
    *,
    calendar: worktime.Calendar,
    now: datetime,
) -> list[StepInstance]:
    """Opens a row for each token; returns those of steps, in the order of the process file."""
    steps = []
    for token in sorted(tokens, key=lambda token: list(plan.nodes).index(token.node)):
        node = plan.nodes[token.node]
        if node.task is not None:
            values = step_values(node, node.task, move, calendar=calendar, at=now)
            steps.append(StepInstance.objects.create(instance=instance, move=token.opened_by, **values))
        elif node.timer is not None:
            values = timer_values(node, node.timer, calendar=calendar, at=now)
            WaitingTimer.objects.create(instance=instance, move=token.opened_by, **values)
    return steps


def step_values(node: Node, task: Task, move: Move, *, calendar: worktime.Calendar, at: datetime) -> dict[str, Any]:
    """The columns of a step that `move` opened at a moment."""
    return {
        "node": node.id,
        "name": node.name,
        "role": task.role,
        "agency_id": move["agencies"][node.id],
        "unit": task.unit,
        "hours": task.hours,
        "opened_at": at,
        "due_at": worktime.add_office_minutes(calendar, at, minutes=round(task.hours * 60)),
    }


def timer_values(node: Node, timer: Timer, *, calendar: worktime.Calendar, at: datetime) -> dict[str, Any]:
    """The columns of a timer that was started at a moment."""
    minutes = timer.wait.office_minutes(calendar.day_minutes)
    return {
        "node": node.id,
        "name": node.name,
        "started_at": at,
        "fire_at": worktime.add_office_minutes(calendar, at, minutes=minutes),
    }


def close(
    instance: ProcessInstance,
    tokens: Collection[Token],
    move: Mapping[str, Any],
    *,
    actor: User,
    now: datetime,
) -> None:
    """Closes the rows of tokens, each in the way in which `move` closed it."""
    for token in tokens:
        ended = outcome(token.node, move)
        key = {"node": token.node, "move": token.opened_by}
        choice = move.get("choice", "") if ended == "done" else ""
        is_step = instance.steps.filter(**key).update(status=ended, choice=choice, closed_at=now, closed_by=actor)
        if not is_step:
            instance.timers.filter(**key).update(status=ended, closed_at=now)


def close_all(instance: ProcessInstance, *, actor: User, now: datetime) -> None:
    """Closes every open row because the matter has ended."""
    cancelled = StepInstance.Status.CANCELLED
    instance.steps.filter(status=StepInstance.Status.OPEN).update(status=cancelled, closed_at=now, closed_by=actor)
    waiting = instance.timers.filter(status=WaitingTimer.Status.WAITING)
    waiting.update(status=WaitingTimer.Status.CANCELLED, closed_at=now)
