"""The lines of a board as rows of a table that can be sorted, each with its bar. Pure but for words."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.dossiers.api import boards
from haidang.leaders import query
from haidang.leaders.labels import COLUMN_LABELS, GROUPING_LABELS

_F = boards.Figure
COLUMNS = (_F.OPEN, _F.DUE_TODAY, _F.AT_RISK, _F.LATE, _F.PAUSED)
BAR = (_F.LATE, _F.AT_RISK, _F.PAUSED, _F.IN_TIME)
"""How the open dossiers of a line divide, without remainder, in the order in which they are drawn."""
RATE, NAME = "dung-han", "ten"
_COLUMN_OF = {"dang": _F.OPEN, "hom-nay": _F.DUE_TODAY, "nguy-co": _F.AT_RISK, "tre": _F.LATE, "dung": _F.PAUSED}
_NAME_OF = {figure: name for name, figure in _COLUMN_OF.items()}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a bar: its look, where it begins and how wide it is in per cent of the table's longest bar."""

    look: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and where its list is."""

    figure: boards.Figure
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line: `anchor` names it in the page, `href` leads further down."""

    anchor: str
    name: str
    code: str
    is_own: bool
    href: str
    cells: tuple[Cell, ...]
    rate: Fraction | None
    done: int | None
    on_time: int | None
    rate_href: str
    bar: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: `sort` is the query that sorts by it, `order` how the table is sorted by it now ("" if it is not)."""

    key: str
    words: str | Promise
    sort: str
    order: str


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a board, with their headings; without `rate` where lines have no results."""

    name: Head
    columns: tuple[Head, ...]
    rate: Head | None
    rows: tuple[Row, ...]


def drawn(board: boards.Board, sort: str) -> Table:
    """The table in the order asked for."""
    has_rate = not board.asked.has_step and board.grouping not in (boards.Grouping.UNIT, boards.Grouping.STEP)
    return Table(
        name=_head(board, NAME, GROUPING_LABELS[board.grouping], NAME, sort),
        columns=tuple(
            _head(board, _NAME_OF[figure], COLUMN_LABELS[figure], f"-{_NAME_OF[figure]}", sort) for figure in COLUMNS
        ),
        rate=_head(board, RATE, _("Đúng hạn"), RATE, sort) if has_rate else None,
        rows=tuple(rows(board, sort)),
    )


def rows(board: boards.Board, sort: str) -> list[Row]:
    """The rows in the order asked for; in the board's own order for a word that names no column."""
    longest = max((line.figures.of(_F.OPEN) or 0 for line in board.lines), default=0)
    made = [(line, _row(board, line, number, longest)) for number, line in enumerate(board.lines)]
    key = sort.removeprefix("-")
    if key == NAME:
        made.sort(key=lambda pair: pair[0].name.casefold())
    elif key == RATE:
        made.sort(key=lambda pair: Fraction(2) if pair[1].rate is None else pair[1].rate)
    elif key in _COLUMN_OF:
        made.sort(key=lambda pair: pair[0].figures.of(_COLUMN_OF[key]) or 0)
    if sort.startswith("-"):
        made.reverse()
    return [row for _line, row in made]


def _head(board: boards.Board, key: str, words: str | Promise, first: str, sort: str) -> Head:
    """`first`: how it is sorted when it is chosen: counts from the largest, rates from the lowest."""
    other = key if first.startswith("-") else f"-{key}"
    order = "" if sort.removeprefix("-") != key else ("descending" if sort.startswith("-") else "ascending")
    return Head(key, words, query.words(board.asked, by=board.grouping, sort=other if sort == first else first), order)


def _row(board: boards.Board, line: boards.Line, number: int, longest: int) -> Row:
    rate, count = line.figures.rate, line.figures.of
    return Row(
        anchor=f"dong-{line.code or number}",
        name=line.name,
        code=line.code if board.grouping is boards.Grouping.PROCEDURE else "",
        is_own=line.is_own,
        href=further(board, line),
        cells=tuple(Cell(figure, count(figure) or 0, query.words(line.asked.counting(figure))) for figure in COLUMNS),
        rate=Fraction(*rate) if rate else None,
        done=count(_F.FINISHED),
        on_time=count(_F.FINISHED_ON_TIME),
        rate_href=query.words(line.asked.counting(_F.FINISHED)),
        bar=_bar(line.figures, longest),
    )


def further(board: boards.Board, line: boards.Line) -> str:
    """The query of the board one level down; "" where only the list is left."""
    by = {
        boards.Grouping.AGENCY: None,
        boards.Grouping.EACH_AGENCY: None,
        boards.Grouping.UNIT: boards.Grouping.PROCEDURE,
        boards.Grouping.PROCEDURE: boards.Grouping.STEP,
    }
    return query.words(line.asked, by=by[board.grouping]) if board.grouping in by else ""


def _bar(figures: boards.Figures, longest: int) -> tuple[Segment, ...]:
    found, x = [], 0.0
    for figure in BAR:
        width = (figures.of(figure) or 0) * 100 / (longest or 1)
        if width:
            found.append(Segment(figure.value, round(x, 2), round(width, 2)))
        x += width
    return tuple(found)
