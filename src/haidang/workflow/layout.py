"""Where the elements of a process stand on paper: as its file says, or laid out here in layers from left to right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from haidang.workflow.plan import Flow, Kind, Node, Plan
from haidang.workflow.reading import Element, read

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
_SIZES = {Kind.TASK: (150, 70), Kind.CHOICE: (50, 50), Kind.PARALLEL: (50, 50)}
_EVENT = (36, 36)
_GAP_X, _GAP_Y, _MARGIN, _LANE = 80, 50, 60, 22
_LARGEST = 20_000.0


class Box(NamedTuple):
    """A rectangle in diagram units, x and y from the upper left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> "Point":
        """Its centre."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def moved(self, dx: float, dy: float) -> "Box":
        """The same box elsewhere."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)


class Point(NamedTuple):
    """A point in diagram units."""

    x: float
    y: float


@dataclass(slots=True)
class Layout:
    """Boxes by node and lines by flow."""

    boxes: dict[str, Box] = field(default_factory=dict)
    lines: dict[str, list[Point]] = field(default_factory=dict)

    @property
    def frame(self) -> Box:
        """What everything fits into, with a margin."""
        xs = [x for box in self.boxes.values() for x in (box.x, box.right)]
        ys = [y for box in self.boxes.values() for y in (box.y, box.bottom)]
        xs += [point.x for line in self.lines.values() for point in line]
        ys += [point.y for line in self.lines.values() for point in line]
        left, top = min(xs) - _MARGIN, min(ys) - _MARGIN
        return Box(left, top, max(xs) + _MARGIN - left, max(ys) + _MARGIN - top)


def layout_of(plan: Plan, bpmn: bytes = b"") -> Layout:
    """The layout that the file itself gives, if it gives one for every element; else one in layers."""
    return (_given(plan, read(bpmn)) if bpmn else None) or _laid_out(plan)


def _given(plan: Plan, root: Element) -> Layout | None:
    found = Layout()
    for shape in root.iter(f"{{{DI}}}BPMNShape"):
        bounds, node = shape.find(f"{{{DC}}}Bounds"), shape.get("bpmnElement", "")
        numbers = _numbers(bounds, "x", "y", "width", "height") if bounds is not None else None
        if numbers and node in plan.nodes:
            found.boxes[node] = Box(*numbers)
    for edge in root.iter(f"{{{DI}}}BPMNEdge"):
        points = [_numbers(point, "x", "y") for point in edge.iter(f"{{{DD}}}waypoint")]
        if edge.get("bpmnElement", "") in plan.flows and len(points) > 1 and all(points):
            found.lines[edge.get("bpmnElement", "")] = [Point(*point) for point in points if point]
    is_whole = found.boxes.keys() == plan.nodes.keys() and found.lines.keys() == plan.flows.keys()
    return found if is_whole else None


def _numbers(element: Element, *names: str) -> list[float] | None:
    try:
        numbers = [float(element.get(name, "")) for name in names]
    except ValueError:
        return None
    return numbers if all(abs(number) <= _LARGEST for number in numbers) else None


def _laid_out(plan: Plan) -> Layout:
    found = Layout()
    _Scope(plan, "").place(found, 0, 0)
    return found


