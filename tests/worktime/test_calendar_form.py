"""The JSON form of a calendar: what is read, and that every mistake is named."""

import json
from datetime import date, datetime, timedelta, timezone

import pytest

from haidang.worktime import api as worktime

DAY = [["07:30", "11:30"], ["13:30", "17:00"]]


def form(**changes):
    plain = {
        "timezone": "Asia/Ho_Chi_Minh",
        "valid_from": "2024-01-01",
        "valid_to": "2024-12-31",
        "weekly_shifts": {
            **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY),
            "sat": [["07:30", "11:30"]],
            "sun": [],
        },
        "holidays": ["2024-02-08"],
        "worked_days": ["2024-05-05"],
    }
    return {name: value for name, value in (plain | changes).items() if value is not ...}


def at(text, calendar):
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone)


def test_a_calendar_comes_back_from_its_json_unchanged():
    calendar = worktime.Calendar.from_json(json.dumps(form()))
    assert worktime.Calendar.from_json(calendar.to_json()) == calendar
    assert calendar.day_minutes == 450
    assert worktime.Calendar.from_json(form(day_minutes=480)).day_minutes == 480


def test_a_half_saturday_is_a_working_day_and_a_worked_sunday_goes_by_mondays_shifts():
    calendar = worktime.Calendar.from_json(form())
    term = worktime.Term.parse("1 working_day")
    assert worktime.due(calendar, at("2024-05-03T09:00", calendar), term=term) == at("2024-05-04T11:30", calendar)
    assert worktime.due(calendar, at("2024-05-04T09:00", calendar), term=term) == at("2024-05-05T17:00", calendar)
    assert worktime.due(calendar, at("2024-05-04T11:30", calendar), term=term) == at("2024-05-06T17:00", calendar)
    assert calendar.is_working_day(date(2024, 5, 5))
    assert not calendar.is_working_day(date(2024, 2, 8))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"valid_from": ...}, "valid_from: lịch thiếu"),
        ({"weekly_shifts": ...}, "weekly_shifts: lịch thiếu"),
        ({"holiday": []}, "holiday: lịch không có trường này"),
        ({"valid_to": "2024-13-01"}, "valid_to: "),
        ({"valid_to": "2023-12-31"}, "valid_to: ngày 2023-12-31 phải sau"),
        ({"valid_from": "2024-W01-1"}, "valid_from: "),
        ({"holidays": ["2024-02-08", "8/2/2024"]}, r"holidays\[1\]"),
        ({"holidays": "2024-02-08"}, "holidays: "),
        ({"worked_days": ["2024-02-08"]}, "2024-02-08 vừa là ngày nghỉ vừa là ngày làm bù"),
        ({"timezone": "Asia/Atlantis"}, "timezone: không biết"),
        ({"timezone": "Europe/Paris"}, "timezone: múi giờ “Europe/Paris” đổi giờ"),
        ({"timezone": 7}, "timezone: "),
        ({"day_minutes": 0}, "day_minutes: "),
        ({"day_minutes": "450"}, "day_minutes: "),
        ({"weekly_shifts": []}, "weekly_shifts: "),
        ({"weekly_shifts": {"mon": DAY}}, "weekly_shifts.tue: thiếu"),
        ({"weekly_shifts": {"monday": DAY}}, "weekly_shifts: "),
    ],
)
def test_a_wrong_calendar_is_refused_by_the_name_of_its_field(changes, message):
    with pytest.raises(worktime.CalendarError, match=message):
        worktime.Calendar.from_json(form(**changes))


@pytest.mark.parametrize(
    "shifts",
    [
        [["07:30"]],
        [["11:30", "07:30"]],
        [["07:30", "11:30"], ["11:00", "17:00"]],
        [["7:30", "11:30"]],
        [["07:30", "24:30"]],
        [["07:60", "11:30"]],
        [[450, 690]],
        "07:30-11:30",
    ],
)
def test_wrong_shifts_are_refused_with_their_weekday(shifts):
    week = form()["weekly_shifts"] | {"wed": shifts}
    with pytest.raises(worktime.CalendarError, match=r"weekly_shifts\.wed"):
        worktime.Calendar.from_json(form(weekly_shifts=week))


@pytest.mark.parametrize("source", ["", "[]", "{", b"\xff"])
def test_what_is_not_a_json_object_is_refused(source):
    with pytest.raises(worktime.CalendarError, match="JSON"):
        worktime.Calendar.from_json(source)


