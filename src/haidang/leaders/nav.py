"""The menu of the app: on a phone a bar at the foot of the screen, on a desk below the masthead."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Tab:
    """A place of the menu: the URL's name, its words, its icon; `exact`: it is current on that very page only."""

    name: str
    words: str | Promise
    icon: str
    exact: bool = False


# At most five: a thumb's width each on a phone. What is not looked at daily stands on the last one's page.
TABS = (
    Tab("leaders:board", _("Tổng quan"), "home", exact=True),
    Tab("leaders:at_risk", _("Sắp trễ"), "clock", exact=True),
    Tab("leaders:directives", _("Chỉ đạo"), "flag"),
    Tab("leaders:notices", _("Tin báo"), "bell"),
    Tab("leaders:more", _("Thêm"), "info"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the page "Thêm": the URL's name, its words, and what one finds there."""

    name: str
    words: str | Promise
    text: str | Promise


MORE = (
    Entry("leaders:trend", _("Xu hướng"), _("Tiếp nhận, có kết quả, đang giải quyết, trễ hạn theo ngày, theo tuần.")),
    Entry("leaders:process_map", _("Quy trình và điểm nghẽn"), _("Hồ sơ thực tế đi qua các bước thế nào, chờ ở đâu.")),
    Entry("leaders:reliability", _("Độ tin cậy của dự báo"), _("Dự báo trễ hạn của các tháng trước đúng đến đâu.")),
    Entry("leaders:digest", _("Bản tin sáng"), _("Tình hình lúc 07:00 và việc chờ bạn.")),
    Entry("leaders:plan", _("Đề án 06"), _("Nhiệm vụ theo nhóm tiện ích và cơ quan chủ trì, nhập từ Excel, báo cáo.")),
    Entry(
        "leaders:heads", _("Trách nhiệm người đứng đầu"), _("Kết quả, cam kết, chỉ đạo của từng cơ quan theo tháng.")
    ),
    Entry("leaders:rules", _("Quy tắc cảnh báo"), _("Khi nào báo cho ai; thử trên 30 ngày qua.")),
    Entry("desk:report", _("Báo cáo 06a, 07a"), _("Tình hình giải quyết theo kỳ, in ra hoặc tải về Excel, PDF.")),
    Entry("procedure_control:overview", _("Cải cách thủ tục"), _("Tỷ lệ cắt giảm thời gian, phương án, rà soát.")),
    Entry(
        "scorecards:card",
        _("Chấm điểm cải cách"),
        _("Chỉ số 766, PAR INDEX, khảo sát SIPAS: điểm, chỗ mất điểm, cách cải thiện."),
    ),
    Entry("portal:after_sign_in", _("Trang làm việc"), _("Hồ sơ chờ bạn xử lý, ký duyệt.")),
)
