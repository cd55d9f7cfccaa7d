"""Walking through processes. Whoever calls holds the subject's lock and the transaction, and keeps the moves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.workflow import rows
from haidang.workflow.engine import NoWay
from haidang.workflow.models import ProcessInstance, ProcessVersion, StepInstance
from haidang.workflow.plan import Plan, Task
from haidang.workflow.publishing import ProcessRefused, plan_of
from haidang.workflow.routing import Impossible, Position, Walk
from haidang.worktime import api as worktime

Places = Callable[[str], int | None]
"""Which agency a step's `hd:agency` means (`competent`, `intake`, `superior` or the ending of a code); None if none."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a move did: the move itself, as the journal must keep it, what it opened, whether the process has ended."""

    instance: ProcessInstance
    move: Mapping[str, Any]
    opened: list[StepInstance]
    has_ended: bool


@dataclass(frozen=True, slots=True)
class Mover:
    """Who moves, when, on which calendar budgets are counted, and which agencies steps go to."""

    actor: User
    now: datetime
    calendar: worktime.Calendar
    places: Places


def start(process: ProcessVersion, *, subject: str, agency_id: int, by: Mover) -> Progress:
    """Starts `process` for `subject` and opens its first steps."""
    instance = ProcessInstance.objects.create(
        process=process, subject=subject, agency_id=agency_id, started_at=by.now, moves=[]
    )
    return _advance(instance, {"do": "start", "version": process.pk}, by)


def complete(step: StepInstance, *, by: Mover, choice: str = "", asked_agency_id: int | None = None) -> Progress:
    """Closes an open step with a decision, where it asks for one, and opens what follows.

    `asked_agency_id`: the agency to consult, where the decision leads to a consultation.
    """
    if step.status != StepInstance.Status.OPEN:
        raise ProcessRefused(_("Bước “%(step)s” đã được thực hiện.") % {"step": step.name})
    _check_choice(step, choice)
    move: dict[str, Any] = {"do": "complete", "node": step.node, "choice": choice}
    if asked_agency_id is not None:
        move["asked"] = asked_agency_id
    return _advance(step.instance, move, by)


def _check_choice(step: StepInstance, choice: str) -> None:
    options = {option.key for option in definition_of(step).choices}
    if options and choice not in options:
        raise ProcessRefused(_("Hãy chọn kết quả của bước “%(step)s”.") % {"step": step.name}, field="choice")
    if choice and not options:
        raise ProcessRefused(_("Bước “%(step)s” không có lựa chọn.") % {"step": step.name}, field="choice")


def cancel(subject: str, *, actor: User, now: datetime) -> Mapping[str, Any] | None:
    """Closes whatever is open for `subject` because its matter has ended; returns the move, None if nothing ran."""
    instance = ProcessInstance.objects.filter(subject=subject, ended_at__isnull=True).first()
    if instance is None:
        return None
    move = {"do": "cancel", "at": now.isoformat(), "by": actor.pk}
    rows.close_all(instance, actor=actor, now=now)
    _keep(instance, move, ended_at=now)
    return move


def definition_of(step: StepInstance) -> Task:
    """What the process says of a step now: role, unit, budget, choices, and whose doers may not do it (`not_by`)."""
    return plan_of(step.instance.process_id).task(step.node)


def walk_of(instance: ProcessInstance) -> Walk:
    """The walk of an instance up to now."""
    walk = Walk(plan_of)
    for move in instance.moves:
        walk.take(move)
    return walk


def _advance(instance: ProcessInstance, move: dict[str, Any], by: Mover) -> Progress:
    """Makes a move: routes it, stores what it closes and opens, and adds it to the instance's moves."""
    walk = walk_of(instance)
    before = walk.position
    after = _taken(walk, move)
    move |= {"at": by.now.isoformat(), "by": by.actor.pk}
    plan = plan_of(after.version)
    opened = sorted(after.open - before.open)
    agencies = _agencies([token.node for token in opened], plan, [*instance.moves, move], by.places)
    if agencies:
        move["agencies"] = agencies
    rows.close(instance, before.open - after.open, move, actor=by.actor, now=by.now)
    steps = rows.open_(instance, opened, plan, move, calendar=by.calendar, now=by.now)
    _keep(instance, move, ended_at=by.now if after.has_ended else None, version=after.version)
    return Progress(instance, move, steps, after.has_ended)


def _taken(walk: Walk, move: Mapping[str, Any]) -> Position:
    try:
        walk.take(move)
    except Impossible as error:
        raise ProcessRefused(_("Bước này không còn mở. Hãy tải lại trang.")) from error
    except NoWay as error:
        raise ProcessRefused(
            _("Quy trình không có đường đi tiếp ở cổng “%(node)s”. Hãy báo quản trị hệ thống.")
            % {"node": error.gateway}
        ) from error
    return walk.position


def _agencies(nodes: list[str], plan: Plan, moves: list[Mapping[str, Any]], places: Places) -> dict[str, int]:
    """Which agency each step that opens goes to. Raises ProcessRefused where there is none."""
    found = {}
    for node in nodes:
        task = plan.nodes[node].task
        if task is None:
            continue
        agency = _asked(moves, plan, node) if task.agency == "asked" else places(task.agency)
        if agency is None:
            raise ProcessRefused(
                _("Không xác định được cơ quan thực hiện bước “%(step)s” (%(agency)s). Hãy báo quản trị hệ thống.")
                % {"step": plan.nodes[node].name, "agency": task.agency}
            )
        found[node] = agency
    return found


def _asked(moves: list[Mapping[str, Any]], plan: Plan, node: str) -> int:
    """The agency that was chosen by the last move that chose one; a new consultation needs a choice of its own."""
    if "asked" in moves[-1]:
        return int(moves[-1]["asked"])
    earlier = next((move["asked"] for move in reversed(moves) if "asked" in move), None)
    if earlier is None or moves[-1]["do"] == "complete":
        raise ProcessRefused(
            _("Hãy chọn cơ quan được lấy ý kiến ở bước “%(step)s”.") % {"step": plan.nodes[node].name},
            field="asked_agency",
        )
    return int(earlier)


def _keep(
    instance: ProcessInstance, move: Mapping[str, Any], *, ended_at: datetime | None, version: int | None = None
) -> None:
    instance.moves = [*instance.moves, move]
    instance.ended_at = ended_at
    if version is not None:
        instance.process_id = version
    instance.save(update_fields=["moves", "ended_at", "process"])
