"""Lines over days as numbers that a template draws in SVG. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 160
"""The drawing's own units; it is stretched to the width of the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart: its look, its words, its points as SVG writes them, and its last value."""

    look: str
    words: str
    points: str
    last: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Several lines over the same days on one scale from nought to `highest`."""

    lines: tuple[Line, ...]
    highest: int
    width: int = WIDTH
    height: int = HEIGHT


def chart(series: Sequence[tuple[str, str, Sequence[int]]]) -> Chart:
    """A chart of (look, words, values), the values of all as many."""
    highest = max((value for _look, _words, values in series for value in values), default=0)
    return Chart(
        tuple(
            Line(look, words, _points(values, highest), values[-1] if values else 0) for look, words, values in series
        ),
        highest,
    )


def _points(values: Sequence[int], highest: int) -> str:
    """The line from the left to the right edge; a single value is a line of its own height."""
    heights = [HEIGHT - round(value * HEIGHT / (highest or 1), 1) for value in values]
    if len(heights) == 1:
        heights *= 2
    step = WIDTH / max(1, len(heights) - 1)
    return " ".join(f"{round(place * step, 1):g},{height:g}" for place, height in enumerate(heights))
