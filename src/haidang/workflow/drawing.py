"""Draws a process as SVG: shapes and lines from the layout, words in them, and what is done and open marked.

The drawing carries no style of its own, only classes; a page's style sheet dresses it. Readers who do not see it
have its title and description, and the table of steps that pages put beside it.
"""

import textwrap
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from lxml import etree

from haidang.workflow.layout import Box, Point, layout_of
from haidang.workflow.plan import Kind, Node, Plan
from haidang.workflow.reading import Element

SVG = "http://www.w3.org/2000/svg"
_LINE_HEIGHT, _LINE_LENGTH, _MOST_LINES = 15, 21, 4


def draw(plan: Plan, *, bpmn: bytes = b"", marks: Mapping[str, str] | None = None, key: str = "quy-trinh") -> str:
    """The process as an `svg` element. `marks`: node → `open`, `done` or `returned`; `key`: stem of its ids."""
    layout, marks = layout_of(plan, bpmn), marks or {}
    frame = layout.frame
    root = etree.Element(_tag("svg"), {"class": "process", "role": "img"}, nsmap={None: SVG})
    root.set("viewBox", f"{frame.x:.0f} {frame.y:.0f} {frame.width:.0f} {frame.height:.0f}")
    root.set("width", f"{frame.width:.0f}")
    root.set("height", f"{frame.height:.0f}")
    root.set("aria-labelledby", f"{key}-ten {key}-mo-ta")
    etree.SubElement(root, _tag("title"), {"id": f"{key}-ten"}).text = plan.name or _("Sơ đồ quy trình")
    etree.SubElement(root, _tag("desc"), {"id": f"{key}-mo-ta"}).text = _description(plan, marks)
    _arrow_head(root, key)
    for flow in plan.flows.values():
        _line(root, layout.lines[flow.id], flow.name, key)
    for node in sorted(plan.nodes.values(), key=lambda node: _depth(plan, node)):
        _node(root, node, layout.boxes[node.id], marks.get(node.id, ""))
    return str(etree.tostring(root, encoding="unicode"))


def _tag(name: str) -> str:
    return f"{{{SVG}}}{name}"


def _description(plan: Plan, marks: Mapping[str, str]) -> str:
    names = ", ".join(node.name for node, _task in plan.tasks())
    text = _("Các bước: %(steps)s.") % {"steps": names}
    current = ", ".join(node.name for node, _task in plan.tasks() if marks.get(node.id) == "open")
    return f"{text} {_('Đang ở: %(steps)s.') % {'steps': current}}" if current else text


def _depth(plan: Plan, node: Node) -> tuple[int, bool]:
    """Outer shapes first, timers on edges last, so that nothing hides what lies upon it."""
    depth, scope = 0, node.scope
    while scope:
        depth, scope = depth + 1, plan.nodes[scope].scope
    return depth, node.kind is Kind.BOUNDARY


def _arrow_head(root: Element, key: str) -> None:
    marker = etree.SubElement(
        etree.SubElement(root, _tag("defs")),
        _tag("marker"),
        {"id": f"{key}-mui-ten", "viewBox": "0 0 10 10", "refX": "9", "refY": "5", "markerWidth": "8",
         "markerHeight": "8", "orient": "auto-start-reverse"},
    )  # fmt: skip
    etree.SubElement(marker, _tag("path"), {"d": "M0 0 10 5 0 10z", "class": "process__head"})


def _line(root: Element, points: list[Point], name: str, key: str) -> None:
    path = "M" + " ".join(f"{point.x:.0f} {point.y:.0f}" for point in points)
    etree.SubElement(root, _tag("path"), {"d": path, "class": "process__flow", "marker-end": f"url(#{key}-mui-ten)"})
    if name:
        at = points[1] if len(points) > 2 else points[0]
        end = points[2] if len(points) > 2 else points[1]
        x = (at.x + end.x) / 2 if at.y == end.y else at.x + 4
        y = at.y - 6 if at.y == end.y else (at.y + end.y) / 2
        anchor = "middle" if at.y == end.y else "start"
        attributes = {"x": f"{x:.0f}", "y": f"{y:.0f}", "class": "process__label", "text-anchor": anchor}
        etree.SubElement(root, _tag("text"), attributes).text = textwrap.shorten(name, 28, placeholder="…")


