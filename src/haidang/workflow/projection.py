"""The rows of steps and timers as the moves tell them, to rebuild or to check what is stored."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from haidang.workflow.publishing import plan_of
from haidang.workflow.routing import Move, Visit, route, visits
from haidang.workflow.rows import step_values, timer_values
from haidang.worktime import api as worktime

Row = dict[str, Any]
_LIVE = {True: "open", False: "waiting"}


class Told(NamedTuple):
    """What a list of moves says about the tables: one row for the instance, rows of steps and of timers."""

    instance: Row
    steps: list[Row]
    timers: list[Row]


def told(moves: Sequence[Move], *, calendar: worktime.Calendar) -> Told:
    """The rows after `moves`, by the move that opened them and by node; budgets are counted on `calendar`."""
    found = Told({}, [], [])
    for visit in sorted(visits(plan_of, moves), key=lambda visit: (visit.opened_by, visit.node)):
        row, is_step = _row(visit, moves, calendar)
        (found.steps if is_step else found.timers).append(row)
    position = route(plan_of, moves)
    ended_at = _at(moves[-1]) if position.has_ended else None
    found.instance.update(process_id=position.version, moves=list(moves), started_at=_at(moves[0]), ended_at=ended_at)
    return found


def _row(visit: Visit, moves: Sequence[Move], calendar: worktime.Calendar) -> tuple[Row, bool]:
    node = plan_of(visit.version).nodes[visit.node]
    opened = moves[visit.opened_by]
    closed = moves[visit.closed_by] if visit.closed_by is not None else None
    row: Row = {"move": visit.opened_by, "closed_at": _at(closed) if closed else None}
    if node.task is None:
        if node.timer is None:
            raise ValueError(node.id)
        row |= timer_values(node, node.timer, calendar=calendar, at=_at(opened))
        return row | {"status": visit.outcome or _LIVE[False]}, False
    row |= step_values(node, node.task, opened, calendar=calendar, at=_at(opened))
    is_done = closed is not None and visit.outcome == "done"
    row |= {
        "status": visit.outcome or _LIVE[True],
        "choice": closed.get("choice", "") if closed and is_done else "",
        "closed_by_id": closed["by"] if closed else None,
    }
    return row, True


def _at(move: Move) -> datetime:
    return datetime.fromisoformat(move["at"])
