"""Words for the values of the room, as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.reform.cuts import Apart
from haidang.reform.lifecycle import Command, Status

Words = str | Promise

STATUS_LABELS: dict[Status, Words] = {
    Status.PROPOSED: _("Đang đề xuất"),
    Status.SUBMITTED: _("Đã trình"),
    Status.APPROVED: _("Đã phê duyệt"),
    Status.REFUSED: _("Không phê duyệt"),
    Status.PUBLISHED: _("Đã công bố"),
    Status.WITHDRAWN: _("Đã rút"),
}
COMMAND_LABELS: dict[Command, Words] = {
    Command.PROPOSE: _("Đề xuất"),
    Command.AMEND: _("Sửa đề xuất"),
    Command.SUBMIT: _("Trình duyệt"),
    Command.APPROVE: _("Phê duyệt"),
    Command.REFUSE: _("Không phê duyệt"),
    Command.PUBLISH: _("Công bố"),
    Command.WITHDRAW: _("Rút"),
}
APART_LABELS: dict[Apart, Words] = {
    Apart.NO_NUMBER: _("Quy định không nêu thời hạn bằng số"),
    Apart.AT_ONCE: _("Quy định giải quyết ngay, không còn gì để cắt giảm"),
    Apart.OTHER_UNIT: _("Cam kết khác đơn vị với quy định, không so được"),
}
CHANGE_LABELS: dict[str, Words] = {
    "drop_document": _("Bỏ một giấy tờ"),
    "merge_steps": _("Gộp bước thực hiện"),
    "shorten": _("Rút ngắn thời hạn"),
    "online_level": _("Nâng mức dịch vụ công trực tuyến"),
    "abolish": _("Bãi bỏ thủ tục"),
    "other": _("Đơn giản hóa khác"),
}
UNIT_LABELS: dict[str, Words] = {
    "working_day": _("ngày làm việc"),
    "working_hour": _("giờ làm việc"),
    "calendar_day": _("ngày"),
    "month": _("tháng"),
    "year": _("năm"),
}
