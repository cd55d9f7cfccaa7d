"""Checks of a process that need no walking: how nodes are joined, what gateways and conditions may look at."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from haidang.workflow.conditions import CHOICE
from haidang.workflow.plan import Flow, Kind, Node, Plan
from haidang.workflow.reading import Problem

_SPLITS = {Kind.CHOICE, Kind.PARALLEL}


def about(node: Node, message: str) -> Problem:
    """A problem with a node."""
    return Problem(message, node.tag, node.id, node.name)


def about_flow(flow: Flow, message: str) -> Problem:
    """A problem with a flow."""
    return Problem(message, "sequenceFlow", flow.id, flow.name)


def check_structure(plan: Plan) -> list[Problem]:
    """What is wrong with the graph of a process; empty if nothing."""
    found = [*_starts(plan)]
    for node in plan.nodes.values():
        found += [about(node, message) for check in _CHECKS for message in check(plan, node)]
    for flow in plan.flows.values():
        found += [about_flow(flow, message) for message in _flow(plan, flow)]
    return found + list(_idle_loops(plan))


def _starts(plan: Plan) -> Iterator[Problem]:
    for scope in ["", *(node.id for node in plan.nodes.values() if node.kind is Kind.SUBPROCESS)]:
        starts = [node for node in plan.inside(scope) if node.kind is Kind.START]
        if len(starts) != 1:
            message = _("phải có đúng một sự kiện bắt đầu, hiện có %(count)s.") % {"count": len(starts)}
            yield about(plan.nodes[scope], message) if scope else Problem(message, "process", name=plan.name)


def _ends(plan: Plan, node: Node) -> Iterator[str]:
    incoming, outgoing = len(plan.incoming[node.id]), len(plan.outgoing[node.id])
    starts = node.kind in {Kind.START, Kind.BOUNDARY}
    if starts and incoming:
        yield _("không được có luồng đi vào.")
    if not starts and not incoming:
        yield _("không có luồng nào đi vào, nên không bao giờ được thực hiện.")
    if node.kind is Kind.END and outgoing:
        yield _("không được có luồng đi ra.")
    if node.kind is not Kind.END and not outgoing:
        yield _("không có luồng đi ra; hãy nối đến bước tiếp theo hoặc sự kiện kết thúc.")
    if node.kind not in _SPLITS and outgoing > 1:
        yield _("có nhiều luồng đi ra; hãy rẽ nhánh bằng cổng loại trừ hoặc cổng song song.")


def _edges(plan: Plan, node: Node) -> Iterator[str]:
    targets = [flow.target for flow in plan.outgoing[node.id]]
    if len(set(targets)) != len(targets):
        yield _("có hai luồng cùng dẫn đến một phần tử.")
    if node.kind is not Kind.BOUNDARY or node.timer is None:
        return
    host = plan.nodes.get(node.timer.attached_to)
    if host is None or host.scope != node.scope or host.kind not in {Kind.TASK, Kind.SUBPROCESS}:
        yield _("hẹn giờ biên phải gắn vào một bước hoặc quy trình con (attachedToRef).")


def _gateway(plan: Plan, node: Node) -> Iterator[str]:
    outgoing = plan.outgoing[node.id]
    if node.default and node.default not in {flow.id for flow in outgoing}:
        yield _("luồng mặc định (default) không đi ra từ phần tử này.")
    if node.kind is not Kind.CHOICE or len(outgoing) < 2:
        return
    bare = [flow for flow in outgoing if flow.condition is None and flow.id != node.default]
    if bare:
        yield _("luồng đi ra %(flow)s chưa có điều kiện và không phải luồng mặc định.") % {
            "flow": bare[0].name or bare[0].id
        }


def _four_eyes(plan: Plan, node: Node) -> Iterator[str]:
    for name in node.task.not_by if node.task else ():
        other = plan.nodes.get(name)
        if other is None or other.task is None or name == node.id:
            yield _("hd:notBy nhắc đến “%(name)s”, không phải là một bước khác của quy trình.") % {"name": name}
        elif node.id not in after(plan, name):
            yield _("hd:notBy nhắc đến bước “%(name)s” không đứng trước bước này.") % {"name": other.name}


def _emptiness(plan: Plan, node: Node) -> Iterator[str]:
    if node.kind is Kind.SUBPROCESS and not _has_step(plan, node.id):
        yield _("quy trình con không có bước nào.")


def _has_step(plan: Plan, scope: str) -> bool:
    """Whether a sub-process, or one inside it, holds anything that waits to be done."""
    return any(inner.is_waiting or _has_step(plan, inner.id) for inner in plan.inside(scope))


_CHECKS: tuple[Callable[[Plan, Node], Iterator[str]], ...] = (_ends, _edges, _gateway, _four_eyes, _emptiness)


def after(plan: Plan, start: str) -> set[str]:
    """The nodes that a token may come to after leaving `start`, in all scopes."""
    seen: set[str] = set()
    rest = [start]
    while rest:
        for follower in _followers(plan, rest.pop()):
            if follower not in seen:
                seen.add(follower)
                rest.append(follower)
    return seen


def _followers(plan: Plan, node_id: str) -> Iterator[str]:
    node = plan.nodes[node_id]
    yield from (flow.target for flow in plan.outgoing[node_id])
    yield from (other.id for other in plan.nodes.values() if other.timer and other.timer.attached_to == node_id)
    if node.kind is Kind.SUBPROCESS:
        yield from (inner.id for inner in plan.inside(node_id) if inner.kind is Kind.START)
    if node.kind is Kind.END and node.scope:
        yield from (flow.target for flow in plan.outgoing[node.scope])


def _flow(plan: Plan, flow: Flow) -> Iterator[str]:
    source = plan.nodes[flow.source]
    if flow.condition is None:
        return
    if source.kind is not Kind.CHOICE or len(plan.outgoing[source.id]) < 2:
        yield _("điều kiện chỉ đặt trên luồng đi ra từ cổng loại trừ có nhiều nhánh.")
        return
    for name, value in flow.condition.comparisons:
        tasks, is_clear = (deciders(plan, source.id)) if name == CHOICE else ([name], True)
        if not is_clear:
            yield _("không rõ “choice” là lựa chọn của bước nào; hãy ghi mã của bước thay cho choice.")
        yield from (message for task in tasks for message in _comparison(plan, task, value))


def _comparison(plan: Plan, name: str, value: str) -> Iterator[str]:
    node = plan.nodes.get(name)
    if node is None or node.task is None:
        yield _("điều kiện nhắc đến “%(name)s”, không phải là một bước của quy trình.") % {"name": name}
    elif value not in {option.key for option in node.task.choices}:
        yield _("điều kiện so với “%(value)s”, không có trong các lựa chọn của bước “%(step)s”.") % {
            "value": value,
            "step": node.name,
        }


def deciders(plan: Plan, gateway: str) -> tuple[list[str], bool]:
    """The steps whose decision `choice` means at a gateway, and whether that is clear.

    It is where only exclusive gateways and timers lie between.
    """
    tasks: list[str] = []
    rest, seen, is_clear = [gateway], {gateway}, True
    while rest:
        for flow in plan.incoming[rest.pop()]:
            node = plan.nodes[flow.source]
            if node.task is not None:
                tasks.append(node.id)
            elif node.kind not in {Kind.CHOICE, Kind.TIMER}:
                is_clear = False
            elif node.id not in seen:
                seen.add(node.id)
                rest.append(node.id)
    return sorted(set(tasks)), is_clear and bool(tasks)


def _idle_loops(plan: Plan) -> Iterator[Problem]:
    """Circles of gateways in which a token would turn for ever without anybody doing anything."""
    for node in plan.nodes.values():
        if node.kind not in _SPLITS:
            continue
        seen: set[str] = set()
        rest = [node.id]
        while rest:
            for flow in plan.outgoing[rest.pop()]:
                if flow.target not in seen and plan.nodes[flow.target].kind in _SPLITS:
                    seen.add(flow.target)
                    rest.append(flow.target)
        if node.id in seen:
            yield about(node, _("vòng lặp chỉ gồm các cổng, không có bước nào ở giữa."))
