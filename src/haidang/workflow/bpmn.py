"""From a BPMN 2.0 file to a plan: an allow-list of elements, and a problem for everything that is not on it.

Supported: none start and end events, user and manual tasks, exclusive and parallel gateways, embedded sub-processes,
calls of another process of the same file, timers with a duration (inside the flow or on the edge of a node), sequence
flows with conditions. Pools, lanes, annotations, groups and diagrams are decoration.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from haidang.workflow import conditions
from haidang.workflow.durations import parse_wait
from haidang.workflow.plan import Flow, Kind, Node, Plan, Timer
from haidang.workflow.reading import BPMN, Element, Problem, Unreadable, is_bpmn, local, problem, read
from haidang.workflow.steps import read_task

LONGEST_ID, LONGEST_NAME, MOST_NODES = 100, 200, 300
_TASKS = {"userTask", "manualTask", "task"}
_DECORATION = {"laneSet", "textAnnotation", "association", "group", "extensionElements", "documentation"}
_INERT = {"extensionElements", "documentation", "category", "resource", "message", "signal", "error", "escalation"}
_PLAIN_CHILDREN = {"incoming", "outgoing", "extensionElements", "documentation"}
_UNSUPPORTED_SWITCHES = {"isForCompensation": "true", "triggeredByEvent": "true"}


@dataclass(slots=True)
class _Found:
    """What was read so far."""

    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    elements: dict[str, Element] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an element stands: the process's or sub-process's id, the prefix of ids there, and the calls around it."""

    scope: str = ""
    prefix: str = ""
    calls: tuple[str, ...] = ()


def parse(content: bytes) -> tuple[Plan | None, list[Problem]]:
    """The plan of a file, or None and everything that stands against it; never raises for any content."""
    try:
        root = read(content)
    except Unreadable as error:
        return None, [error.problem]
    found = _Found()
    found.problems += _check_root(root)
    main = _main_process(root, found)
    if main is None:
        return None, found.problems
    reader = _Reader(root, found)
    reader.scope(main, _Place(calls=(main.get("id", ""),)))
    if found.problems:
        return None, found.problems
    name = " ".join((main.get("name") or "").split())[:LONGEST_NAME]
    return Plan(name, found.nodes, found.flows, hashlib.sha256(content).hexdigest()), []


def _check_root(root: Element) -> Iterator[Problem]:
    for child in root:
        if not is_bpmn(child) or local(child) in {"process"} | _INERT:
            continue
        if local(child) != "collaboration":
            yield problem(child, _unsupported())
            continue
        for part in child:
            if is_bpmn(part) and local(part) not in {"participant"} | _DECORATION:
                yield problem(part, _unsupported())


def _unsupported() -> str:
    return _("phần tử này chưa được hỗ trợ; hãy bỏ đi hoặc thay bằng phần tử được hỗ trợ.")


def _main_process(root: Element, found: _Found) -> Element | None:
    """The one process of the file that no other calls."""
    called = {_called(element) for element in root.iter(f"{{{BPMN}}}callActivity")}
    processes = [item for item in root if item.tag == f"{{{BPMN}}}process"]
    filled = [item for item in processes if any(is_bpmn(child) and local(child) == "startEvent" for child in item)]
    mains = [item for item in filled if item.get("id") not in called]
    if not mains:
        found.problems.append(Problem(_("Tệp không có quy trình (process) nào có sự kiện bắt đầu.")))
        return None
    for other in mains[1:]:
        found.problems.append(
            problem(other, _("mỗi tệp chỉ được có một quy trình; hãy tách quy trình này ra tệp khác."))
        )
    return mains[0]


def _called(element: Element) -> str:
    return (element.get("calledElement") or "").rpartition(":")[2]


