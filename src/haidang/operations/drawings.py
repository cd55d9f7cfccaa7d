"""Answers as charts: what is drawn of which question, in words and numbers of the pages."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from haidang.ioc.api import indicators, maps, questions
from haidang.operations import values
from haidang.platform import clock
from haidang.ui import wording
from haidang.ui.charts import areas, bars, lines

MOST_LINES, MOST_BARS = 6, 20
Link = Mapping[str, str]
Drawing = lines.LineChart | bars.BarChart | areas.Map


def title_of(answer: questions.Answer) -> str:
    """What the answer is about."""
    return str(answer.spec.definition.title)


def said(as_of: datetime) -> str:
    """Up to when the data is known."""
    return _("Số liệu đến %(moment)s") % {"moment": wording.short_moment(as_of)}


def line_chart(answer: questions.Answer) -> lines.LineChart:
    """Each row as a line (the first few), with the target's path where there is one."""
    unit = answer.spec.definition.unit
    series = [lines.Series(row.name, [values.plain(each) for each in row.figures]) for row in answer.rows[:MOST_LINES]]
    return lines.lines(
        title_of(answer),
        periods(answer),
        series,
        words=values.of(unit),
        path=target_line(answer),
        most=values.most(unit),
    )


def target_line(answer: questions.Answer) -> lines.Series | None:
    """The path of the target; a goal without a beginning as a level line: nobody said what is due before."""
    if any(value is not None for value in answer.path):
        return lines.Series(_("Mục tiêu"), [None if value is None else float(value) for value in answer.path])
    goal = next(iter(answer.spec.definition.target), None)
    if goal is None:
        return None
    name = _("Mục tiêu") if goal.on == indicators.OPEN else _("Mục tiêu đến %(day)s") % {"day": f"{goal.on:%d/%m/%Y}"}
    return lines.Series(name, [float(goal.value)] * len(answer.frames))


def periods(answer: questions.Answer) -> list[str]:
    """The names of the periods."""
    return [values.period(frame, answer.question.step) for frame in answer.frames]


def bar_chart(answer: questions.Answer, *, most: int = MOST_BARS, letters: int | None = None) -> bars.BarChart:
    """The last period by place, the largest first; what has no figure is left to the table."""
    definition = answer.spec.definition
    shown = sorted(
        (row for row in answer.rows if values.plain(row.last) is not None),
        key=lambda row: (-(values.plain(row.last) or 0), row.name),
    )[:most]
    rows = [
        bars.Row(row.name, (values.plain(row.last),), said_of(row.last, definition), is_weak=_is_small(row, definition))
        for row in shown
    ]
    target = target_line(answer)
    aim = target.values[-1] if target else None
    mark = None if aim is None or target is None else (aim, f"{target.name}: {values.number(aim, definition.unit)}")
    title = f"{title_of(answer)}, {periods(answer)[-1]}"
    return bars.bars(title, rows, mark=mark, most=values.most(definition.unit), letters=letters or bars.MOST_LETTERS)


def said_of(figure: indicators.Figure | None, definition: indicators.Definition) -> str:
    """A value, and that it rests on few cases if it does."""
    found = values.words(figure, definition.unit)
    return f"{found} *" if figure and figure.is_small(definition.small) else found


def _is_small(row: questions.Row, definition: indicators.Definition) -> bool:
    return row.last is not None and row.last.is_small(definition.small)


def spark_line(answer: questions.Answer) -> lines.Spark:
    """The small line of an answer that is not split."""
    figures = answer.rows[0].figures if answer.rows else ()
    unit = answer.spec.definition.unit
    ends = [values.words(each, unit) for each in (figures[0], figures[-1])] if figures else ["", ""]
    title = _("%(what)s: từ %(first)s đến %(last)s") % {"what": title_of(answer), "first": ends[0], "last": ends[1]}
    return lines.spark(title, [values.plain(each) for each in figures])


def map_chart(answer: questions.Answer, found: questions.Areas, *, title: str, links: Link | None = None) -> areas.Map:
    """The areas in classes; `links` by the areas' codes."""
    unit = answer.spec.definition.unit
    by_code = {each.area.code: each for each in found.found}
    sheet = maps.sheet(tuple(each.area for each in found.found))
    shapes = [
        areas.Shape(
            code=placed.area.code,
            name=short_name(placed.area.name),
            path=placed.path,
            x=placed.x,
            y=placed.y,
            value=values.plain(by_code[placed.area.code].figure),
            words=values.words(by_code[placed.area.code].figure, unit),
            href=(links or {}).get(placed.area.code, ""),
            is_small=placed.is_small,
        )
        for placed in sheet.placed
    ]
    return areas.coloured(
        title,
        shapes,
        words=lambda value: values.number(value, unit),
        size=(sheet.width, sheet.height),
        frame=sheet.frame,
    )


def short_name(name: str) -> str:
    """An area's name without its kind, as maps write it."""
    for kind in ("Thành phố ", "Thị xã ", "Huyện ", "Phường ", "Xã ", "Thị trấn ", "Đặc khu "):
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name


def table(answer: questions.Answer) -> tuple[list[str], list[list[str]]]:
    """Heading and rows of the chart's table, as texts, the last period first; a dash where there is no figure."""
    definition = answer.spec.definition
    head = [_("Nơi") if answer.question.grain is not indicators.Grain.PROVINCE else _("Phạm vi")]
    rows = [
        [row.name, *("–" if values.plain(each) is None else said_of(each, definition) for each in row.figures[::-1])]
        for row in answer.rows
    ]
    return [*head, *periods(answer)[::-1]], rows


def today(now: datetime) -> str:
    """The day as file names have it."""
    return f"{clock.local(now):%Y%m%d}"
