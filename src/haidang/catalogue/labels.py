"""Words for the values of a content, as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

LIFE_EVENTS: Words = {
    "co-con-nho": _("Có con nhỏ"),
    "hoc-tap": _("Học tập"),
    "viec-lam": _("Việc làm"),
    "cu-tru-va-giay-to-tuy-than": _("Cư trú và giấy tờ tùy thân"),
    "hon-nhan-va-gia-dinh": _("Hôn nhân và gia đình"),
    "dien-luc-nha-o-dat-dai": _("Điện lực, nhà ở, đất đai"),
    "suc-khoe-va-y-te": _("Sức khỏe và y tế"),
    "phuong-tien-va-nguoi-lai": _("Phương tiện và người lái"),
    "huu-tri": _("Hưu trí"),
    "nguoi-than-qua-doi": _("Người thân qua đời"),
    "giai-quyet-khieu-kien": _("Giải quyết khiếu kiện"),
}
SERVICE_LEVELS: Words = {
    "full": _("Dịch vụ công trực tuyến toàn trình"),
    "partial": _("Dịch vụ công trực tuyến một phần"),
    "none": _("Nộp trực tiếp hoặc qua bưu chính"),
}
LEVELS: Words = {
    "province": _("Cấp tỉnh"),
    "district": _("Cấp huyện"),
    "commune": _("Cấp xã"),
    "ministry": _("Cấp bộ"),
    "vertical": _("Ngành dọc"),
    "other": _("Cơ quan khác"),
}
CHANNELS: Words = {"online": _("Trực tuyến"), "direct": _("Trực tiếp"), "postal": _("Qua bưu chính công ích")}
FEE_KINDS: Words = {"fee": _("Phí"), "charge": _("Lệ phí"), "price": _("Giá dịch vụ")}
