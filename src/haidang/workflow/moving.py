"""Moving a running process to another version of itself: to exactly the steps that are open, or not at all."""

import heapq
import itertools
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from haidang.workflow.engine import NoWay
from haidang.workflow.plan import Kind, Plan
from haidang.workflow.publishing import ProcessRefused
from haidang.workflow.routing import Impossible, Walk

MOST_POSITIONS = 400
Step = dict[str, Any]


def path_to(plan: Plan, *, wanted: frozenset[str], names: dict[str, str], history: Sequence[Step]) -> list[Step]:
    """Moves in `plan` that lead to exactly the steps `wanted`; `history` are those that led there before.

    The history itself is tried first, so that decisions and undoing keep their meaning; then the nearest of all
    other ways, which makes as few other decisions as it can. Timers on the edge of steps are not part of the position.
    Raises ProcessRefused, which says what does not exist there; `names` are the words for `wanted`.
    """
    for node in sorted(wanted):
        if node not in plan.nodes or not plan.nodes[node].is_waiting:
            raise ProcessRefused(
                _("Phiên bản mới không có bước “%(step)s” mà hồ sơ đang ở đó.") % {"step": names.get(node) or node}
            )
    found = _repeated(plan, wanted, history) or _searched(plan, wanted, history)
    if found is None:
        raise ProcessRefused(
            _("Trong phiên bản mới không có lúc nào chỉ mở đúng các bước: %(steps)s.")
            % {"steps": ", ".join(names.get(node) or node for node in sorted(wanted))}
        )
    return found


def resting(plan: Plan, nodes: frozenset[str]) -> frozenset[str]:
    """The open nodes that make a position: steps and waits, without timers on the edge of something."""
    return frozenset(node for node in nodes if plan.nodes[node].kind is not Kind.BOUNDARY)


def _repeated(plan: Plan, wanted: frozenset[str], history: Sequence[Step]) -> list[Step] | None:
    walk = _begun(plan)
    try:
        for step in history:
            walk.take(step)
    except (Impossible, NoWay):
        return None
    return list(history) if resting(plan, walk.position.nodes) == wanted else None


def _searched(plan: Plan, wanted: frozenset[str], history: Sequence[Step]) -> list[Step] | None:
    done = {(step["node"], step.get("choice", "")) for step in history}
    visited = {node for node, _choice in done}
    ticket = itertools.count()
    waiting: list[tuple[int, int, list[Step]]] = [(0, next(ticket), [])]
    seen: set[object] = set()
    while waiting and len(seen) < MOST_POSITIONS:
        cost, _number, path = heapq.heappop(waiting)
        walk = _walked(plan, path)
        if walk is None:
            continue
        nodes = walk.position.nodes
        if resting(plan, nodes) == wanted:
            return path
        key = (nodes, walk.run.arrivals())
        if key in seen:
            continue
        seen.add(key)
        for step in _ways(plan, nodes):
            strangeness = 1 if (step["node"], step["choice"]) in done else 3 if step["node"] in visited else 9
            heapq.heappush(waiting, (cost + strangeness, next(ticket), [*path, step]))
    return None


def _ways(plan: Plan, nodes: frozenset[str]) -> list[Step]:
    found: list[Step] = []
    for name in sorted(nodes):
        task = plan.nodes[name].task
        if task is None:
            found.append({"do": "fire", "node": name, "choice": ""})
            continue
        choices = [option.key for option in task.choices] or [""]
        found += [{"do": "complete", "node": name, "choice": choice} for choice in choices]
    return found


def _begun(plan: Plan) -> Walk:
    walk = Walk(lambda _version: plan)
    walk.take({"do": "start", "version": 0})
    return walk


def _walked(plan: Plan, path: Sequence[Step]) -> Walk | None:
    walk = _begun(plan)
    try:
        for step in path:
            walk.take(step)
    except (Impossible, NoWay):
        return None
    return walk
