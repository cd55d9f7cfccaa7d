"""The calibration curve as numbers that a template draws in SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from haidang.insight.api import Bin

SIDE, EDGE = 300, 34
"""The square from 0 to 100 %, in units of the drawing, and the room for labels around it."""
_LARGEST, _SMALLEST = 9.0, 2.5


@dataclass(frozen=True, slots=True)
class Point:
    """A bin with forecasts: from `low` to `high` per cent; mean chance, and how many of the `count` were late.

    `x`, `y`: its place in the drawing; `radius` grows with the root of its count.
    """

    low: int
    high: int
    count: int
    late: int
    mean: float
    x: float
    y: float
    radius: float


def points(bins: Sequence[Bin]) -> list[Point]:
    """The bins that hold forecasts, from the lowest chance to the highest."""
    largest = max((item.count for item in bins), default=0) or 1
    width = 100 / max(len(bins), 1)
    found = []
    for place, item in enumerate(bins):
        if not item.count:
            continue
        found.append(
            Point(
                low=round(place * width),
                high=round((place + 1) * width),
                count=item.count,
                late=item.late,
                mean=item.mean * 100,
                x=round(EDGE + item.mean * SIDE, 1),
                y=round(SIDE - item.late / item.count * SIDE + EDGE / 2, 1),
                radius=round(_SMALLEST + (_LARGEST - _SMALLEST) * sqrt(item.count / largest), 1),
            )
        )
    return found


def path(found: Sequence[Point]) -> str:
    """The curve through the points, as the `points` of a polyline."""
    return " ".join(f"{point.x:g},{point.y:g}" for point in found)
