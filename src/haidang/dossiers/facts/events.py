"""The dataset `events`: every line of dossiers' journals, without who did it and without what anybody wrote."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from haidang.dossiers.facts.changed import PREFIX
from haidang.dossiers.models import Dossier
from haidang.platform import journal_feed
from haidang.platform.facts import Batch, Column, Dataset, Kind, Row
from haidang.platform.journal_feed import Line

_COLUMNS = (
    Column("code", Kind.TEXT, "Mã hồ sơ"),
    Column("seq", Kind.INTEGER, "Số thứ tự sự kiện của hồ sơ, từ 1"),
    Column("kind", Kind.TEXT, "Việc đã làm: submit, accept, complete_step, finish…"),
    Column("at", Kind.MOMENT, "Lúc xảy ra"),
    Column("agency_code", Kind.TEXT, "Cơ quan có thẩm quyền"),
    Column("procedure_code", Kind.TEXT, "Thủ tục"),
    Column("from_state", Kind.INTEGER, "Trạng thái trước, mã quốc gia 1–10; trống khi nộp"),
    Column("to_state", Kind.INTEGER, "Trạng thái sau, mã quốc gia 1–10"),
)


def _changes(cursor: str, limit: int) -> Batch:
    feed = journal_feed.read(cursor, limit=limit)
    return Batch(told(feed.lines), feed.cursor, is_last=feed.is_last)


def told(lines: Iterable[Line]) -> list[Row]:
    """The rows of those lines of the journal that are dossiers'."""
    found = [(line, line.stream.removeprefix(PREFIX)) for line in lines if line.stream.startswith(PREFIX)]
    rows = Dossier.objects.filter(code__in={code for _line, code in found})
    known = {code: place for code, *place in rows.values_list("code", "agency__code", "procedure_code")}
    return [_row(line, code, known[code]) for line, code in found if code in known]


def _row(line: Line, code: str, place: Sequence[str]) -> Row:
    told: dict[str, Any] = json.loads(line.payload)
    return (code, line.seq, line.kind.rsplit(".", 1)[-1], line.at, *place, told.get("from"), told["to"])


EVENTS = Dataset(
    name="events",
    title="Sự kiện của hồ sơ",
    columns=_COLUMNS,
    key=("code", "seq"),
    changes=_changes,
    month_of="at",
    is_append_only=True,
    order=("kind", "at", "code", "seq"),
)
