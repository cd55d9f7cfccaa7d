"""One move of a process: routed by the engine, written into the tables, added to the moves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.workflow import rows
from haidang.workflow.engine import NoWay
from haidang.workflow.models import ProcessInstance, StepInstance
from haidang.workflow.plan import Plan
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


def walk_of(instance: ProcessInstance) -> Walk:
    """The walk of an instance up to now."""
    walk = Walk(plan_of)
    for move in instance.moves:
        walk.take(move)
    return walk


def advance(instance: ProcessInstance, move: dict[str, Any], by: Mover) -> Progress:
    """Makes a move (see `routing`): routes it, stores what it closes and opens, and adds it to the instance's moves."""
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
    keep(instance, move, ended_at=by.now if after.has_ended else None, version=after.version)
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


def keep(
    instance: ProcessInstance, move: Mapping[str, Any], *, ended_at: datetime | None, version: int | None = None
) -> None:
    """Adds a move to an instance, with what follows from it for the instance itself."""
    instance.moves = [*instance.moves, move]
    instance.ended_at = ended_at
    if version is not None:
        instance.process_id = version
    instance.save(update_fields=["moves", "ended_at", "process"])
