"""A map on a sheet: outlines as SVG paths on a plain ground, what lies far off in a box. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from haidang.ioc.maps.outlines import Area, Point, Ring

WIDTH, MARGIN, BOX = 1000, 12, 230
LEAST_LABEL = 4_200
"""Square units of the sheet below which an area has no label of its own."""
TRIES = 14
"""Columns and rows of the places that are tried for a label."""
Frame = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """An area on the sheet: its path, where its label stands, whether it is too small for one."""

    area: Area
    path: str
    x: float
    y: float
    is_small: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """All areas on one sheet; `frame` is the box of those that lie far off."""

    placed: tuple[Placed, ...]
    width: int
    height: int
    frame: Frame | None


@dataclass(frozen=True, slots=True)
class _Fit:
    """How degrees become units of the sheet."""

    scale: float
    stretch: float
    left: float
    top: float

    def point(self, place: Point) -> Point:
        """A place, east to the right and north up."""
        return self.left + place[0] * self.stretch * self.scale, self.top - place[1] * self.scale


@lru_cache(maxsize=32)
def sheet(areas: tuple[Area, ...]) -> Sheet:
    """The areas over the whole width; those apart in a box at the lower right, where the coast leaves room."""
    near = [area for area in areas if not area.is_apart]
    far = [area for area in areas if area.is_apart] if near else []
    shown = near or list(areas)
    fit, height = _fit(shown, WIDTH - 2 * MARGIN, MARGIN, MARGIN)
    placed, frame = [_placed(area, fit) for area in shown], None
    if far:
        inner, tall = _fit(far, BOX - 2 * MARGIN, WIDTH - BOX, 0)
        top = max(height + 2 * MARGIN - tall - 3 * MARGIN, 0)
        inner = _Fit(inner.scale, inner.stretch, inner.left, inner.top + top + MARGIN)
        frame = (WIDTH - BOX - MARGIN, round(top, 1), BOX, round(tall + 2 * MARGIN, 1))
        placed += [_placed(area, inner) for area in far]
    return Sheet(tuple(placed), WIDTH, round(height + 2 * MARGIN), frame)


def _fit(areas: Sequence[Area], width: float, left: float, top: float) -> tuple[_Fit, float]:
    """How the areas fill `width`, and how tall they are then; a degree of longitude is shorter than one of latitude."""
    points = [point for area in areas for ring in area.rings for point in ring]
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    stretch = math.cos(math.radians((south + north) / 2))
    scale = width / ((east - west) * stretch)
    return _Fit(scale, stretch, left - west * stretch * scale, top + north * scale), (north - south) * scale


def _placed(area: Area, fit: _Fit) -> Placed:
    rings = [[fit.point(point) for point in ring] for ring in area.rings]
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring[:-1]) + "Z" for ring in rings)
    largest = max(rings, key=lambda ring: abs(_size(ring)))
    x, y = _middle(largest)
    return Placed(area, path, round(x, 1), round(y, 1), abs(_size(largest)) < LEAST_LABEL)


def _size(ring: Sequence[Point] | Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _middle(ring: Sequence[Point]) -> Point:
    """The place inside that is farthest from the outline, of some: the centre of gravity of a bay lies in the water."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    across, down = (max(xs) - min(xs)) / TRIES, (max(ys) - min(ys)) / TRIES
    tried = [
        (min(xs) + across * (column + 0.5), min(ys) + down * (row + 0.5))
        for column in range(TRIES)
        for row in range(TRIES)
    ]
    inside = [place for place in tried if _is_inside(place, ring)] or [ring[0]]
    return max(inside, key=lambda place: min(math.dist(place, point) for point in ring))


def _is_inside(place: Point, ring: Sequence[Point]) -> bool:
    x, y = place
    crossed = sum(
        (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 for (x1, y1), (x2, y2) in pairwise(ring)
    )
    return crossed % 2 == 1
