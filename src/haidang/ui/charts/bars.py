"""Bars that lie, one below the other, plain or stacked: numbers of places differ, and names are long. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from haidang.ui.charts.scale import scale

WIDTH, LEFT, RIGHT, ROW, TOP = 640, 250, 104, 30, 8
MOST_LETTERS = 28
Words = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Row:
    """What a bar is of: its name, its parts (one for a plain bar; None: no figure), its words, and where it leads."""

    name: str
    parts: Sequence[float | None]
    words: str
    href: str = ""
    is_weak: bool = False
    """Drawn paler: it rests on few cases."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar; `look` is the number of the part."""

    x: float
    width: float
    look: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in its place; `short` is the name as far as there is room."""

    name: str
    short: str
    y: int
    segments: tuple[Segment, ...]
    end: float
    words: str
    href: str
    is_missing: bool
    is_weak: bool


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars on one scale; `mark`: where a line stands across them, as a target, with its words."""

    title: str
    bars: tuple[Bar, ...]
    parts: tuple[str, ...]
    mark: tuple[float, str] | None
    height: int
    zero: float
    width: int = WIDTH
    left: int = LEFT
    template: str = "ui/charts/bars.html"


def bars(
    title: str,
    rows: Sequence[Row],
    *,
    parts: Sequence[str] = (),
    mark: tuple[float, str] | None = None,
    most: float | None = None,
    letters: int = MOST_LETTERS,
) -> BarChart:
    """Bars of `rows` in their order; `parts` names the parts of stacked ones, `mark` a value to be drawn across.

    `letters`: how much of a name there is room for; fewer where letters are large.
    """
    totals = [sum(part for part in row.parts if part is not None) for row in rows]
    axis = scale([*totals, *([mark[0]] if mark else [])], most=most)

    def x(value: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * axis.share(value), 1)

    return BarChart(
        title=title,
        bars=tuple(_bar(row, number, x, letters) for number, row in enumerate(rows)),
        parts=tuple(parts),
        mark=(x(mark[0]), mark[1]) if mark else None,
        height=TOP * 2 + ROW * len(rows),
        zero=x(0),
    )


def _bar(row: Row, number: int, x: Callable[[float], float], letters: int) -> Bar:
    segments, base = [], 0.0
    for look, part in enumerate(row.parts):
        if part:
            one, other = sorted((x(base), x(base + part)))
            segments.append(Segment(one, max(round(other - one, 1), 1), look))
            base += part
    short = row.name if len(row.name) <= letters else f"{row.name[: letters - 1].rstrip()}…"
    return Bar(
        name=row.name,
        short=short,
        y=TOP + ROW * number,
        segments=tuple(segments),
        end=max([x(0), *(segment.x + segment.width for segment in segments)]),
        words=row.words,
        href=row.href,
        is_missing=all(part is None for part in row.parts),
        is_weak=row.is_weak,
    )