class _Scope:
    """The layout of what lies directly in a process or sub-process, in layers; sub-processes are laid out first."""

    def __init__(self, plan: Plan, scope: str) -> None:
        self._plan = plan
        self._nodes = [node for node in plan.inside(scope) if node.kind is not Kind.BOUNDARY]
        self._edges = [node for node in plan.inside(scope) if node.kind is Kind.BOUNDARY]
        self._inner = {node.id: _Scope(plan, node.id) for node in self._nodes if node.kind is Kind.SUBPROCESS}
        self._back: set[str] = set()
        self._ranks = self._ranked()
        self._boxes = dict(self._placed())
        self._boxes |= dict(self._attached())

    @property
    def size(self) -> tuple[float, float]:
        """Width and height with room for lines that run around."""
        boxes = self._boxes.values()
        around = 2 * _LANE * (1 + len(list(self._around())))
        return max(box.right for box in boxes) + 20, max(box.bottom for box in boxes) + around

    def place(self, into: Layout, x: float, y: float) -> None:
        """Writes everything into a layout, moved to its place."""
        for node, box in self._boxes.items():
            into.boxes[node] = box.moved(x, y)
            if node in self._inner:
                self._inner[node].place(into, x + box.x + 20, y + box.y + 20 + self._inner[node].headroom)
        lanes = {flow.id: number for number, flow in enumerate(self._around(), start=1)}
        for node in self._boxes:
            for flow in self._plan.outgoing[node]:
                into.lines[flow.id] = [Point(p.x + x, p.y + y) for p in self._line(flow, lanes.get(flow.id, 0))]

    @property
    def headroom(self) -> float:
        """Room above for lines that skip layers."""
        return _LANE * (1 + len(list(self._around())))

    def _ranked(self) -> dict[str, int]:
        """The layer of each node: the longest way to it from the start, without going back."""
        order: list[str] = []
        state: dict[str, int] = {}
        for start in sorted(self._nodes, key=lambda node: node.kind is not Kind.START):
            self._visit(start.id, state, order)
        ranks: dict[str, int] = {}
        for node in reversed(order):
            ranks.setdefault(node, 0)
            for flow in self._leaving(node):
                if flow.id not in self._back:
                    ranks[flow.target] = max(ranks.get(flow.target, 0), ranks[node] + 1)
        return ranks

    def _visit(self, start: str, state: dict[str, int], order: list[str]) -> None:
        """Depth first without recursion; arrows to a node that is being visited lead back."""
        if start in state:
            return
        state[start] = 1
        stack = [(start, iter(self._leaving(start)))]
        while stack:
            node, flows = stack[-1]
            flow = next(flows, None)
            if flow is None:
                state[node] = 2
                order.append(node)
                stack.pop()
            elif state.get(flow.target) == 1:
                self._back.add(flow.id)
            elif flow.target not in state:
                state[flow.target] = 1
                stack.append((flow.target, iter(self._leaving(flow.target))))

    def _leaving(self, node: str) -> list[Flow]:
        """The arrows from a node, and from the timers on its edge."""
        edges = [edge.id for edge in self._edges if edge.timer and edge.timer.attached_to == node]
        return [flow for one in (node, *edges) for flow in self._plan.outgoing[one]]

    def _size(self, node: Node) -> tuple[float, float]:
        if node.id in self._inner:
            width, height = self._inner[node.id].size
            return width + 40, height + 40 + self._inner[node.id].headroom
        return _SIZES.get(node.kind, _EVENT)

    def _placed(self) -> Iterator[tuple[str, Box]]:
        layers: dict[int, list[Node]] = {}
        for node in self._nodes:
            layers.setdefault(self._ranks[node.id], []).append(node)
        x = 0.0
        heights: dict[int, float] = {}
        rows: dict[str, float] = {}
        for rank in sorted(layers):
            layer = self._ordered(layers[rank], rows)
            rows |= {node.id: place - (len(layer) - 1) / 2 for place, node in enumerate(layer)}
            sizes = [self._size(node) for node in layer]
            width = max(size[0] for size in sizes)
            heights[rank] = sum(size[1] for size in sizes) + _GAP_Y * (len(layer) - 1)
            y = -heights[rank] / 2
            for node, size in zip(layer, sizes, strict=True):
                yield node.id, Box(x + (width - size[0]) / 2, y, *size)
                y += size[1] + _GAP_Y
            x += width + _GAP_X

    def _ordered(self, layer: Iterable[Node], rows: dict[str, float]) -> list[Node]:
        """A layer in the order of what leads to it, so that few arrows cross."""

        def weight(node: Node) -> float:
            sources = [self._host(flow.source) for flow in self._plan.incoming[node.id]]
            known = [rows[source] for source in sources if source in rows]
            # What follows a timer on an edge hangs below, where the timer does.
            hangs = any(self._host(flow.source) != flow.source for flow in self._plan.incoming[node.id])
            return (sum(known) / len(known) if known else 0.0) + (50.0 if hangs else 0.0)

        return sorted(layer, key=weight)

    def _host(self, node: str) -> str:
        timer = self._plan.nodes[node].timer
        return timer.attached_to if timer and timer.attached_to else node

    def _attached(self) -> Iterator[tuple[str, Box]]:
        count: dict[str, int] = {}
        for edge in self._edges:
            host = self._host(edge.id)
            count[host] = count.get(host, 0) + 1
            box = self._boxes[host]
            yield edge.id, Box(box.right - 45 * count[host], box.bottom - _EVENT[1] / 2, *_EVENT)

    def _around(self) -> Iterator[Flow]:
        """The arrows that run around: back, or past a layer."""
        for node in [*self._nodes, *self._edges]:
            for flow in self._plan.outgoing[node.id]:
                if flow.id in self._back or self._ranks[flow.target] - self._ranks[self._host(flow.source)] > 1:
                    yield flow

    def _line(self, flow: Flow, lane: int) -> list[Point]:
        source, target = self._boxes[flow.source], self._boxes[flow.target]
        if flow.id in self._back:
            y = max(box.bottom for box in self._boxes.values()) + _LANE * lane
            below = (box for box in self._boxes.values() if box.y > target.bottom)
            if any(box.x < target.middle.x < box.right for box in below):
                side = target.x - 20
                return [
                    Point(source.middle.x, source.bottom), Point(source.middle.x, y), Point(side, y),
                    Point(side, target.middle.y), Point(target.x, target.middle.y),
                ]  # fmt: skip
            return [
                Point(source.middle.x, source.bottom), Point(source.middle.x, y),
                Point(target.middle.x, y), Point(target.middle.x, target.bottom),
            ]  # fmt: skip
        if lane and self._plan.nodes[flow.source].kind is not Kind.BOUNDARY:
            y = min(box.y for box in self._boxes.values()) - _LANE * lane
            return [
                Point(source.middle.x, source.y), Point(source.middle.x, y),
                Point(target.middle.x, y), Point(target.middle.x, target.y),
            ]  # fmt: skip
        if self._plan.nodes[flow.source].kind is Kind.BOUNDARY:
            return [
                Point(source.middle.x, source.bottom), Point(source.middle.x, target.middle.y),
                Point(target.x, target.middle.y),
            ]  # fmt: skip
        start, end = Point(source.right, source.middle.y), Point(target.x, target.middle.y)
        if start.y == end.y:
            return [start, end]
        turn = target.x - _GAP_X + 20
        return [start, Point(turn, start.y), Point(turn, end.y), end]


