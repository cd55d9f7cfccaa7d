"""Walks every way through a process before it is published, with the router itself, as far as a bound."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from haidang.workflow.conditions import CHOICE
from haidang.workflow.engine import NoWay
from haidang.workflow.plan import Kind, Plan
from haidang.workflow.reading import Problem
from haidang.workflow.routing import Walk
from haidang.workflow.structure import about, deciders

MOST_POSITIONS = 600
_Step = tuple[str, str, str]


@dataclass(slots=True)
class _Place:
    """A position that was found: the moves to it, what is open, where one can go from it."""

    path: tuple[_Step, ...]
    nodes: frozenset[str]
    has_ended: bool
    following: set[object] = field(default_factory=set)


def check_soundness(plan: Plan) -> list[Problem]:
    """What goes wrong on some way through a process whose structure is right; empty if nothing does."""
    explorer = _Explorer(plan)
    explorer.explore()
    if explorer.problems:
        return list(explorer.problems.values())
    return [*_unreached(plan, explorer), *_dead_ends(plan, explorer)]


class _Explorer:
    """Goes through the positions of a process breadth first; stops at the first position that is wrong in itself."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._watched = _watched(plan)
        self.places: dict[object, _Place] = {}
        self.problems: dict[str, Problem] = {}

    def explore(self) -> None:
        """Fills `places`, and `problems` with what is wrong on the way."""
        try:
            waiting = deque([self._visit((), frozenset())])
        except NoWay as error:
            self._no_way(error, ())
            return
        while waiting and not self.problems:
            key = waiting.popleft()
            for path in list(self._ways(self.places[key])):
                before = len(self.places)
                try:
                    reached = self._visit(path, self.places[key].nodes)
                except NoWay as error:
                    self._no_way(error, path)
                    continue
                self.places[key].following.add(reached)
                if len(self.places) > before:
                    waiting.append(reached)
            if len(self.places) > MOST_POSITIONS:
                self.problems["size"] = Problem(
                    _("Quy trình có quá nhiều diễn biến để kiểm tra hết; hãy bớt các nhánh song song.")
                )

    def _ways(self, place: _Place) -> Iterator[tuple[_Step, ...]]:
        for name in sorted(place.nodes):
            node = self._plan.nodes[name]
            if node.task is None:
                yield (*place.path, ("fire", name, ""))
                continue
            for choice in [option.key for option in node.task.choices] or [""]:
                yield (*place.path, ("complete", name, choice))

    def _visit(self, path: tuple[_Step, ...], before: frozenset[str]) -> object:
        walk = Walk(lambda _version: self._plan)
        walk.take({"do": "start", "version": 0})
        decisions: dict[str, str] = {}
        for do, node, choice in path:
            walk.take({"do": do, "node": node, "choice": choice})
            if node in self._watched:
                decisions[node] = choice
        run = walk.run
        for name in run.doubles():
            self.problems[name] = about(
                self._plan.nodes[name],
                _("có thể được mở hai lần cùng lúc; hãy gộp các nhánh song song bằng cổng song song."),
            )
        position = walk.position
        self._two_asked(position.nodes - before)
        key = (position.nodes, run.arrivals(), tuple(sorted(decisions.items())))
        if key not in self.places:
            self.places[key] = _Place(path, position.nodes, position.has_ended)
        return key

    def _two_asked(self, opened: frozenset[str]) -> None:
        asked = [self._plan.nodes[name] for name in sorted(opened)]
        asked = [node for node in asked if node.task and node.task.agency == "asked"]
        if len(asked) > 1:
            self.problems[asked[1].id] = about(
                asked[1], _("mở cùng lúc với một bước lấy ý kiến khác; mỗi lần chỉ chọn được một cơ quan được hỏi.")
            )

    def _no_way(self, error: NoWay, path: tuple[_Step, ...]) -> None:
        node = self._plan.nodes[error.gateway]
        last = next((step for step in reversed(path) if step[0] == "complete"), None)
        after = self._plan.nodes[last[1]].name if last else ""
        self.problems[node.id] = about(
            node,
            _("không có luồng nào đi tiếp sau bước “%(step)s” với lựa chọn “%(choice)s”; hãy đặt luồng mặc định.")
            % {"step": after, "choice": last[2] if last else ""},
        )


def _watched(plan: Plan) -> set[str]:
    """The steps whose decision may count later than right after them."""
    found: set[str] = set()
    for flow in plan.flows.values():
        names = flow.condition.names if flow.condition else set()
        found |= names - {CHOICE}
        if CHOICE in names and any(node.kind is Kind.TIMER for node in plan.nodes.values()):
            found |= set(deciders(plan, flow.source)[0])
    return found


def _unreached(plan: Plan, explorer: _Explorer) -> Iterator[Problem]:
    seen = frozenset().union(*(place.nodes for place in explorer.places.values()))
    for node in plan.nodes.values():
        if node.is_waiting and node.id not in seen:
            yield about(node, _("không có cách nào đi đến bước này."))


def _dead_ends(plan: Plan, explorer: _Explorer) -> Iterator[Problem]:
    """Positions from which no end can be reached."""
    good = {key for key, place in explorer.places.items() if place.has_ended}
    grown = bool(good)
    while grown:
        more = {key for key, place in explorer.places.items() if key not in good and place.following & good}
        good |= more
        grown = bool(more)
    stuck = [place for key, place in explorer.places.items() if key not in good]
    if not stuck:
        return
    place = min(stuck, key=lambda place: (bool(place.nodes), len(place.path)))
    open_nodes = sorted(place.nodes)
    if open_nodes:
        yield about(plan.nodes[open_nodes[0]], _("từ bước này không có cách nào đi đến sự kiện kết thúc."))
        return
    last = plan.nodes[place.path[-1][1]] if place.path else next(iter(plan.nodes.values()))
    yield about(last, _("sau bước này quy trình bị kẹt: cổng song song phía sau chờ một nhánh không bao giờ đến."))
