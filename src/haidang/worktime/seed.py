"""Builds a province's calendar from the PyPI package `holidays` and a table of overrides that people edit.

The package is a seed only: it misses official swap days now and then, and computes what is not announced yet.
Run `python -m haidang.worktime.seed FOLDER` to write FOLDER/calendar.json from FOLDER/calendar_overrides.csv.
"""

import csv
import io
import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import holidays

from haidang.worktime.calendar import Calendar
from haidang.worktime.days import Shifts
from haidang.worktime.errors import CalendarError

FIRST_YEAR, LAST_YEAR = 2020, 2027
OFFICE_DAY: Shifts = ((7 * 60 + 30, 11 * 60 + 30), (13 * 60 + 30, 17 * 60))
COLUMNS = ("date", "kind", "reason", "source")
_WEEKEND = 5


class Kind(StrEnum):
    """What an override makes of a date: off, worked, or whatever its weekday says."""

    HOLIDAY = "holiday"
    WORKED = "worked"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Override:
    """One row of the table: a date, what it is, why, and the act or notice that says so."""

    day: date
    kind: Kind
    reason: str
    source: str


def read_overrides(text: str) -> list[Override]:
    """The rows of an override table (CSV with a header); raises CalendarError naming line and field."""
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        wanted = ",".join(COLUMNS)
        raise CalendarError(f"Dòng 1: tiêu đề phải là {wanted}.", f"Line 1: the header must be {wanted}.")
    return [_override(row, line) for line, row in enumerate(reader, 2)]


def _override(row: dict[str, str], line: int) -> Override:
    try:
        day = date.fromisoformat(row["date"])
    except (TypeError, ValueError):
        raise CalendarError(
            f"Dòng {line}, date: “{row['date']}” không phải là ngày.",
            f"Line {line}, date: “{row['date']}” is not a date.",
        ) from None
    if row["kind"] not in Kind._value2member_map_:
        raise CalendarError(
            f"Dòng {line}, kind: “{row['kind']}” phải là holiday, worked hoặc normal.",
            f"Line {line}, kind: “{row['kind']}” must be holiday, worked or normal.",
        )
    return Override(day, Kind(row["kind"]), row["reason"] or "", row["source"] or "")


def seed(overrides: list[Override], *, years: range, week: tuple[Shifts, ...] | None = None) -> Calendar:
    """A calendar of whole years: the package's public holidays and make-up Saturdays, then the overrides.

    Without `week`, Monday to Friday are worked by the shifts 07:30-11:30 and 13:30-17:00.
    """
    known = holidays.country_holidays("VN", years=years, language="vi")
    off = {day for day in known if day.year in years}
    worked = {day for day in known.weekend_workdays if day.year in years}
    for row in overrides:
        off.discard(row.day)
        worked.discard(row.day)
        if row.kind is Kind.HOLIDAY:
            off.add(row.day)
        elif row.kind is Kind.WORKED:
            worked.add(row.day)
    return Calendar(
        weekly_shifts=week or (OFFICE_DAY,) * _WEEKEND + ((), ()),
        valid_from=date(years[0], 1, 1),
        valid_to=date(years[-1], 12, 31),
        holidays=frozenset(off),
        worked_days=frozenset(worked),
    )


def main(folder: Path) -> None:
    """Write the calendar of a profile folder from its override table."""
    overrides = read_overrides((folder / "calendar_overrides.csv").read_text(encoding="utf-8"))
    calendar = seed(overrides, years=range(FIRST_YEAR, LAST_YEAR + 1))
    (folder / "calendar.json").write_text(calendar.to_json(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
