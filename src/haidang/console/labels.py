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
