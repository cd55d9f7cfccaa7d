"""Tiles of dashboards as pages show them: the same for a desk and for the wall."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.ioc.api import dashboards, indicators, maps, questions
from haidang.operations import drawings, values
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.charts import lines

Kind = dashboards.Kind
WALL_BARS, WALL_LETTERS = 8, 16
STANDINGS: dict[indicators.Standing, tuple[str, str, str | Promise]] = {
    indicators.Standing.REACHED: ("good", "check", _("Đã đạt mục tiêu")),
    indicators.Standing.ON_PATH: ("good", "check", _("Đúng lộ trình")),
    indicators.Standing.BEHIND: ("bad", "alert", _("Chậm so với lộ trình")),
    indicators.Standing.SHORT: ("warn", "clock", _("Chưa đạt mục tiêu")),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A tile with what it shows: figure or chart with its table, or why there is none (`problem`)."""

    number: int
    tile: dashboards.Tile
    title: str
    problem: str = ""
    chart: drawings.Drawing | None = None
    is_lines: bool = False
    spark: lines.Spark | None = None
    value: str = ""
    parts: str = ""
    period: str = ""
    standing: tuple[str, str, str | Promise] | None = None
    target: str = ""
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    href: str = ""
    as_of: datetime | None = None

    @property
    def key(self) -> str:
        """Its number as text."""
        return str(self.number)


def show(content: dashboards.Content, *, reader: User, now: datetime, is_wall: bool = False) -> list[Shown]:
    """Every tile of a dashboard, answered within what `reader` may see; one that has no answer says why."""
    return [_show(tile, number, reader, now, is_wall=is_wall) for number, tile in enumerate(content.tiles)]


def _show(tile: dashboards.Tile, number: int, reader: User, now: datetime, *, is_wall: bool) -> Shown:
    if tile.question is None:
        return Shown(number, tile, tile.title)
    try:
        answer = questions.answer(tile.question, reader=reader, now=now)
    except Refused as refusal:
        return Shown(number, tile, tile.title or tile.question.indicator, problem=str(refusal))
    return _answered(tile, number, answer, is_wall=is_wall)


def _answered(tile: dashboards.Tile, number: int, answer: questions.Answer, *, is_wall: bool) -> Shown:
    head, rows = drawings.table(answer)
    chart = None if tile.kind in {Kind.FIGURE, Kind.TABLE} else _chart(tile, answer, is_wall=is_wall)
    shown = Shown(
        number=number,
        tile=tile,
        title=tile.title or drawings.title_of(answer),
        chart=chart,
        is_lines=isinstance(chart, lines.LineChart),
        head=head,
        rows=rows,
        href=urlencode(answer.question.plain()),
        as_of=answer.as_of,
    )
    return _with_figure(shown, answer) if tile.kind is Kind.FIGURE else shown


def _chart(tile: dashboards.Tile, answer: questions.Answer, *, is_wall: bool) -> drawings.Drawing:
    if tile.kind is Kind.BARS:
        most = (WALL_BARS, WALL_LETTERS) if is_wall else (drawings.MOST_BARS, None)
        return drawings.bar_chart(answer, most=most[0], letters=most[1])
    if tile.kind is Kind.MAP:
        found = questions.by_area(answer, maps.areas(tile.layer))
        title = f"{drawings.title_of(answer)}, {drawings.periods(answer)[-1]}"
        return drawings.map_chart(answer, found, title=title)
    return drawings.line_chart(answer)


def _with_figure(shown: Shown, answer: questions.Answer) -> Shown:
    """The last value with what it is made of, and how it stands against its target."""
    definition = answer.spec.definition
    last = answer.rows[0].last if answer.rows else None
    value = last.value if last else None
    on = clock.local(answer.as_of).date()
    compared = None
    if value is not None:
        compared = indicators.compare(value, definition.target, better=definition.better, on=on)
    return replace(
        shown,
        value=drawings.said_of(last, definition),
        parts=values.parts(last),
        period=drawings.periods(answer)[-1],
        standing=STANDINGS[compared.standing] if compared else None,
        target=values.number(compared.aim.value, definition.unit) if compared else "",
        spark=drawings.spark_line(answer),
    )


def as_of(found: Sequence[Shown]) -> datetime | None:
    """As of when everything that is shown is known: the oldest of all."""
    return min((each.as_of for each in found if each.as_of), default=None)
