"""Lines over periods, with a target's path, and the small line beside a figure. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from haidang.ui.charts.scale import Scale, scale

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 300, 72, 40, 16, 44
MARKS = ("circle", "square", "diamond", "triangle", "cross", "ring")
"""Each line has a mark of its own beside its colour and its dashes."""
SPARK_WIDTH, SPARK_HEIGHT, MOST_LABELS = 120, 32, 6
Words = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Series:
    """Values of the same periods, None where there is none; `name` as the key says it."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Dot:
    """A value in its place: what it is called and says."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A series as it is drawn: pieces without the periods that have no value; `look` is its number, `mark` its sign."""

    name: str
    look: int
    mark: str
    pieces: tuple[str, ...]
    dots: tuple[Dot, ...]
    last: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines on one scale. `title`: what a reader who does not see it is told; `path`: the target as one more line."""

    title: str
    lines: tuple[Line, ...]
    path: Line | None
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM
    template: str = "ui/charts/lines.html"
    sample: Dot = Dot(18, 8, "")
    """Where the key draws a line's mark."""


@dataclass(frozen=True, slots=True)
class Spark:
    """A line without axes."""

    title: str
    pieces: tuple[str, ...]
    end: Dot | None
    width: int = SPARK_WIDTH
    height: int = SPARK_HEIGHT
    template: str = "ui/charts/spark.html"


def lines(
    title: str,
    periods: Sequence[str],
    series: Sequence[Series],
    *,
    words: Words,
    path: Series | None = None,
    most: float | None = None,
) -> LineChart:
    """A chart of `series` over `periods`; `words` says a value as people read it, `most` is a ceiling (100 %)."""
    shown = [*series, *([path] if path else [])]
    axis = scale((value for each in shown for value in each.values), most=most)
    xs = _places(len(periods), LEFT, WIDTH - RIGHT)
    columns = list(zip(xs, periods, strict=True))
    drawn = [_line(each, number, columns, axis, words) for number, each in enumerate(shown)]
    every = max(1, -(-len(periods) // MOST_LABELS))
    # Counted from the last, which is the one that people look at.
    marked = [Tick(x, name) for place, (x, name) in enumerate(columns) if (len(columns) - 1 - place) % every == 0]
    return LineChart(
        title=title,
        lines=tuple(drawn[: len(series)]),
        path=drawn[-1] if path else None,
        rows=tuple(Tick(_y(axis, tick), words(tick)) for tick in axis.ticks),
        columns=tuple(marked),
    )


def spark(title: str, values: Sequence[float | None]) -> Spark:
    """The small line of `values`, from its own lowest to its own highest."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    span = (high - low) or 1.0
    xs = _places(len(values), 3, SPARK_WIDTH - 4)
    dots = [
        None if value is None else Dot(x, round(4 + (SPARK_HEIGHT - 8) * (1 - (value - low) / span), 1), "")
        for x, value in zip(xs, values, strict=True)
    ]
    last = dots[-1] if dots else None
    return Spark(title, _pieces(dots), last)


def _line(series: Series, number: int, columns: Sequence[tuple[float, str]], axis: Scale, words: Words) -> Line:
    dots = [
        None if value is None else Dot(x, _y(axis, value), f"{series.name}, {period}: {words(value)}")
        for (x, period), value in zip(columns, series.values, strict=True)
    ]
    known = [value for value in series.values if value is not None]
    return Line(
        name=series.name,
        look=number % len(MARKS),
        mark=MARKS[number % len(MARKS)],
        pieces=_pieces(dots),
        dots=tuple(dot for dot in dots if dot),
        last=words(known[-1]) if known else "",
    )


def _places(count: int, start: float, end: float) -> list[float]:
    """`count` places from `start` to `end`; a single one in the middle."""
    if count == 1:
        return [(start + end) / 2]
    return [round(start + (end - start) * place / max(1, count - 1), 1) for place in range(count)]


def _pieces(dots: Sequence[Dot | None]) -> tuple[str, ...]:
    """Points of polylines, one for each stretch of values that follow one another."""
    stretches: list[list[Dot]] = [[]]
    for dot in dots:
        if dot is None:
            stretches.append([])
        else:
            stretches[-1].append(dot)
    return tuple(" ".join(f"{dot.x:g},{dot.y:g}" for dot in stretch) for stretch in stretches if len(stretch) > 1)


def _y(axis: Scale, value: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * axis.share(value), 1)