def test_worked_days_need_a_monday():
    week = form()["weekly_shifts"] | {"mon": []}
    with pytest.raises(worktime.CalendarError, match="worked_days"):
        worktime.Calendar.from_json(form(weekly_shifts=week))
    with pytest.raises(worktime.CalendarError, match="day_minutes"):
        worktime.Calendar.from_json(form(weekly_shifts=week, worked_days=[]))


def test_a_date_outside_the_validity_is_named_in_both_languages():
    calendar = worktime.Calendar.from_json(form())
    with pytest.raises(worktime.CalendarRangeError) as caught:
        worktime.due(calendar, at("2025-01-02T09:00", calendar), term=worktime.Term.parse("1 working_day"))
    assert "2025-01-02" in caught.value.text("vi")
    assert "2024-01-01" in caught.value.text("en")
    with pytest.raises(worktime.CalendarRangeError, match="2024-12-31"):
        worktime.due(calendar, at("2024-12-31T17:00", calendar), term=worktime.Term.parse("0 working_day"))
    last = worktime.due(calendar, at("2024-12-30T17:00", calendar), term=worktime.Term.parse("0 working_day"))
    assert last == at("2024-12-31T17:00", calendar)
    with pytest.raises(worktime.CalendarRangeError, match="2023-12-31"):
        worktime.subtract_office_minutes(calendar, at("2024-01-02T09:00", calendar), minutes=10_000)
    with pytest.raises(worktime.CalendarRangeError):
        worktime.add_office_minutes(calendar, at("2024-12-30T09:00", calendar), minutes=10_000)


def test_a_moment_without_a_zone_is_refused_and_any_zone_is_converted():
    calendar = worktime.Calendar.from_json(form())
    term = worktime.Term.parse("1 working_hour")
    with pytest.raises(worktime.MomentError, match="múi giờ"):
        worktime.due(calendar, datetime(2024, 3, 4, 9), term=term)  # noqa: DTZ001 - the mistake under test
    tokyo = datetime(2024, 3, 4, 11, tzinfo=timezone(timedelta(hours=9)))
    assert worktime.due(calendar, tokyo, term=term) == at("2024-03-04T10:00", calendar)


def test_a_shift_until_midnight_ends_at_midnight():
    week = form()["weekly_shifts"] | {"mon": [["22:00", "24:00"]]}
    calendar = worktime.Calendar.from_json(form(weekly_shifts=week, worked_days=[]))
    term = worktime.Term.parse("0 working_day")
    assert worktime.due(calendar, at("2024-03-04T23:59", calendar), term=term) == at("2024-03-05T00:00", calendar)
    arrays = worktime.due_many(
        calendar, worktime.local_times(calendar, [at("2024-03-04T23:59", calendar)]), values=0, unit=term.unit
    )
    assert worktime.aware_times(calendar, arrays.due) == [at("2024-03-05T00:00", calendar)]


@pytest.mark.parametrize("text", ["", "five working_day", "5", "5 working_day extra", "1,5 working_day", "nan month"])
def test_a_term_that_cannot_be_read_is_refused(text):
    with pytest.raises(worktime.TermError):
        worktime.Term.parse(text)


def test_arrays_refuse_as_the_scalar_form_does():
    calendar = worktime.Calendar.from_json(form())
    starts = worktime.local_times(calendar, [at("2024-03-04T09:00", calendar), at("2024-12-30T09:00", calendar)])
    with pytest.raises(worktime.CalendarRangeError, match="2024-12-31"):
        worktime.due_many(calendar, starts, values=[1, 100], unit=worktime.Unit.WORKING_DAY)
    with pytest.raises(worktime.TermError, match="số nguyên"):
        worktime.due_many(calendar, starts, values=1.5, unit=worktime.Unit.WORKING_DAY)
    with pytest.raises(worktime.TermError, match="từ 0"):
        worktime.due_many(calendar, starts, values=-1, unit=worktime.Unit.WORKING_HOUR)
    with pytest.raises(worktime.CalendarError, match="ít nhất một lịch"):
        worktime.due_many([], starts, values=1, unit=worktime.Unit.WORKING_HOUR)
    empty = worktime.due_many(calendar, starts[:0], values=1, unit=worktime.Unit.WORKING_HOUR)
    assert len(empty.due) == 0
