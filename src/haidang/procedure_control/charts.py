"""Charts as numbers that a template draws in SVG: shares of a width in per cent, heights in pixels. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 180
"""Pixels from the axis to the top of the highest bar."""
MOST_BINS = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A bar of a table: its words, its number, its width in per cent of the longest, and where it leads."""

    key: str
    words: str
    count: int
    width: float


@dataclass(frozen=True, slots=True)
class Column:
    """A bar of a histogram: from `low` to `high` (both included), place and width in per cent, height in pixels."""

    low: int
    high: int
    count: int
    x: float
    width: float
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A vertical line: what it stands for, its value, and its place in per cent."""

    kind: str
    value: int
    x: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """How often each time occurred; `highest` is the count of the highest bar."""

    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]
    highest: int
    last: int


def rows(items: Sequence[tuple[str, str, int]]) -> list[Row]:
    """Bars of (key, words, count) as long as their share of the largest."""
    largest = max((count for _key, _words, count in items), default=0) or 1
    return [Row(key, words, count, round(count * 100 / largest, 2)) for key, words, count in items]


def histogram(values: Sequence[int], marks: Sequence[tuple[str, int]], *, grain: int = 1) -> Histogram | None:
    """Bins of whole `grain`s wide enough that there are at most MOST_BINS; None without values.

    A value of v falls into the bin in which it ends: times in (low − 1, high]. Marks lie at the end of their bin, so
    that everything left of a line has kept it.
    """
    if not values:
        return None
    last = max(*values, *(value for _kind, value in marks), 1)
    step = grain * max(1, -(-(last // grain + 1) // MOST_BINS))
    bins = last // step + 1
    counts = Counter(value // step for value in values)
    highest = max(counts.values())
    slot = 100 / bins
    columns = tuple(
        Column(
            low=place * step,
            high=(place + 1) * step - 1,
            count=counts[place],
            x=round(place * slot + slot * 0.1, 2),
            width=round(slot * 0.8, 2),
            y=HEIGHT - round(counts[place] * HEIGHT / highest),
            height=round(counts[place] * HEIGHT / highest),
        )
        for place in range(bins)
    )
    lines = tuple(Mark(kind, value, round(min((value // step + 1) * slot, 100), 2)) for kind, value in marks)
    return Histogram(columns, lines, highest, last)
