"""A map of areas in classes of colour, each with its number, so that colour is never the only sign. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

CLASSES = 5
Words = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Shape:
    """An area: its outline as SVG writes it, where its label stands, its value (None: there is none), and its words."""

    code: str
    name: str
    path: str
    x: float
    y: float
    value: float | None
    words: str
    href: str = ""
    is_small: bool = False
    """Too small for a label of its own."""


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the legend: its number from 1, its range in words, how many areas are in it."""

    number: int
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A shape with the number of its class; 0 without a value."""

    shape: Shape
    number: int


@dataclass(frozen=True, slots=True)
class Map:
    """The whole map; `frame`: the box (x, y, width, height) of what is shown apart, as islands; None without any."""

    title: str
    areas: tuple[Drawn, ...]
    classes: tuple[Class, ...]
    missing: int
    width: int
    height: int
    frame: tuple[float, float, float, float] | None = None
    template: str = "ui/charts/map.html"


def classes(values: Sequence[float], *, most: int = CLASSES) -> list[tuple[float, float]]:
    """At most `most` ranges (lowest, highest value that occurs) of about as many values each; equal ones together."""
    found = sorted(values)
    distinct = sorted(set(found))
    if len(distinct) <= most:
        return [(value, value) for value in distinct]
    tops = [found[-(-len(found) * number // most) - 1] for number in range(1, most + 1)]
    ranges, rest = [], distinct
    for top in dict.fromkeys(tops):
        inside = [value for value in rest if value <= top]
        rest = [value for value in rest if value > top]
        ranges.append((inside[0], inside[-1]))
    return ranges


def coloured(
    title: str,
    shapes: Sequence[Shape],
    *,
    words: Words,
    size: tuple[int, int],
    frame: tuple[float, float, float, float] | None = None,
) -> Map:
    """The map of `shapes`, darker for more; `words` says a value in the legend."""
    ranges = classes([shape.value for shape in shapes if shape.value is not None])

    def number(shape: Shape) -> int:
        value = shape.value
        return 0 if value is None else next(n for n, (_low, high) in enumerate(ranges, start=1) if value <= high)

    drawn = tuple(Drawn(shape, number(shape)) for shape in shapes)
    legend = [
        Class(n, words(low) if low == high else f"{words(low)} – {words(high)}", sum(one.number == n for one in drawn))
        for n, (low, high) in enumerate(ranges, start=1)
    ]
    missing = sum(one.number == 0 for one in drawn)
    return Map(title, drawn, tuple(legend), missing, size[0], size[1], frame)
