"""The words for what the room keeps as codes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from haidang.ioc.sources.tables import BadRow, Delivery, HeldChange, SourceRun

KIND_LABELS = {
    "rest": _("REST/JSON: hệ thống này gọi đến"),
    "csv": _("Tệp CSV"),
    "excel": _("Tệp Excel"),
    "sql": _("Cơ sở dữ liệu SQL, chỉ đọc"),
    "folder": _("Thư mục thả tệp"),
    "webhook": _("Webhook: nguồn tự gửi đến, có chữ ký"),
}
TYPE_LABELS = {
    "text": _("Văn bản"),
    "integer": _("Số nguyên"),
    "real": _("Số thực"),
    "boolean": _("Có/không"),
    "date": _("Ngày"),
    "moment": _("Thời điểm"),
}
RUN_LABELS: dict[str, Any] = {
    SourceRun.State.RUNNING: _("Đang chạy"),
    SourceRun.State.DONE: _("Xong"),
    SourceRun.State.HELD: _("Giữ lại chờ duyệt"),
    SourceRun.State.FAILED: _("Lỗi"),
}
DELIVERY_LABELS: dict[str, Any] = {
    Delivery.State.WAITING: _("Chờ nạp"),
    Delivery.State.HELD: _("Giữ lại chờ duyệt"),
    Delivery.State.LOADED: _("Đã nạp"),
    Delivery.State.REPEATED: _("Trùng tệp đã nạp, không đổi gì"),
    Delivery.State.REFUSED: _("Không nhận"),
    Delivery.State.UNREADABLE: _("Không đọc được"),
}
BAD_LABELS: dict[str, Any] = {
    BadRow.State.OPEN: pgettext_lazy("row", "Chờ sửa"),
    BadRow.State.REPAIRED: pgettext_lazy("row", "Đã sửa"),
    BadRow.State.DISMISSED: pgettext_lazy("row", "Đã loại"),
    BadRow.State.SUPERSEDED: pgettext_lazy("row", "Nguồn đã gửi lại dòng đúng"),
}
HELD_LABELS: dict[str, Any] = {
    HeldChange.State.OPEN: _("Chờ duyệt"),
    HeldChange.State.APPROVED: _("Đã duyệt"),
    HeldChange.State.REFUSED: _("Không nhận"),
}
TRIGGER_LABELS = {
    "schedule": _("Theo lịch"),
    "hand": _("Bấm chạy"),
    "upload": _("Nộp tệp"),
    "approval": _("Sau khi duyệt"),
    "command": _("Lệnh"),
}
REASONS = {
    "missing": _("thiếu giá trị bắt buộc"),
    "not_text": _("không phải văn bản"),
    "not_integer": _("không phải số nguyên"),
    "not_real": _("không phải số"),
    "not_boolean": _("không phải có/không"),
    "not_date": _("không phải ngày"),
    "not_moment": _("không phải thời điểm"),
    "too_small": _("nhỏ hơn mức cho phép"),
    "too_large": _("lớn hơn mức cho phép"),
    "not_allowed": _("không thuộc các giá trị cho phép"),
    "wrong_shape": _("không đúng mẫu"),
    "too_long": _("dài quá 1.000 ký tự"),
    "unreadable": _("có ký tự không đọc được"),
    "unknown_column": _("cột không có trong hợp đồng"),
    "too_many_cells": _("dòng thừa ô so với tiêu đề"),
    "too_few_cells": _("dòng thiếu ô so với tiêu đề"),
    "not_object": _("phần tử không phải đối tượng có tên trường"),
}
PROBLEMS = {
    "encoding": _("Không đọc được bảng mã của tệp"),
    "empty": _("Tệp không có nội dung"),
    "not_csv": _("Không phải tệp CSV"),
    "not_json": _("Không phải JSON"),
    "not_excel": _("Không phải tệp Excel (.xlsx)"),
    "no_rows": _("Không có danh sách dòng ở chỗ đã khai"),
    "no_head": _("Không tìm thấy dòng tiêu đề"),
    "double_head": _("Tiêu đề có hai cột cùng tên"),
    "too_many_rows": _("Quá nhiều dòng"),
    "too_large": _("Quá lớn"),
    "host": _("Máy chủ không có trong danh sách được phép"),
    "timeout": _("Nguồn không trả lời kịp"),
    "unreachable": _("Không kết nối được với nguồn"),
    "status": _("Nguồn trả lời lỗi"),
    "query": _("Truy vấn không chạy được"),
    "path": _("Đường dẫn ở ngoài thư mục được phép hoặc không có"),
    "interrupted": _("Bị ngắt giữa chừng"),
    "internal": _("Lỗi của hệ thống"),
    "settings": _("Cài đặt của nguồn chưa đủ"),
}
