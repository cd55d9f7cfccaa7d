"""The board itself: the figures of everything asked about, a line for each part of it, and why clocks stand still."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from haidang.dossiers.board import counting
from haidang.dossiers.board.asked import NO_GROUND, NOWHERE, Asked, Figure, Grouping
from haidang.dossiers.board.counting import Figures
from haidang.dossiers.board.places import Places, condition, places
from haidang.dossiers.board.wording import ground_words, procedure_names, unit_names
from haidang.dossiers.reports.reach import Reach
from haidang.identity import api as identity
from haidang.platform import clock


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the board: what it is about, its figures, and `asked`, which opens the lists behind them.

    `code`: of the agency or procedure; blank for others. `is_own`: what an agency does itself that others stand below.
    """

    code: str
    name: str
    figures: Figures
    asked: Asked
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Paused:
    """How many clocks stand still on one ground."""

    words: str
    count: int
    asked: Asked


@dataclass(frozen=True, slots=True)
class Board:
    """The answer to `asked`, true at `as_of`. A dossier with two open steps stands in two lines, once in `total`."""

    asked: Asked
    grouping: Grouping
    as_of: datetime
    places: Places
    total: Figures
    lines: tuple[Line, ...]
    paused: tuple[Paused, ...]


def board(asked: Asked, reach: Reach, *, now: datetime, grouping: Grouping | None = None) -> Board:
    """The board of what `reach` lets somebody see at `now`.

    Without a `grouping`: by agency where the head has others below it, else by unit. Raises Invalid for an agency
    that is not in reach.
    """
    asked = asked.counting(Figure.OPEN)
    seen = places(reach, head=asked.agency, on=clock.local(now).date())
    where = reach.condition & condition(seen, asked)
    # Whoever sees one branch of the tree only begins at its head.
    shown = seen if asked.agency else replace(seen, head=seen.root)
    chosen = grouping or _usual(asked, shown)
    lines = tuple(sorted(_LINES[chosen](asked, where, shown, now), key=_most_pressing))
    # Lines by step may share a dossier.
    shares = chosen in (Grouping.UNIT, Grouping.STEP)
    total = counting.at_all(asked, where, now=now) if shares else _sum(asked, [line.figures for line in lines])
    return Board(asked, chosen, now, shown, total, lines, tuple(_paused(asked, where, now=now)))


def reached(asked: Asked, reach: Reach, *, now: datetime) -> Q:
    """The dossiers that `asked` names an agency for, as far as they are in reach; raises Invalid."""
    seen = places(reach, head=asked.agency, on=clock.local(now).date())
    return reach.condition & condition(seen, asked)


def _usual(asked: Asked, shown: Places) -> Grouping:
    if asked.agency == NOWHERE:
        return Grouping.PROCEDURE
    return Grouping.AGENCY if shown.below and not asked.is_own else Grouping.UNIT


def _sum(asked: Asked, parts: Iterable[Figures]) -> Figures:
    return counting.total([counting.nothing(asked), *parts])


def _by_agency(asked: Asked, where: Q, shown: Places, now: datetime) -> Iterable[Line]:
    found = counting.by_agency(asked, where, lineage=identity.lineage(shown.on), now=now)
    below = shown.below
    heads = [shown.head] if shown.head else []
    ids = {view.id for view in (*below, *heads)}
    parts: dict[int | None, list[Figures]] = {}
    for agency_id, figures in found.items():
        parts.setdefault(shown.line_of(agency_id, ids), []).append(figures)
    for view in below:
        yield Line(view.code, view.short_name, _sum(asked, parts.get(view.id, [])), asked.within(view.code))
    for view in heads:
        if view.id in parts:
            own = asked.within(view.code, is_own=True)
            yield Line(view.code, view.short_name, _sum(asked, parts[view.id]), own, is_own=bool(below))
    if None in parts:
        name = _("Không thuộc cơ cấu tổ chức hiện nay")
        yield Line("", name, _sum(asked, parts[None]), asked.within(NOWHERE))


def _each_agency(asked: Asked, where: Q, shown: Places, now: datetime) -> Iterable[Line]:
    found = counting.by_agency(asked, where, lineage=identity.lineage(shown.on), now=now)
    for agency_id, figures in found.items():
        if view := shown.by_id.get(agency_id):
            yield Line(view.code, view.short_name, figures, asked.within(view.code, is_own=True))
    homeless = [figures for agency_id, figures in found.items() if agency_id not in shown.by_id]
    if homeless:
        yield Line("", _("Không thuộc cơ cấu tổ chức hiện nay"), _sum(asked, homeless), asked.within(NOWHERE))


def _by_unit(asked: Asked, where: Q, shown: Places, now: datetime) -> Iterable[Line]:
    found = counting.by_open_step(asked, where, Grouping.UNIT, now=now)
    names = unit_names([(agency_id, unit) for agency_id, unit in found], on=shown.on)
    return [
        Line("", names[key[0], key[1]], figures, replace(asked, unit=f"{key[0]}-{key[1]}"))
        for key, figures in found.items()
    ]


def _by_procedure(asked: Asked, where: Q, shown: Places, now: datetime) -> Iterable[Line]:
    found = counting.by_procedure(asked, where, now=now)
    names = procedure_names(found.keys(), on=shown.on)
    return [Line(code, names[code], figures, replace(asked, procedure=code)) for code, figures in found.items()]


def _by_step(asked: Asked, where: Q, _shown: Places, now: datetime) -> Iterable[Line]:
    found = counting.by_open_step(asked, where, Grouping.STEP, now=now)
    return [Line("", key[0], figures, replace(asked, step=key[0])) for key, figures in found.items()]


def _most_pressing(line: Line) -> tuple[int, int, int, str]:
    """Lines come with the most late first: nobody has to look for them."""
    count = line.figures.of
    return (
        -(count(Figure.LATE) or 0),
        -(count(Figure.AT_RISK) or 0),
        -(count(Figure.OPEN) or 0),
        line.code or line.name,
    )


_LINES: dict[Grouping, Callable[[Asked, Q, Places, datetime], Iterable[Line]]] = {
    Grouping.AGENCY: _by_agency,
    Grouping.EACH_AGENCY: _each_agency,
    Grouping.UNIT: _by_unit,
    Grouping.PROCEDURE: _by_procedure,
    Grouping.STEP: _by_step,
}


def _paused(asked: Asked, where: Q, *, now: datetime) -> Sequence[Paused]:
    paused = asked.counting(Figure.PAUSED)
    found = counting.by_ground(asked, where, now=now)
    lines = [Paused(ground_words(key), n, replace(paused, ground=key or NO_GROUND)) for key, n in found.items() if n]
    return sorted(lines, key=lambda line: (-line.count, line.words))
