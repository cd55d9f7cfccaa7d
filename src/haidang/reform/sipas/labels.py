"""Words of surveys, as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.reform.sipas.lifecycle import Command, Status

Words = str | Promise

STATUS_LABELS: dict[Status, Words] = {
    Status.DRAFT: _("Đang soạn"),
    Status.DRAWN: _("Đã chọn mẫu"),
    Status.OPEN: _("Đang khảo sát"),
    Status.CLOSED: _("Đã kết thúc"),
    Status.WITHDRAWN: _("Đã hủy"),
}
COMMAND_LABELS: dict[Command, Words] = {
    Command.CREATE: _("Lập cuộc khảo sát"),
    Command.AMEND: _("Sửa câu hỏi"),
    Command.DRAW: _("Chọn mẫu"),
    Command.ISSUE_CARDS: _("Phát thẻ trả lời"),
    Command.OPEN: _("Bắt đầu khảo sát"),
    Command.ENTER_SHEET: _("Nhập phiếu giấy"),
    Command.CLOSE: _("Kết thúc khảo sát"),
    Command.WITHDRAW: _("Hủy cuộc khảo sát"),
}
