"""What the room tells the event lake: directives and tasks of the Project 06 plan, without what was written in them."""

from haidang.platform import facts
from haidang.platform.facts import Batch, Column, Dataset, Kind
from haidang.steering.models import Directive, Party

_T, _M = Kind.TEXT, Kind.MOMENT
_COLUMNS = (
    Column("code", _T, "Mã việc được giao"),
    Column("kind", _T, "Chỉ đạo, hay nhiệm vụ của kế hoạch"),
    Column("status", _T, "Tình trạng"),
    Column("given_agency_code", _T, "Cơ quan giao"),
    Column("lead_agency_code", _T, "Cơ quan chủ trì"),
    Column("subject_kind", _T, "Việc về hồ sơ, cơ quan, chỉ tiêu, nhiệm vụ…"),
    Column("given_at", _M, "Lúc giao"),
    Column("due_at", _M, "Hạn; trống: thường xuyên"),
    Column("accepted_at", _M, "Lúc nhận"),
    Column("answered_at", _M, "Lúc có báo cáo đang được xét; trống: chưa có"),
    Column("verified_at", _M, "Lúc được xác nhận"),
    Column("ended_at", _M, "Lúc kết thúc"),
    Column("plan_agency_code", _T, "Kế hoạch của cơ quan nào; trống: không phải nhiệm vụ của kế hoạch"),
    Column("plan_number", _T, "Số thứ tự trong kế hoạch Đề án 06"),
    Column("plan_group", _T, "Nhóm tiện ích của Đề án 06"),
    Column("is_recurring", Kind.BOOLEAN, "Nhiệm vụ thường xuyên; trống: không phải nhiệm vụ của kế hoạch"),
)
_FIELDS = (
    "pk", "kind", "status", "given_agency__code", "subject_kind", "given_at", "due_at", "accepted_at", "answered_at",
    "verified_at", "ended_at", "plan_task__agency__code", "plan_task__number", "plan_task__group",
    "plan_task__is_recurring",
)  # fmt: skip


def _changes(cursor: str, _limit: int) -> Batch:
    """All of them: a province gives some thousands a year."""
    leads = dict(Party.objects.filter(part="lead").values_list("directive_id", "agency__code"))
    rows = []
    for key, kind, status, giver, *rest in Directive.objects.order_by("pk").values_list(*_FIELDS):
        rows.append((f"{Directive.PREFIX}:{key}", kind, status, giver, leads.get(key), *rest))
    return facts.whole(rows, cursor)


DIRECTIVES = Dataset(name="directives", title="Việc được giao", columns=_COLUMNS, key=("code",), changes=_changes)
