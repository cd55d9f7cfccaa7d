"""The shipped calendar: equal to regenerating it, and right about the days that packages get wrong."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from haidang.worktime import api as worktime
from haidang.worktime import seed

PROFILE = Path(seed.__file__).parent.parent / "profiles" / "brvt_2024"
# Public days 2020-2025 as published, a fixture of facts generated from PyPI holidays 0.109 (MIT), checked by hand.
PUBLISHED = json.loads((Path(__file__).parent / "public_days_2020_2025.json").read_text(encoding="utf-8"))["years"]


def overrides():
    return seed.read_overrides((PROFILE / "calendar_overrides.csv").read_text(encoding="utf-8"))


def test_the_shipped_calendar_equals_regenerating_it(tmp_path):
    (tmp_path / "calendar_overrides.csv").write_bytes((PROFILE / "calendar_overrides.csv").read_bytes())
    seed.main(tmp_path)
    assert (tmp_path / "calendar.json").read_text(encoding="utf-8") == (PROFILE / "calendar.json").read_text("utf-8")
    assert worktime.profile_calendar() == worktime.Calendar.from_json((tmp_path / "calendar.json").read_bytes())


@pytest.mark.parametrize("year", sorted(PUBLISHED))
def test_the_seeded_days_equal_the_published_ones(year):
    calendar = worktime.profile_calendar()
    assert sorted(day.isoformat() for day in calendar.holidays if day.year == int(year)) == [
        row["date"] for row in PUBLISHED[year]["holidays"]
    ]
    assert (
        sorted(d.isoformat() for d in calendar.worked_days if d.year == int(year))
        == PUBLISHED[year]["working_saturdays"]
    )


def days(year, *spans):
    found = set()
    for span in spans:
        month, first, *last = span
        begin = date(year, month, first)
        found |= {begin + timedelta(days=n) for n in range((last[0] if last else first) - first + 1)}
    return found


@pytest.mark.parametrize(
    ("year", "off", "worked"),
    [
        (2024, [(1, 1), (2, 8, 14), (4, 18), (4, 29, 30), (5, 1), (9, 2, 3)], [(5, 4)]),
        (2025, [(1, 1), (1, 27, 31), (2, 1), (4, 7), (4, 30), (5, 1, 2), (9, 1, 2)], [(4, 26)]),
        (
            2026,
            [(1, 1, 2), (2, 16, 20), (4, 26, 27), (4, 30), (5, 1), (8, 31), (9, 1, 2), (11, 24)],
            [(1, 10), (8, 22)],
        ),
        (2027, [(1, 1), (2, 4, 10), (4, 16), (4, 30), (5, 1), (5, 3), (9, 2, 3), (11, 24)], []),
    ],
)
def test_days_off_and_make_up_saturdays_of_each_year(year, off, worked):
    calendar = worktime.profile_calendar()
    assert {day for day in calendar.holidays if day.year == year} == days(year, *off)
    assert {day for day in calendar.worked_days if day.year == year} == days(year, *worked)


def test_an_override_can_take_a_day_off_make_it_worked_or_normal():
    rows = seed.read_overrides(
        "date,kind,reason,source\n2024-03-05,holiday,thử,\n2024-03-09,worked,thử,\n2024-04-18,normal,thử,\n"
    )
    calendar = seed.seed(rows, years=range(2024, 2025))
    assert not calendar.is_working_day(date(2024, 3, 5))
    assert calendar.is_working_day(date(2024, 3, 9))
    assert calendar.is_working_day(date(2024, 4, 18))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("day,kind\n", "Dòng 1"),
        ("date,kind,reason,source\n2024-02-30,holiday,x,y\n", "Dòng 2, date"),
        ("date,kind,reason,source\n2024-02-03,Holiday,x,y\n", "Dòng 2, kind"),
        ("date,kind,reason,source\n2024-02-03\n", "Dòng 2, kind"),
    ],
)
def test_a_wrong_override_is_refused_by_line_and_field(table, message):
    with pytest.raises(worktime.CalendarError, match=message):
        seed.read_overrides(table)


def test_every_override_says_why_and_by_what():
    assert all(row.reason and row.source for row in overrides())
