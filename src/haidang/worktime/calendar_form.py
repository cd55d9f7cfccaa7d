"""The JSON form of a calendar, read with errors that name the field and written so that it diffs well."""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from haidang.worktime.days import Shifts
from haidang.worktime.errors import CalendarError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MAY_BE_MISSING = {"sat", "sun"}
_REQUIRED = ("valid_from", "valid_to", "weekly_shifts")
_OPTIONAL = ("timezone", "holidays", "worked_days", "day_minutes")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2})")
_REMARKS = ("name", "id", "version", "source", "note", "description")


def read(source: str | bytes | dict[str, Any]) -> dict[str, Any]:
    """The fields of a calendar out of its JSON form; raises CalendarError naming the field at fault."""
    form = _parsed(source)
    _check_names(form)
    fields: dict[str, Any] = {name: _date(name, form[name]) for name in ("valid_from", "valid_to")}
    fields["weekly_shifts"] = _week(form["weekly_shifts"])
    for name in ("holidays", "worked_days"):
        fields[name] = _dates(name, form.get(name, []))
    if "timezone" in form:
        fields["timezone"] = _text("timezone", form["timezone"])
    if form.get("day_minutes") is not None:
        fields["day_minutes"] = _day_minutes(form["day_minutes"])
    return fields


def write(fields: dict[str, Any]) -> str:
    """The JSON form of a calendar's fields, ending with a newline."""
    week = {
        name: [[_clock(start), _clock(end)] for start, end in shifts]
        for name, shifts in zip(WEEKDAYS, fields["weekly_shifts"], strict=True)
    }
    lines = [
        f'  "timezone": {json.dumps(fields["timezone"])}',
        f'  "valid_from": "{fields["valid_from"]}"',
        f'  "valid_to": "{fields["valid_to"]}"',
        '  "weekly_shifts": {\n'
        + ",\n".join(f'    "{name}": {json.dumps(shifts)}' for name, shifts in week.items())
        + "\n  }",
        f'  "holidays": {_date_lines(fields["holidays"])}',
        f'  "worked_days": {_date_lines(fields["worked_days"])}',
        f'  "day_minutes": {fields["day_minutes"]}',
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _date_lines(days: Iterable[date]) -> str:
    lines = ",\n".join(f'    "{day}"' for day in sorted(days))
    return f"[\n{lines}\n  ]" if lines else "[]"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _parsed(source: str | bytes | dict[str, Any]) -> dict[str, Any]:
    if isinstance(source, dict):
        return source
    try:
        form = json.loads(source)
    except ValueError as error:
        raise CalendarError(f"Lịch không phải là JSON: {error}.", f"The calendar is not JSON: {error}.") from error
    if not isinstance(form, dict):
        raise CalendarError("Lịch phải là một đối tượng JSON.", "The calendar must be a JSON object.")
    return form


def _check_names(form: dict[str, Any]) -> None:
    for name in _REQUIRED:
        if name not in form:
            raise CalendarError(f"{name}: lịch thiếu trường này.", f"{name}: the calendar lacks this field.")
    for name in form:
        if name not in (*_REQUIRED, *_OPTIONAL, *_REMARKS):
            known = ", ".join((*_REQUIRED, *_OPTIONAL))
            raise CalendarError(
                f"{name}: lịch không có trường này; các trường: {known}.",
                f"{name}: a calendar has no such field; the fields are: {known}.",
            )


def _wrong(name: str, value: object, vi: str, en: str) -> CalendarError:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return CalendarError(f"{name}: {shown} không đúng, cần {vi}.", f"{name}: {shown} is wrong, expected {en}.")


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(name, value, "chuỗi ký tự", "text")
    return value


def _day_minutes(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 1440:
        raise _wrong("day_minutes", value, "số nguyên từ 1 đến 1440", "a whole number from 1 to 1440")
    return value


def _date(name: str, value: object) -> date:
    try:
        if isinstance(value, str) and _DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise _wrong(name, value, "ngày dạng NĂM-THÁNG-NGÀY", "a date as YEAR-MONTH-DAY")


def _dates(name: str, value: object) -> frozenset[date]:
    if not isinstance(value, list):
        raise _wrong(name, value, "danh sách ngày", "a list of dates")
    return frozenset(_date(f"{name}[{place}]", element) for place, element in enumerate(value))


def _week(value: object) -> tuple[Shifts, ...]:
    if not isinstance(value, dict):
        raise _wrong("weekly_shifts", value, "đối tượng từ “mon” đến “sun”", "an object from “mon” to “sun”")
    for name in value:
        if name not in WEEKDAYS:
            raise _wrong("weekly_shifts", name, "mon, tue, wed, thu, fri, sat, sun", "mon … sun")
    for name in WEEKDAYS:
        if name not in value and name not in _MAY_BE_MISSING:
            raise CalendarError(
                f"weekly_shifts.{name}: thiếu ngày này; ngày nghỉ ghi [].",
                f"weekly_shifts.{name}: this day is missing; write [] for a day off.",
            )
    return tuple(_shifts(f"weekly_shifts.{name}", value.get(name, [])) for name in WEEKDAYS)


def _shifts(name: str, value: object) -> Shifts:
    if not isinstance(value, list):
        raise _wrong(name, value, "danh sách ca", "a list of shifts")
    shifts: list[tuple[int, int]] = []
    for shift in value:
        if not isinstance(shift, list) or len(shift) != 2:
            raise _wrong(name, shift, "ca dạng [giờ bắt đầu, giờ kết thúc]", "a shift as [start, end]")
        start, end = _minute(name, shift[0]), _minute(name, shift[1])
        if end <= start or (shifts and start < shifts[-1][1]):
            raise _wrong(name, value, "các ca theo thứ tự, không chồng nhau", "shifts in order, not overlapping")
        shifts.append((start, end))
    return tuple(shifts)


def _minute(name: str, value: object) -> int:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match:
        hour, minute = int(match[1]), int(match[2])
        if minute < 60 and (hour < 24 or (hour, minute) == (24, 0)):
            return hour * 60 + minute
    raise _wrong(name, value, "giờ dạng GIỜ:PHÚT", "a time as HOUR:MINUTE")
