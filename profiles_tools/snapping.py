"""Makes borders of neighbours the very same line, where they lie beside each other within a hair. Pure.

The source's neighbours share most borders to the point, but here and there one has a point where the other has none, or
has it a few metres away. Points that close become one, and a line takes up every point that lies on it.
"""

import itertools
import math
from collections import defaultdict

Point = tuple[float, float]
Line = list[Point]
PASSES = 6


def snapped(shapes: dict[str, list[Line]], near: float) -> dict[str, list[Line]]:
    """The same shapes, their points at least about `near` apart and on every line that passes within `near`."""
    found = _merged(shapes, near)
    for _pass in range(PASSES):
        points = _Points({point for rings in found.values() for ring in rings for point in ring}, near)
        found = {code: [_tidy(_through(ring, points)) for ring in rings] for code, rings in found.items()}
    return {code: [ring for ring in rings if len(ring) > 3] for code, rings in found.items()}


def _merged(shapes: dict[str, list[Line]], near: float) -> dict[str, list[Line]]:
    """Every point becomes the first one within `near` of it."""
    kept = _Points(set(), near)
    chosen: dict[Point, Point] = {}
    for point in sorted({point for rings in shapes.values() for ring in rings for point in ring}):
        close = [other for other in kept.around(point, point) if math.dist(point, other) <= near]
        chosen[point] = min(close, key=lambda other: math.dist(point, other)) if close else point
        if not close:
            kept.add(point)
    return {code: [_tidy([chosen[point] for point in ring]) for ring in rings] for code, rings in shapes.items()}


class _Points:
    """Points that can be found by where they are."""

    def __init__(self, points: set[Point], near: float) -> None:
        self.near, self._cells = near, defaultdict(set)
        for point in points:
            self.add(point)

    def add(self, point: Point) -> None:
        self._cells[self._cell(point)].add(point)

    def _cell(self, point: Point) -> tuple[int, int]:
        return math.floor(point[0] / (4 * self.near)), math.floor(point[1] / (4 * self.near))

    def around(self, one: Point, other: Point) -> list[Point]:
        """The points in the box around two, and a little beyond."""
        (x1, y1), (x2, y2) = self._cell(one), self._cell(other)
        columns = range(min(x1, x2) - 1, max(x1, x2) + 2)
        rows = range(min(y1, y2) - 1, max(y1, y2) + 2)
        return [point for x in columns for y in rows for point in self._cells.get((x, y), ())]


def _through(ring: Line, points: _Points) -> Line:
    """A ring that takes up the points on its lines."""
    found = ring[:1]
    for start, end in itertools.pairwise(ring):
        on = [(_along(point, start, end), point) for point in points.around(start, end) if point not in (start, end)]
        length = math.dist(start, end)
        close = sorted(
            (along, point)
            for along, point in on
            if 0 < along < 1 and _gap(point, start, end, along) <= points.near and length > points.near
        )
        found += [point for _along_, point in close] + [end]
    return found


def _along(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    return ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / square if square else 0


def _gap(point: Point, start: Point, end: Point, along: float) -> float:
    foot = (start[0] + along * (end[0] - start[0]), start[1] + along * (end[1] - start[1]))
    return math.dist(point, foot)


def _tidy(ring: Line) -> Line:
    """Without a point twice in a row, and without going out and back the same way."""
    found: Line = []
    for point in ring[:-1]:
        if found and found[-1] == point:
            continue
        if len(found) > 1 and found[-2] == point:
            found.pop()
            continue
        found.append(point)
    while len(found) > 2 and (found[0] == found[-1] or found[1] == found[-1]):
        found = found[1:]
    return [*found, found[0]]
