"""Boundaries as lines that neighbours share: cut, simplified, dissolved, quantised. Pure; rings are closed."""

import itertools
import math
from collections import defaultdict

Point = tuple[float, float]
Line = list[Point]


def area(ring: Line) -> float:
    """Twice-signed area halved: positive when counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring)) / 2


def cut(shapes: dict[str, list[Line]]) -> tuple[list[Line], dict[str, list[list[int]]]]:
    """All lines, each once, and every shape's rings as their numbers; ~n is line n from its end (TopoJSON)."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in (ring for rings in shapes.values() for ring in rings):
        for one, other in itertools.pairwise(ring):
            neighbours[one].add(other)
            neighbours[other].add(one)
    known: dict[tuple[Point, ...], int] = {}
    arcs: list[Line] = []
    uses: dict[str, list[list[int]]] = {}
    for code, rings in shapes.items():
        uses[code] = [[_number(line, known, arcs) for line in _pieces(ring, neighbours)] for ring in rings]
    return arcs, uses


def _pieces(ring: Line, neighbours: dict[Point, set[Point]]) -> list[Line]:
    """A ring cut where three lines meet; one that meets nobody is a single line from its least point."""
    points = ring[:-1]
    joints = [place for place, point in enumerate(points) if len(neighbours[point]) > 2]
    start = joints[0] if joints else points.index(min(points))
    turned = points[start:] + points[:start]
    pieces, line = [], [turned[0]]
    for point in [*turned[1:], turned[0]]:
        line.append(point)
        if len(neighbours[point]) > 2:
            pieces.append(line)
            line = [point]
    return pieces if len(line) == 1 else [*pieces, line]


def _number(line: Line, known: dict[tuple[Point, ...], int], arcs: list[Line]) -> int:
    forward = tuple(line)
    if forward in known:
        return known[forward]
    known[forward], known[forward[::-1]] = len(arcs), ~len(arcs)
    arcs.append(line)
    return len(arcs) - 1


def simplified(line: Line, tolerance: float) -> Line:
    """Douglas and Peucker's; a closed line is halved at its farthest point, so that it stays a shape."""
    if line[0] == line[-1]:
        far = max(range(len(line)), key=lambda place: math.dist(line[0], line[place]))
        first, second = _reduced(line[: far + 1], tolerance), _reduced(line[far:], tolerance)
        found = first[:-1] + second
        return found if len(found) >= 4 else [line[0], line[far // 2], line[far], line[0]]
    return _reduced(line, tolerance)


def _reduced(line: Line, tolerance: float) -> Line:
    if len(line) < 3:
        return line
    far = max(range(1, len(line) - 1), key=lambda place: _off(line[place], line[0], line[-1]))
    if _off(line[far], line[0], line[-1]) <= tolerance:
        return [line[0], line[-1]]
    return _reduced(line[: far + 1], tolerance)[:-1] + _reduced(line[far:], tolerance)


def _off(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if not length:
        return math.dist(point, start)
    cross = (end[0] - start[0]) * (start[1] - point[1]) - (start[0] - point[0]) * (end[1] - start[1])
    return abs(cross) / length


def joined(ring: list[int], arcs: list[Line]) -> Line:
    """The points of a ring of numbered lines."""
    lines = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring]
    return [lines[0][0], *(point for line in lines for point in line[1:])]


def dissolved(rings: list[list[int]], arcs: list[Line]) -> list[list[int]]:
    """The rings around shapes that lie side by side: lines that two of them share are left out."""
    used = {number for ring in rings for number in ring}
    left = [number for number in used if ~number not in used]
    starts: dict[Point, list[int]] = defaultdict(list)
    for number in left:
        starts[joined([number], arcs)[0]].append(number)
    found = []
    while left:
        ring = [left[0]]
        starts[joined(ring, arcs)[0]].remove(left[0])
        # Where shapes touch in a point the walk may go on either way: every line is still walked once.
        while joined(ring, arcs)[0] != joined(ring, arcs)[-1]:
            ring.append(starts[joined(ring, arcs)[-1]].pop())
        left = [number for number in left if number not in ring]
        found.append(ring)
    return found


def quantised(arcs: list[Line], grid: int) -> tuple[list[float], list[list[list[int]]]]:
    """The origin, and the lines as steps on a grid of `grid` to the degree."""
    origin = [min(point[axis] for arc in arcs for point in arc) for axis in (0, 1)]
    found = []
    for arc in arcs:
        places = [[round((point[axis] - origin[axis]) * grid) for axis in (0, 1)] for point in arc]
        steps = [places[0]]
        steps += [[x2 - x1, y2 - y1] for (x1, y1), (x2, y2) in itertools.pairwise(places)]
        found.append([steps[0], *(step for step in steps[1:] if step != [0, 0])])
    return [round(value, 6) for value in origin], found


def crossings(file: dict) -> int:
    """How many pairs of segments of a TopoJSON cross each other in between."""
    segments = []
    for arc in file["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x, y))
        segments += list(itertools.pairwise(points))
    segments.sort(key=lambda pair: min(pair[0][0], pair[1][0]))
    found = 0
    for place, (a, b) in enumerate(segments):
        right = max(a[0], b[0])
        for c, d in segments[place + 1 :]:
            if min(c[0], d[0]) > right:
                break
            found += _cross(a, b, c, d)
    return found


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
