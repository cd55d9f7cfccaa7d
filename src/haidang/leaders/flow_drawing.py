"""The process map as boxes and curves that a template draws in SVG: from top to bottom, for a phone first. Pure."""

from dataclasses import dataclass

from haidang.insight.api import END, START, ProcessMap, Step, Way

WIDTH, BOX, LEFT = 380, 244, 68
HEIGHT, GAP, TOP = 84, 44, 34
_LETTERS, _LINES = 28, 2
_SHARE = 0.04
"""Ways that fewer than this share of the dossiers took stand in the table only."""
_THINNEST, _THICKEST, _BULGE = 1.0, 7.0, 9


@dataclass(frozen=True, slots=True)
class Box:
    """A step: its place, the lines of its name, `share`: the width of its part of all office time, in units."""

    step: Step
    lines: tuple[str, ...]
    y: int
    share: float
    is_bottleneck: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """A way: its path, thickness, where its count stands; `kind`: ahead, skip, back."""

    way: Way
    path: str
    width: float
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole: `height` in units of a width of WIDTH, where it begins and ends."""

    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    height: int
    end: int


def drawing(found: ProcessMap) -> Drawing:
    """The map as boxes one below the other, and the ways that enough dossiers took."""
    total = sum(step.total for step in found.steps) or 1
    most = max((step.total for step in found.steps), default=0)
    boxes = tuple(
        Box(
            step,
            wrapped(step.name),
            TOP + number * (HEIGHT + GAP),
            round(step.total * BOX / total, 1),
            is_bottleneck=bool(most) and step.total == most,
        )
        for number, step in enumerate(found.steps)
    )
    end = TOP + len(boxes) * (HEIGHT + GAP)
    order = {step.name: number for number, step in enumerate(found.steps)} | {START: -1, END: len(boxes)}
    shown = [way for way in found.ways if way.count >= max(found.cases * _SHARE, 1)]
    curves = tuple(_curve(way, order, cases=found.cases, end=end) for way in shown)
    return Drawing(boxes, curves, end + 24, end)


def wrapped(name: str) -> tuple[str, ...]:
    """A name in at most two lines, cut with an ellipsis."""
    lines = [""]
    for word in name.split():
        if len(lines[-1]) + len(word) + 1 > _LETTERS and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > _LINES or any(len(line) > _LETTERS for line in lines):
        lines = [line[:_LETTERS] for line in lines[:_LINES]]
        lines[-1] = lines[-1][: _LETTERS - 1] + "…"
    return tuple(lines)


def _curve(way: Way, order: dict[str, int], *, cases: int, end: int) -> Curve:
    source, target = order[way.source], order[way.target]
    width = round(_THINNEST + (_THICKEST - _THINNEST) * min(way.count / max(cases, 1), 1.0), 1)
    middle = LEFT + BOX / 2
    if target == source + 1:
        top, bottom = _bottom(source), _top(target, end)
        return Curve(way, f"M{middle:g} {top}V{bottom}", width, "ahead", middle + 8, (top + bottom) / 2 + 4)
    begin, finish = _middle(source, end), _middle(target, end)
    # Curves over many steps swing out further, so that they do not lie on each other.
    bulge = min(_BULGE * abs(target - source) + 10, LEFT - 8)
    if way.is_back:
        side, out = LEFT, LEFT - bulge
        if source == target:
            begin, finish = begin - 14, finish + 14
    else:
        side, out = LEFT + BOX, LEFT + BOX + bulge
    path = f"M{side} {begin}C{out:g} {begin} {out:g} {finish} {side} {finish}"
    place = side + (out - side) * 0.75
    return Curve(way, path, width, "back" if way.is_back else "skip", round(place, 1), (begin + finish) / 2 + 4)


def _top(number: int, end: int) -> int:
    return min(TOP + number * (HEIGHT + GAP), end)


def _bottom(number: int) -> int:
    return TOP - 16 if number < 0 else TOP + number * (HEIGHT + GAP) + HEIGHT


def _middle(number: int, end: int) -> int:
    return TOP - 16 if number < 0 else min(TOP + number * (HEIGHT + GAP) + HEIGHT // 2, end)