def add_diagram(bpmn: bytes, plan: Plan) -> bytes:
    """The file with a diagram of this layout (BPMN DI) in place of any other, so that every BPMN tool can show it."""
    root, layout = read(bpmn), layout_of(plan)
    for old in root.findall(f"{{{DI}}}BPMNDiagram"):
        root.remove(old)
    diagram = etree.SubElement(
        root, f"{{{DI}}}BPMNDiagram", {"id": "diagram"}, nsmap={"bpmndi": DI, "dc": DC, "di": DD}
    )
    process = next(iter(root.iterfind("{*}process"))).get("id")
    plane = etree.SubElement(diagram, f"{{{DI}}}BPMNPlane", {"id": "plane", "bpmnElement": process})
    frame = layout.frame
    for node, box in layout.boxes.items():
        shape = etree.SubElement(plane, f"{{{DI}}}BPMNShape", {"id": f"shape-{node}", "bpmnElement": node})
        if plan.nodes[node].kind is Kind.SUBPROCESS:
            shape.set("isExpanded", "true")
        moved = box.moved(-frame.x, -frame.y)
        values = {name: f"{value:.0f}" for name, value in zip(("x", "y", "width", "height"), moved, strict=True)}
        etree.SubElement(shape, f"{{{DC}}}Bounds", values)
    for flow, line in layout.lines.items():
        edge = etree.SubElement(plane, f"{{{DI}}}BPMNEdge", {"id": f"edge-{flow}", "bpmnElement": flow})
        for point in line:
            etree.SubElement(
                edge, f"{{{DD}}}waypoint", {"x": f"{point.x - frame.x:.0f}", "y": f"{point.y - frame.y:.0f}"}
            )
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"
