"""Reads event logs in XES (IEEE 1849), plain or gzipped, trace by trace; never follows an entity or an address."""

from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from haidang.insight.columns import Columns
from haidang.insight.errors import LogRefused
from haidang.insight.log import ACTIVITY, RESOURCE, Case, Event
from haidang.insight.moments import moment, moment_or_days

NAME, RESOURCE_KEY, TIME = "concept:name", "org:resource", "time:timestamp"
_LISTS = {"list", "container", "extension", "global", "classifier"}


def cases(stream: IO[bytes], *, columns: Columns) -> Iterator[Case]:
    """The traces of a log, one at a time. Raises LogRefused, naming the line of what is wrong."""
    from lxml import etree

    try:
        # Neither entities nor a network: a log is data. Huge trees are refused too; a log is many small traces.
        events = etree.iterparse(
            stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
        )
        yield from _traces(events, columns)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise LogRefused(
            f"Dòng {line}: tệp không phải XML hợp lệ ({error.msg}). Hãy xuất lại nhật ký sự kiện dạng XES.",
            f"Line {line}: not valid XML ({error.msg}). Export the event log as XES again.",
        ) from error


def _traces(events: Any, columns: Columns) -> Iterator[Case]:
    root, number = None, 0
    for what, element in events:
        if root is None:
            root = element
            _check_root(root)
        if what == "start" or _local(element) != "trace":
            continue
        number += 1
        yield _case(element, number, columns)
        # What has been read is let go, so that a log of any length needs the memory of one trace.
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _check_root(root: Any) -> None:
    doctype = root.getroottree().docinfo.doctype
    if doctype:
        raise LogRefused(
            "Tệp khai báo DOCTYPE, là điều XES không dùng. Hãy bỏ khai báo này rồi nạp lại.",
            "The file declares a DOCTYPE, which XES does not use. Remove it and load the file again.",
        )
    if _local(root) != "log":
        raise LogRefused(
            f"Dòng {root.sourceline}: phần tử gốc là <{_local(root)}>, không phải <log>. Hãy chọn tệp XES.",
            f"Line {root.sourceline}: the root element is <{_local(root)}>, not <log>. Choose a XES file.",
        )


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attributes(element: Any) -> dict[str, str]:
    pairs = ((child.get("key"), child.get("value")) for child in element if _local(child) not in _LISTS)
    return {key: value for key, value in pairs if key and value is not None}


def _case(trace: Any, number: int, columns: Columns) -> Case:
    own = _attributes(trace)
    case = Case(own.get(columns.case or NAME) or f"#{number}")
    due = own.get(columns.deadline, "") if columns.deadline else ""
    for element in trace:
        if _local(element) != "event":
            continue
        values = _attributes(element)
        due = due or (values.get(columns.deadline, "") if columns.deadline else "")
        case.events.append(_event(values, line=element.sourceline, columns=columns))
    if columns.deadline:
        set_due(case, due, where=f"Dòng {trace.sourceline}, vụ việc “{case.id}”", columns=columns)
    return case


def _event(values: dict[str, str], *, line: int, columns: Columns) -> Event:
    activity, time = columns.activity or NAME, columns.timestamp or TIME
    for key in (activity, time):
        if not values.get(key):
            raise LogRefused(
                f"Dòng {line}: sự kiện không có thuộc tính “{key}”. Hãy bổ sung, hoặc chỉ ra thuộc tính khác.",
                f"Line {line}: an event without the attribute “{key}”. Add it, or name another attribute.",
            )
    labels = {ACTIVITY: values[activity], RESOURCE: values.get(columns.resource or RESOURCE_KEY, "")}
    return Event(_moment(values[time], where=f"Dòng {line}", form=columns.timestamp_format), labels)


def _moment(text: str, *, where: str, form: str) -> datetime:
    try:
        return moment(text, form=form)
    except ValueError as error:
        raise bad_moment(text, where=where) from error


def bad_moment(text: str, *, where: str) -> LogRefused:
    """The refusal of something that is not a moment."""
    return LogRefused(
        f"{where}: “{text[:40]}” không phải thời điểm. Hãy viết như 2024-11-04T09:00:00+07:00, "
        "hoặc nêu dạng bằng --timestamp-format.",
        f"{where}: “{text[:40]}” is not a moment. Write it as 2024-11-04T09:00:00+07:00, or give --timestamp-format.",
    )


def set_due(case: Case, text: str, *, where: str, columns: Columns) -> None:
    """Reads the deadline of a case: a moment, or a number of days from its beginning; blank: it has none."""
    if not text.strip():
        return
    try:
        found = moment_or_days(text, form=columns.timestamp_format)
    except ValueError as error:
        raise LogRefused(
            f"{where}: thuộc tính hạn “{columns.deadline}” là “{text[:40]}”, phải là thời điểm hoặc số ngày. "
            "Hãy sửa, hoặc bỏ --deadline-attribute.",
            f"{where}: the deadline “{columns.deadline}” is “{text[:40]}”; it must be a moment or a number of days.",
        ) from error
    if isinstance(found, float):
        case.due_days = found
    else:
        case.due_at = found
