"""How the pages of sources say how things stand: words, tone and symbol."""

from typing import Any

from django.utils.translation import gettext_lazy as _

STATUS: dict[str, tuple[Any, str, str]] = {
    "good": (_("Đúng hẹn"), "good", "check"),
    "new": (_("Chưa có dữ liệu"), "mute", "clock"),
    "running": (_("Đang nạp"), "info", "clock"),
    "quarantine": (_("Có dòng cách ly"), "warn", "alert"),
    "stale": (_("Quá hạn cập nhật"), "warn", "clock"),
    "failing": (_("Nạp lỗi"), "bad", "alert"),
    "held": (_("Chờ duyệt thay đổi"), "pause", "pause"),
}
RUN_TONES = {"running": "info", "done": "good", "held": "pause", "failed": "bad"}
PERIODS = [
    (5, _("5 phút")), (15, _("15 phút")), (60, _("1 giờ")), (360, _("6 giờ")), (1_440, _("1 ngày")),
    (2_880, _("2 ngày")), (10_080, _("1 tuần")), (44_640, _("1 tháng")), (64_800, _("45 ngày")),
    (144_000, _("100 ngày")), (525_600, _("1 năm")),
]  # fmt: skip
"""Minutes and what they are called."""