class _Reader:
    """Reads scopes into `found`, one method a kind of element."""

    def __init__(self, root: Element, found: _Found) -> None:
        self._root, self._found = root, found
        self._readers: dict[str, Callable[[Element, _Place], Node | None]] = {
            **dict.fromkeys(_TASKS, self._task),
            "startEvent": self._event(Kind.START),
            "endEvent": self._event(Kind.END),
            "exclusiveGateway": self._gateway(Kind.CHOICE),
            "parallelGateway": self._gateway(Kind.PARALLEL),
            "subProcess": self._subprocess,
            "callActivity": self._call,
            "intermediateCatchEvent": self._timer,
            "boundaryEvent": self._boundary,
        }

    def scope(self, parent: Element, place: _Place) -> None:
        """Reads what lies directly in a process or sub-process, nodes first, then the flows between them."""
        children = [child for child in parent if is_bpmn(child) and local(child) not in _DECORATION]
        for child in children:
            tag = local(child)
            if tag in self._readers:
                self._add(child, self._readers[tag](child, place))
            elif tag != "sequenceFlow" and not (tag in _PLAIN_CHILDREN and local(parent) == "subProcess"):
                self._object(child, _unsupported())
        for child in children:
            if local(child) == "sequenceFlow":
                self._flow(child, place)

    def _object(self, element: Element, message: str) -> None:
        self._found.problems.append(problem(element, message))

    def _add(self, element: Element, node: Node | None) -> None:
        if node is None:
            return
        for name, value in _UNSUPPORTED_SWITCHES.items():
            if element.get(name) == value:
                self._object(element, _("thuộc tính %(name)s chưa được hỗ trợ.") % {"name": name})
        if not element.get("id") or len(node.id) > LONGEST_ID or any(sign in node.id for sign in " \t\n"):
            self._object(element, _("phần tử phải có mã (id), tối đa 100 ký tự, không có dấu cách."))
        elif node.id in self._found.nodes:
            self._object(element, _("mã (id) này bị trùng."))
        elif len(self._found.nodes) >= MOST_NODES:
            self._object(element, _("quy trình có quá 300 phần tử."))
        self._found.nodes[node.id] = node
        self._found.elements[node.id] = element

    def _node(self, element: Element, place: _Place, kind: Kind) -> Node:
        name = " ".join((element.get("name") or "").split())
        if len(name) > LONGEST_NAME:
            self._object(element, _("tên dài quá 200 ký tự."))
        identity = place.prefix + element.get("id", "")
        default = place.prefix + element.get("default", "") if element.get("default") else ""
        return Node(identity, kind, name, place.scope, local(element), default)

    def _only(self, element: Element, allowed: set[str]) -> None:
        for child in element:
            if is_bpmn(child) and local(child) not in allowed:
                self._object(element, _("phần tử con %(child)s chưa được hỗ trợ.") % {"child": local(child)})

    def _event(self, kind: Kind) -> Callable[[Element, _Place], Node]:
        def read_event(element: Element, place: _Place) -> Node:
            self._only(element, _PLAIN_CHILDREN)
            return self._node(element, place, kind)

        return read_event

    def _gateway(self, kind: Kind) -> Callable[[Element, _Place], Node]:
        return self._event(kind)

    def _task(self, element: Element, place: _Place) -> Node:
        self._only(element, _PLAIN_CHILDREN)
        node = self._node(element, place, Kind.TASK)
        task, problems = read_task(element, prefix=place.prefix)
        if not node.name:
            problems = [_("bước chưa có tên."), *problems]
        for message in problems:
            self._object(element, message)
        return Node(node.id, node.kind, node.name, node.scope, node.tag, node.default, task=task)

    def _subprocess(self, element: Element, place: _Place) -> Node:
        node = self._node(element, place, Kind.SUBPROCESS)
        self.scope(element, _Place(node.id, place.prefix, place.calls))
        return node

    def _call(self, element: Element, place: _Place) -> Node | None:
        self._only(element, _PLAIN_CHILDREN)
        name = _called(element)
        called = next(
            (item for item in self._root if item.tag == f"{{{BPMN}}}process" and item.get("id") == name), None
        )
        if not name or called is None:
            self._object(
                element, _("quy trình được gọi “%(name)s” (calledElement) không có trong tệp này.") % {"name": name}
            )
            return None
        if name in place.calls:
            self._object(element, _("quy trình “%(name)s” tự gọi lại chính nó.") % {"name": name})
            return None
        node = self._node(element, place, Kind.SUBPROCESS)
        self.scope(called, _Place(node.id, f"{node.id}.", (*place.calls, name)))
        return node

    def _timer(self, element: Element, place: _Place) -> Node:
        node = self._node(element, place, Kind.TIMER)
        return Node(node.id, node.kind, node.name, node.scope, node.tag, timer=self._wait(element))

    def _boundary(self, element: Element, place: _Place) -> Node:
        node, timer = self._node(element, place, Kind.BOUNDARY), self._wait(element)
        if timer:
            host = place.prefix + element.get("attachedToRef", "")
            timer = Timer(timer.wait, host, interrupts=element.get("cancelActivity") != "false")
        return Node(node.id, node.kind, node.name, node.scope, node.tag, timer=timer)

    def _wait(self, element: Element) -> Timer | None:
        self._only(element, _PLAIN_CHILDREN | {"timerEventDefinition"})
        definitions = element.findall(f"{{{BPMN}}}timerEventDefinition")
        durations = element.findall(f"{{{BPMN}}}timerEventDefinition/{{{BPMN}}}timeDuration")
        if len(definitions) != 1 or len(durations) != 1:
            self._object(element, _("chỉ hỗ trợ hẹn giờ bằng khoảng thời gian (timeDuration)."))
            return None
        try:
            return Timer(parse_wait(durations[0].text or ""))
        except ValueError:
            self._object(
                element,
                _("khoảng thời gian “%(text)s” phải ghi theo giờ hành chính: P2D là 2 ngày làm việc, PT4H là 4 giờ.")
                % {"text": (durations[0].text or "").strip()[:40]},
            )
            return None

    def _flow(self, element: Element, place: _Place) -> None:
        identity = place.prefix + element.get("id", "")
        ends = [place.prefix + (element.get(name) or "") for name in ("sourceRef", "targetRef")]
        known = [self._found.nodes[end] for end in ends if end in self._found.nodes]
        if not element.get("id") or identity in self._found.flows:
            self._object(element, _("luồng phải có mã (id) riêng."))
        elif len(known) != 2 or any(node.scope != place.scope for node in known):
            self._object(element, _("luồng phải nối hai phần tử được hỗ trợ của cùng một quy trình."))
        else:
            name = " ".join((element.get("name") or "").split())
            self._found.flows[identity] = Flow(identity, ends[0], ends[1], name, self._condition(element, place))

    def _condition(self, element: Element, place: _Place) -> conditions.Condition | None:
        self._only(element, {"conditionExpression", "extensionElements", "documentation"})
        expression = element.find(f"{{{BPMN}}}conditionExpression")
        if expression is None or not (expression.text or "").strip():
            return None
        try:
            return conditions.parse(expression.text or "", prefix=place.prefix)
        except conditions.ConditionError as error:
            self._object(
                element,
                _('không hiểu điều kiện ở chỗ “%(part)s”; hãy viết ví dụ choice == "approve".') % {"part": error},
            )
            return None
