"""Words of the PAR INDEX, as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.reform.par_index.lifecycle import Command, Status

Words = str | Promise

STATUS_LABELS: dict[Status, Words] = {
    Status.WAITING: _("Chưa tự chấm"),
    Status.SCORED: _("Đã tự chấm"),
    Status.SUBMITTED: _("Chờ thẩm định"),
    Status.ACCEPTED: _("Chấp nhận"),
    Status.LOWERED: _("Hạ điểm"),
}
COMMAND_LABELS: dict[Command, Words] = {
    Command.START: _("Bắt đầu chấm năm"),
    Command.ASSIGN: _("Phân công"),
    Command.SCORE: _("Tự chấm"),
    Command.SUBMIT: _("Gửi thẩm định"),
    Command.ACCEPT: _("Chấp nhận điểm"),
    Command.LOWER: _("Hạ điểm"),
    Command.SEND_BACK: _("Trả lại để chấm lại"),
    Command.REOPEN: _("Mở lại"),
}
METHOD_LABELS: dict[str, Words] = {"self": _("Tự chấm, có minh chứng"), "survey": _("Khảo sát")}
