"""The dataset `steps`: every step that dossiers' processes opened, whose it was, and how long it took."""

from typing import Any

from haidang.dossiers.facts.changed import changed
from haidang.dossiers.models import Dossier
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.facts import Batch, Column, Dataset, Kind, Row
from haidang.workflow.api import StepInstance
from haidang.worktime import api as worktime

_T, _I, _M = Kind.TEXT, Kind.INTEGER, Kind.MOMENT
_COLUMNS = (
    Column("code", _T, "Mã hồ sơ"),
    Column("node", _T, "Bước trong quy trình"),
    Column("move", _I, "Lượt đi đã mở bước"),
    Column("name", _T, "Tên bước"),
    Column("role", _T, "Vai trò thực hiện"),
    Column("agency_code", _T, "Cơ quan thực hiện bước"),
    Column("unit", _T, "Phòng, ban thực hiện; trống: cả cơ quan"),
    Column("procedure_code", _T, "Thủ tục"),
    Column("status", _T, "open, done, returned, cancelled"),
    Column("submitted_at", _M, "Lúc nộp hồ sơ"),
    Column("opened_at", _M, "Lúc bước được mở"),
    Column("due_at", _M, "Hạn của bước"),
    Column("closed_at", _M, "Lúc bước đóng"),
    Column("budget_minutes", _I, "Thời gian được giao, phút làm việc"),
    Column("office_minutes", _I, "Phút làm việc từ lúc mở đến lúc đóng; trống khi đang mở"),
)
_FIELDS = (
    "node",
    "move",
    "name",
    "role",
    "agency__code",
    "unit",
    "status",
    "opened_at",
    "due_at",
    "closed_at",
    "hours",
)


def _changes(cursor: str, limit: int) -> Batch:
    codes, feed = changed(cursor, limit)
    fields = ("process_id", "code", "procedure_code", "submitted_at", "calendar_version_id")
    told = list(Dossier.objects.filter(code__in=codes).exclude(process=None).values(*fields))
    dossiers = {row["process_id"]: row for row in told}
    steps = StepInstance.objects.filter(instance__in=list(dossiers)).order_by("instance_id", "id")
    found = [{**row, **dossiers[row["instance_id"]]} for row in steps.values("instance_id", *_FIELDS)]
    rows = [_row(step, taken) for step, taken in zip(found, _office_minutes(found), strict=True)]
    without = {row["code"] for row in told} - {step["code"] for step in found}
    return Batch(rows, feed.cursor, feed.is_last, gone=[(code,) for code in sorted(without)])


def _row(step: dict[str, Any], taken: int | None) -> Row:
    known = {
        **step,
        "agency_code": step["agency__code"],
        "budget_minutes": round(step["hours"] * 60),
        "office_minutes": taken,
    }
    return tuple(known[column.name] for column in _COLUMNS)


def _office_minutes(steps: list[dict[str, Any]]) -> list[int | None]:
    """How long each closed step was open, on its dossier's calendar; None where that does not reach or it is open."""
    found: list[int | None] = [None] * len(steps)
    by_calendar: dict[int, list[int]] = {}
    for place, step in enumerate(steps):
        if step["closed_at"] and step["calendar_version_id"]:
            by_calendar.setdefault(step["calendar_version_id"], []).append(place)
    for version, places in by_calendar.items():
        calendar = identity.calendar(version)
        inside = [place for place in places if _covers(calendar, steps[place])]
        if inside:
            opened, closed = ([steps[place][name] for place in inside] for name in ("opened_at", "closed_at"))
            taken = worktime.office_minutes_between_many(
                calendar, worktime.local_times(calendar, opened), worktime.local_times(calendar, closed)
            )
            for place, minutes in zip(inside, taken.tolist(), strict=True):
                found[place] = minutes
    return found


def _covers(calendar: worktime.Calendar, step: dict[str, Any]) -> bool:
    opened, closed = (clock.local(step[name]).date() for name in ("opened_at", "closed_at"))
    return calendar.valid_from <= opened <= calendar.valid_to and calendar.valid_from <= closed <= calendar.valid_to


STEPS = Dataset(
    name="steps",
    title="Bước xử lý của hồ sơ",
    columns=_COLUMNS,
    key=("code", "node", "move"),
    group=("code",),
    changes=_changes,
    month_of="submitted_at",
    order=("procedure_code", "node", "agency_code", "code", "move"),
)
