"""Words for the values of the room, as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from haidang.steering.attention.kinds import Kind, Recipient
from haidang.steering.lifecycle import Command, Status
from haidang.steering.plan06.progress import Progress

Words = str | Promise

STATUS_LABELS: dict[Status, Words] = {
    Status.ISSUED: _("Mới giao"),
    Status.ACCEPTED: _("Đang thực hiện"),
    Status.ANSWERED: _("Đã báo cáo, chờ xác nhận"),
    Status.RETURNED: _("Yêu cầu làm lại"),
    Status.VERIFIED: _("Đã xác nhận hoàn thành"),
    Status.CLOSED: _("Đã kết thúc"),
    Status.WITHDRAWN: _("Đã thu hồi"),
}
COMMAND_LABELS: dict[Command, Words] = {
    Command.ISSUE: _("Giao việc"),
    Command.AMEND: _("Sửa nội dung giao"),
    Command.EXTEND: _("Gia hạn"),
    Command.ACCEPT: _("Nhận việc được giao"),
    Command.REPORT: _("Báo cáo tiến độ"),
    Command.ANSWER: _("Báo cáo kết quả"),
    Command.VERIFY: _("Xác nhận hoàn thành"),
    Command.SEND_BACK: _("Yêu cầu làm lại"),
    Command.RECORD_DONE: _("Ghi nhận đã hoàn thành"),
    Command.CLOSE: pgettext_lazy("directive", "Kết thúc"),
    Command.WITHDRAW: _("Thu hồi"),
    Command.URGE: _("Đôn đốc"),
}
KIND_LABELS: dict[str, Words] = {"directive": _("Chỉ đạo"), "plan06": _("Nhiệm vụ Đề án 06")}
PART_LABELS: dict[str, Words] = {
    "lead": _("Chủ trì"),
    "cooperating": _("Phối hợp"),
    "watching": _("Theo dõi"),
}
SUBJECT_LABELS: dict[str, Words] = {
    "none": _("Không gắn với nội dung nào"),
    "dossier": _("Hồ sơ"),
    "agency": _("Cơ quan"),
    "figure": _("Chỉ số"),
    "plan": _("Nhiệm vụ Đề án 06"),
}
NOTICE_LABELS: dict[str, Words] = {
    "issued": _("Được giao việc"),
    "changed": _("Việc được giao thay đổi"),
    "answered": _("Có báo cáo kết quả"),
    "judged": _("Báo cáo được xem xét"),
    "urged": _("Đôn đốc"),
    "alert": _("Cảnh báo"),
    "digest": _("Bản tin sáng"),
}
RULE_LABELS: dict[Kind, Words] = {
    Kind.LATE_OVER: _("Hồ sơ quá hạn lâu"),
    Kind.LATE_CLUSTER: _("Nhiều hồ sơ của một thủ tục cùng quá hạn"),
    Kind.APOLOGY_DUE: _("Sắp hết hạn xin lỗi, hẹn lại"),
    Kind.FORECAST: _("Dự báo trễ hạn"),
}
PARAM_LABELS: dict[str, Words] = {
    "working_days": _("Số ngày làm việc"),
    "count": _("Số hồ sơ"),
    "days": _("Trong số ngày"),
    "percent": _("Khả năng từ (%)"),
}
RECIPIENT_LABELS: dict[Recipient, Words] = {
    Recipient.OFFICER: _("Cán bộ đang giữ bước"),
    Recipient.MANAGER: _("Lãnh đạo phòng"),
    Recipient.HEAD: _("Thủ trưởng cơ quan"),
    Recipient.SUPERIOR: _("Thủ trưởng cơ quan cấp trên"),
}
PROGRESS_LABELS: dict[Progress, Words] = {
    Progress.DONE_ON_TIME: _("Hoàn thành đúng hạn"),
    Progress.DONE_LATE: _("Hoàn thành quá hạn"),
    Progress.GOING: _("Đang thực hiện, trong hạn"),
    Progress.OVERDUE: _("Đang thực hiện, quá hạn"),
    Progress.RECURRING: _("Thường xuyên"),
}
