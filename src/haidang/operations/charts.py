"""Lines over months as numbers that a template draws in SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

WIDTH, HEIGHT = 640, 200
SPARK_WIDTH, SPARK_HEIGHT = 160, 36


@dataclass(frozen=True, slots=True)
class Point:
    """A value's place in the drawing; `words` for whoever reads it."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines through neighbouring values, their points, the target's line, and what the top of the scale stands for."""

    lines: tuple[str, ...]
    points: tuple[Point, ...]
    target: str
    top: Fraction
    width: int
    height: int


def chart(
    values: Sequence[tuple[Fraction | None, str]],
    target: Sequence[Fraction | None] = (),
    *,
    top: Fraction | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Chart:
    """A chart of (value, words), a period each; a period without a value leaves a gap, for it is not nought.

    The scale goes from 0 to `top`, or to the largest value there is.
    """
    known = [value for value, _words in values if value is not None]
    highest = top or max([*known, *(aim for aim in target if aim is not None)], default=Fraction(0)) or Fraction(1)
    step = width / max(1, len(values) - 1)

    def point(at: int, value: Fraction | None, words: str = "") -> Point | None:
        return None if value is None else Point(round(at * step, 1), _y(value, highest, height), words)

    places = [point(at, value, words) for at, (value, words) in enumerate(values)]
    aims = [point(at, aim) for at, aim in enumerate(target)]
    return Chart(
        lines=tuple(_stretches(places)),
        points=tuple(place for place in places if place is not None),
        target=next(iter(_stretches(aims)), ""),
        top=highest,
        width=width,
        height=height,
    )


def _y(value: Fraction, highest: Fraction, height: int) -> float:
    return round(height - float(min(max(value / highest, Fraction(0)), Fraction(1))) * height, 1)


def _stretches(places: Sequence[Point | None]) -> list[str]:
    """The points of each unbroken line; a value that stands alone is only a point."""
    found: list[list[Point]] = [[]]
    for place in places:
        if place is None:
            found.append([])
        else:
            found[-1].append(place)
    return [" ".join(f"{point.x:g},{point.y:g}" for point in line) for line in found if len(line) > 1]
