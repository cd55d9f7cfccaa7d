"""Words for where a plan stands, and for messages on their way."""

from django.utils.translation import gettext_lazy as _

from haidang.platform.delivery.figures import LaneState

STATUSES = {
    "none": _("Chưa áp dụng"),
    "applied": _("Đã áp dụng, chờ ngày hiệu lực"),
    "in_force": _("Đang có hiệu lực"),
    "reverted": _("Đã thu hồi"),
}

LANE_STATES = {
    LaneState.DUE: _("Đến lượt gửi"),
    LaneState.HELD: _("Đang gửi"),
    LaneState.RESTING: _("Nghỉ, chờ thử lại"),
    LaneState.STOPPED: _("Bị dừng, chờ quyết định"),
}