def _node(root: Element, node: Node, box: Box, mark: str) -> None:
    names = ["process__node", f"process__node--{node.kind.value}", *([f"process__node--{mark}"] if mark else [])]
    group = etree.SubElement(root, _tag("g"), {"class": " ".join(names)})
    _SHAPES[node.kind](group, box)
    if node.kind is Kind.TASK:
        _words(group, node.name, box)
        if mark:
            _sign(group, box, mark)
    elif node.name:
        y = box.y + 16 if node.kind is Kind.SUBPROCESS else box.bottom + 14
        _text(group, textwrap.shorten(node.name, 40, placeholder="…"), box.middle.x, y)


def _rectangle(group: Element, box: Box) -> None:
    values = {name: f"{value:.0f}" for name, value in zip(("x", "y", "width", "height"), box, strict=True)}
    etree.SubElement(group, _tag("rect"), values | {"rx": "8"})


def _diamond(group: Element, box: Box) -> None:
    middle = box.middle
    points = ((middle.x, box.y), (box.right, middle.y), (middle.x, box.bottom), (box.x, middle.y))
    etree.SubElement(group, _tag("polygon"), {"points": " ".join(f"{x:.0f},{y:.0f}" for x, y in points)})


def _exclusive(group: Element, box: Box) -> None:
    _diamond(group, box)
    x, y = box.middle
    etree.SubElement(
        group, _tag("path"), {"d": f"M{x - 8:.0f} {y - 8:.0f}l16 16m0-16l-16 16", "class": "process__sign"}
    )


def _parallel(group: Element, box: Box) -> None:
    _diamond(group, box)
    x, y = box.middle
    etree.SubElement(group, _tag("path"), {"d": f"M{x - 11:.0f} {y:.0f}h22m-11-11v22", "class": "process__sign"})


def _circle(group: Element, box: Box) -> None:
    x, y = box.middle
    etree.SubElement(group, _tag("circle"), {"cx": f"{x:.0f}", "cy": f"{y:.0f}", "r": f"{box.width / 2:.0f}"})


def _clock(group: Element, box: Box) -> None:
    _circle(group, box)
    x, y = box.middle
    etree.SubElement(group, _tag("circle"), {"cx": f"{x:.0f}", "cy": f"{y:.0f}", "r": f"{box.width / 2 - 4:.0f}"})
    etree.SubElement(group, _tag("path"), {"d": f"M{x:.0f} {y - 9:.0f}v9h6", "class": "process__sign"})


_SHAPES = {
    Kind.TASK: _rectangle,
    Kind.SUBPROCESS: _rectangle,
    Kind.CHOICE: _exclusive,
    Kind.PARALLEL: _parallel,
    Kind.START: _circle,
    Kind.END: _circle,
    Kind.TIMER: _clock,
    Kind.BOUNDARY: _clock,
}
_SIGNS = {"done": "✓", "open": "●", "returned": "↩"}


def _sign(group: Element, box: Box, mark: str) -> None:
    _text(group, _SIGNS.get(mark, ""), box.right - 12, box.y + 16)


def _words(group: Element, name: str, box: Box) -> None:
    lines = list(_wrapped(name, max(8, int(box.width / 7))))
    top = box.middle.y - (len(lines) - 1) * _LINE_HEIGHT / 2 + 4
    for number, line in enumerate(lines):
        _text(group, line, box.middle.x, top + number * _LINE_HEIGHT)


def _wrapped(name: str, length: int) -> Iterator[str]:
    lines = textwrap.wrap(name, length)
    yield from lines[: _MOST_LINES - 1]
    if len(lines) >= _MOST_LINES:
        yield textwrap.shorten(" ".join(lines[_MOST_LINES - 1 :]), length, placeholder="…")


def _text(group: Element, words: str, x: float, y: float) -> None:
    attributes = {"x": f"{x:.0f}", "y": f"{y:.0f}", "text-anchor": "middle"}
    etree.SubElement(group, _tag("text"), attributes).text = words
