"""The dataset `dossiers`: each as it stands now, by codes and moments alone."""

from collections.abc import Sequence
from typing import Any

from haidang.catalogue import api as catalogue
from haidang.dossiers.facts.changed import changed
from haidang.dossiers.lifecycle import OPEN
from haidang.dossiers.models import Dossier
from haidang.dossiers.traces import traces_of
from haidang.platform import clock
from haidang.platform.facts import Batch, Column, Dataset, Kind, Row

_T, _I, _B, _M = Kind.TEXT, Kind.INTEGER, Kind.BOOLEAN, Kind.MOMENT
_COLUMNS = (
    Column("code", _T, "Mã hồ sơ"),
    Column("procedure_code", _T, "Thủ tục"),
    Column("procedure_version", _I, "Phiên bản thủ tục mà hồ sơ theo"),
    Column("case_key", _T, "Trường hợp của thủ tục"),
    Column("service_level", _T, "Mức dịch vụ công trực tuyến của trường hợp: full, partial, none"),
    Column("agency_code", _T, "Cơ quan có thẩm quyền"),
    Column("intake_agency_code", _T, "Nơi nộp và nhận kết quả"),
    Column("channel", _T, "Cách nộp: online, direct, postal"),
    Column("owner_kind", _T, "Chủ hồ sơ là citizen hay business"),
    Column("state", _I, "Trạng thái, mã quốc gia 1–10"),
    Column("is_open", _B, "Còn phải giải quyết"),
    Column("is_paused", _B, "Thời hạn đang tạm dừng"),
    Column("money", _T, "Phí, lệ phí: none, requested, paid, waived…"),
    Column("supplement_count", _I, "Số lần yêu cầu bổ sung"),
    Column("rating", _I, "Đánh giá của người nộp, 1–3; trống khi chưa đánh giá"),
    Column("submitted_at", _M, "Lúc nộp"),
    Column("receive_by", _M, "Phải tiếp nhận trước"),
    Column("received_at", _M, "Lúc tiếp nhận"),
    Column("promised_at", _M, "Hẹn trả lần đầu"),
    Column("due_at", _M, "Hạn trả đang có hiệu lực; trống khi tạm dừng hoặc chưa tiếp nhận"),
    Column("warn_at", _M, "Từ lúc này là sắp đến hạn"),
    Column("finished_at", _M, "Lúc có kết quả"),
    Column("closed_at", _M, "Lúc đồng hồ thời hạn kết thúc"),
    Column("returned_at", _M, "Lúc trả kết quả"),
    Column("handover", _T, "Cách trả kết quả"),
    # What boards ask over and over stands ready: few values, which Parquet keeps as numbers of a short list.
    Column("submitted_month", Kind.DATE, "Ngày đầu của tháng nộp (giờ Việt Nam)"),
    Column("finished_month", Kind.DATE, "Ngày đầu của tháng có kết quả (giờ Việt Nam)"),
    Column("is_on_time", _B, "Có kết quả đúng hạn hoặc không có hạn; trống khi chưa có kết quả"),
    Column("office_minutes", _I, "Số phút làm việc từ tiếp nhận đến kết quả, không kể lúc tạm dừng"),
    Column("version", _I, "Số sự kiện trong nhật ký của hồ sơ"),
)
_DERIVED = {
    *("procedure_version", "service_level", "is_open", "rating", "office_minutes"),
    *("submitted_month", "finished_month", "is_on_time"),
}
_PLACES = {"agency_code": "agency__code", "intake_agency_code": "intake_agency__code", "rating": "rating__score"}


def _changes(cursor: str, limit: int) -> Batch:
    codes, feed = changed(cursor, limit)
    return Batch(rows(codes), feed.cursor, is_last=feed.is_last)


def rows(codes: Sequence[str]) -> list[Row]:
    """The rows of the dossiers with these codes."""
    plain = (column.name for column in _COLUMNS if column.name not in _DERIVED | set(_PLACES))
    fields = ("id", "procedure_version_id", *plain, *_PLACES.values())
    found = list(Dossier.objects.filter(code__in=codes).order_by("code").values(*fields))
    minutes = _office_minutes([row["id"] for row in found if row["finished_at"] and row["received_at"]])
    return [_row(row, minutes) for row in found]


def _row(row: dict[str, Any], minutes: dict[int, int]) -> Row:
    procedure = catalogue.version(row["procedure_version_id"])
    finished, due = row["finished_at"], row["due_at"]
    case = procedure.content.case(row["case_key"])
    known = {
        **row,
        **{name: row[field] for name, field in _PLACES.items()},
        "procedure_version": procedure.number,
        "service_level": case.service_level if case else "none",
        "is_open": row["state"] in OPEN,
        "submitted_month": clock.local(row["submitted_at"]).date().replace(day=1),
        "finished_month": clock.local(finished).date().replace(day=1) if finished else None,
        "is_on_time": (due is None or finished <= due) if finished else None,
        "office_minutes": minutes.get(row["id"]),
    }
    return tuple(known[column.name] for column in _COLUMNS)


def _office_minutes(ids: Sequence[int]) -> dict[int, int]:
    """What the clocks of finished dossiers had run; those that a calendar does not cover are left out."""
    # Of finished dossiers nothing depends on the present.
    return {trace.id: trace.marks[-1].clock for trace in traces_of(ids, now=clock.machine_now()) if trace.is_over}


DOSSIERS = Dataset(
    name="dossiers",
    title="Hồ sơ",
    columns=_COLUMNS,
    key=("code",),
    changes=_changes,
    month_of="submitted_at",
    # Boards ask for what is open, indicators for what is finished: each finds its rows together.
    order=("agency_code", "procedure_code", "code"),
    apart="is_open",
)
