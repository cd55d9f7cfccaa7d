"""Reads event logs in CSV: one line an event; the columns are found by their usual names, or named by the reader."""

import csv
from collections.abc import Sequence
from typing import IO

from haidang.insight.columns import Columns
from haidang.insight.errors import LogRefused
from haidang.insight.log import ACTIVITY, RESOURCE, Case, Event
from haidang.insight.moments import moment
from haidang.insight.xes import bad_moment, set_due

_USUAL = {
    "case": ("case:concept:name", "case_id", "case id", "caseid", "case", "mã hồ sơ"),
    "activity": ("concept:name", "activity", "activity_id", "event", "bước", "hoạt động"),
    "timestamp": ("time:timestamp", "timestamp", "complete timestamp", "completetimestamp", "time", "thời điểm"),
    "resource": ("org:resource", "resource", "user", "người thực hiện"),
}
_LONGEST_FIELD = 1_000_000


def cases(stream: IO[str], *, columns: Columns) -> list[Case]:
    """The cases of a log, in the order of their first line. Raises LogRefused, naming the line and the column."""
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(stream, delimiter=_delimiter(stream))
    found: dict[str, Case] = {}
    try:
        header = next(reader, [])
        places = _places(header, columns)
        for row in reader:
            if row:
                _take(found, _padded(row, header, line=reader.line_num), places, columns, line=reader.line_num)
    except csv.Error as error:
        raise LogRefused(
            f"Dòng {reader.line_num}: không đọc được CSV ({error}). Hãy kiểm tra dấu ngoặc kép và dấu phân cách.",
            f"Line {reader.line_num}: not readable as CSV ({error}). Check quotes and delimiters.",
        ) from error
    return list(found.values())


def _delimiter(stream: IO[str]) -> str:
    header = stream.readline()
    stream.seek(0)
    return max(",;\t", key=header.count)


def _places(header: Sequence[str], columns: Columns) -> dict[str, int]:
    """Where each wanted column stands. Raises LogRefused for one that is needed and not there."""
    known = {name.strip().lower().removeprefix("\ufeff"): place for place, name in reversed(list(enumerate(header)))}
    found = {}
    for what, usual in _USUAL.items():
        told = getattr(columns, what)
        names = (told.lower(),) if told else usual
        place = next((known[name] for name in names if name in known), None)
        if place is None and (told or what != "resource"):
            raise _no_column(told or usual[0], what, header)
        if place is not None:
            found[what] = place
    if columns.deadline:
        if columns.deadline.lower() not in known:
            raise _no_column(columns.deadline, "deadline-attribute", header)
        found["deadline"] = known[columns.deadline.lower()]
    return found


def _no_column(name: str, option: str, header: Sequence[str]) -> LogRefused:
    there = ", ".join(f"“{item}”" for item in header[:20]) or "(trống)"
    return LogRefused(
        f"Dòng 1: không có cột “{name}”. Các cột có trong tệp: {there}. Hãy chỉ ra cột bằng --{option}.",
        f"Line 1: there is no column “{name}”. The file has: {there}. Name the column with --{option}.",
    )


def _padded(row: list[str], header: Sequence[str], *, line: int) -> list[str]:
    if len(row) > len(header):
        raise LogRefused(
            f"Dòng {line}: có {len(row)} ô, nhiều hơn {len(header)} cột của dòng đầu. "
            "Hãy đặt trong ngoặc kép những ô có dấu phân cách.",
            f"Line {line}: {len(row)} cells, more than the {len(header)} columns of the header.",
        )
    return row + [""] * (len(header) - len(row))


def _take(found: dict[str, Case], row: list[str], places: dict[str, int], columns: Columns, *, line: int) -> None:
    """Puts a line into its case."""
    name, activity, when = (row[places[what]].strip() for what in ("case", "activity", "timestamp"))
    for what, text in (("case", name), ("activity", activity), ("timestamp", when)):
        if not text:
            raise LogRefused(
                f"Dòng {line}: cột {what} để trống. Hãy điền, hoặc bỏ dòng này.",
                f"Line {line}: the column {what} is empty. Fill it in, or remove the line.",
            )
    try:
        at = moment(when, form=columns.timestamp_format)
    except ValueError as error:
        raise bad_moment(when, where=f"Dòng {line}") from error
    resource = row[places["resource"]].strip() if "resource" in places else ""
    case = found.setdefault(name, Case(name))
    case.events.append(Event(at, {ACTIVITY: activity, RESOURCE: resource}))
    is_open = case.due_at is None and case.due_days is None
    if "deadline" in places and is_open:
        set_due(case, row[places["deadline"]], where=f"Dòng {line}, vụ việc “{name}”", columns=columns)
