"""Words for where a plan stands, for messages on their way, and for the accounts of the ledger."""

from django.utils.translation import gettext_lazy as _

from haidang.payments.api import Account
from haidang.platform.delivery.figures import LaneState

STATUSES = {
    "none": _("Chưa áp dụng"),
    "applied": _("Đã áp dụng, chờ ngày hiệu lực"),
    "in_force": _("Đang có hiệu lực"),
    "reverted": _("Đã thu hồi"),
}

ACCOUNTS = {
    Account.RECEIVABLE: _("Phải thu"),
    Account.REVENUE: _("Phí, lệ phí đã yêu cầu"),
    Account.REFUNDED: _("Phí, lệ phí đã hoàn trả"),
    Account.CLEARING: _("Tiền ở cổng thanh toán"),
    Account.UNALLOCATED: _("Tiền chưa xác định được"),
    Account.REFUND_PAYABLE: _("Phải hoàn trả"),
}
"""Names of the accounts of the ledger of online payment."""
LANE_STATES = {
    LaneState.DUE: _("Đến lượt gửi"),
    LaneState.HELD: _("Đang gửi"),
    LaneState.RESTING: _("Nghỉ, chờ thử lại"),
    LaneState.STOPPED: _("Bị dừng, chờ quyết định"),
}
DECISIONS = {
    "retry": _("Gửi lại ngay"),
    "retry_alike": _("Gửi lại các hồ sơ bị dừng cùng lý do"),
    "give_up": _("Bỏ, không gửi"),
    "replay": _("Gửi lại từ đầu chỗ lệch"),
}
CODE_KINDS = {
    "state": _("Trạng thái hồ sơ"),
    "channel": _("Kênh thực hiện"),
    "owner_kind": _("Loại đối tượng"),
    "handover": _("Hình thức trả kết quả"),
    "filed_at": _("Nơi nộp hồ sơ"),
    "paid_online": _("Thanh toán trực tuyến"),
    "fee_moment": _("Hình thức thu phí, lệ phí"),
    "fee_kind": _("Loại phí, lệ phí"),
}
PROCEDURE_FIELDS = {
    "name": _("Tên thủ tục"),
    "fields": _("Lĩnh vực"),
    "subjects": _("Đối tượng thực hiện"),
    "executing_names": _("Cơ quan thực hiện"),
    "channels": _("Cách thức nộp"),
    "time": _("Thời hạn giải quyết"),
    "committed": _("Thời gian cam kết"),
    "fees": _("Phí, lệ phí"),
    "results": _("Kết quả"),
    "legal_bases": _("Căn cứ pháp lý"),
    "requirements": _("Yêu cầu, điều kiện"),
    "steps": _("Trình tự thực hiện"),
    "cases": _("Trường hợp"),
    "documents": _("Thành phần hồ sơ"),
    "copies": _("Số bản"),
    "service_level": _("Mức độ dịch vụ"),
    "convention": _("Cách tính thời hạn"),
}
