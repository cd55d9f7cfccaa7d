"""Calendars as the administration shows them: a year month by month, and a version with one day changed."""

import calendar as months
from dataclasses import dataclass
from datetime import date
from typing import Any

from haidang.console.forms import DayForm
from haidang.identity import api as identity
from haidang.worktime import api as worktime


@dataclass(frozen=True, slots=True)
class Day:
    """A cell of a month: `kind` is work, rest, holiday or worked; None in `day` for a cell outside the month."""

    day: date | None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks of seven cells from Monday."""

    number: int
    weeks: list[list[Day]]
    working_days: int


def own_calendars(agency_ids: frozenset[int]) -> dict[str, identity.CalendarVersion]:
    """The newest versions, by code, of the calendars that belong to one of these agencies.

    A calendar serves everything below its agency; only who manages that agency may change it for all of them.
    """
    rows = identity.Agency.objects.filter(pk__in=agency_ids, calendar__isnull=False)
    versions = identity.CalendarVersion.objects.filter(calendar_id__in=rows.values("calendar_id"))
    found = {row.calendar.code: row for row in versions.select_related("calendar").order_by("number")}
    return dict(sorted(found.items()))


def years(calendar: worktime.Calendar) -> range:
    """The years that a calendar speaks of."""
    return range(calendar.valid_from.year, calendar.valid_to.year + 1)


def year(calendar: worktime.Calendar, number: int) -> list[Month]:
    """The twelve months of a year."""
    return [_month(calendar, number, month) for month in range(1, 13)]


def special_days(calendar: worktime.Calendar, number: int) -> list[Day]:
    """The holidays and worked days of a year in order."""
    marked = [Day(day, "holiday") for day in calendar.holidays] + [Day(day, "worked") for day in calendar.worked_days]
    found = [item for item in marked if item.day and item.day.year == number]
    return sorted(found, key=lambda item: item.day or date.min)


def with_day(definition: dict[str, Any], day: date, kind: str) -> dict[str, Any]:
    """The definition of a calendar with one day treated in another way; the given one stays as it is."""
    text = day.isoformat()
    lists = {"holidays": DayForm.HOLIDAY, "worked_days": DayForm.WORKED}
    changed = dict(definition)
    for name, meaning in lists.items():
        days = set(definition.get(name, [])) - {text}
        changed[name] = sorted(days | ({text} if kind == meaning else set()))
    return changed


def _month(calendar: worktime.Calendar, year_number: int, number: int) -> Month:
    weeks = [
        [Day(day, _kind(calendar, day)) if day.month == number else Day(None) for day in week]
        for week in months.Calendar().monthdatescalendar(year_number, number)
    ]
    working = sum(1 for week in weeks for cell in week if cell.kind in {"work", "worked"})
    return Month(number, weeks, working)


def _kind(calendar: worktime.Calendar, day: date) -> str:
    if day in calendar.holidays:
        return "holiday"
    if day in calendar.worked_days:
        return "worked"
    return "work" if calendar.shifts_on(day) else "rest"
