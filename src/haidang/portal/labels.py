"""Words of the portal for the values of a procedure."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

SERVICE_LEVELS: Words = {"full": _("Toàn trình"), "partial": _("Một phần"), "none": _("Nộp trực tiếp, bưu chính")}
SERVICE_FILTERS: Words = {
    "full": _("Trực tuyến toàn trình"),
    "partial": _("Trực tuyến một phần"),
    "both": _("Cả hai, tùy trường hợp"),
}
UNITS: Words = {
    "working_day": _("ngày làm việc"),
    "calendar_day": _("ngày"),
    "working_hour": _("giờ làm việc"),
    "month": _("tháng"),
    "year": _("năm"),
}
