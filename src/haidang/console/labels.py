"""Words for where a plan stands."""

from django.utils.translation import gettext_lazy as _

STATUSES = {
    "none": _("Chưa áp dụng"),
    "applied": _("Đã áp dụng, chờ ngày hiệu lực"),
    "in_force": _("Đang có hiệu lực"),
    "reverted": _("Đã thu hồi"),
}
