"""Words for states, commands and grounds, as people read them."""

from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from haidang.dossiers.deadlines import Ground
from haidang.dossiers.fees import Money
from haidang.dossiers.lifecycle import Command, State
from haidang.worktime import api as worktime

# The exact words of the national portal (DOMAIN §1.1).
STATE_LABELS = {
    State.NEW: _("Mới đăng ký"),
    State.RECEIVED: _("Được tiếp nhận"),
    State.REFUSED: _("Không được tiếp nhận"),
    State.PROCESSING: _("Đang xử lý"),
    State.SUPPLEMENT: _("Yêu cầu bổ sung giấy tờ"),
    State.PAYMENT: _("Yêu cầu thực hiện nghĩa vụ tài chính"),
    State.WITHDRAWN: _("Công dân yêu cầu rút hồ sơ"),
    State.STOPPED: pgettext_lazy("state", "Dừng xử lý"),
    State.DONE: _("Đã xử lý xong"),
    State.RETURNED: _("Đã trả kết quả"),
}
COMMAND_LABELS = {
    Command.SUBMIT: _("Nộp hồ sơ"),
    Command.ACCEPT: pgettext_lazy("command", "Tiếp nhận"),
    Command.REJECT: _("Từ chối tiếp nhận"),
    Command.CHECK_DOCUMENT: _("Kiểm tra giấy tờ"),
    Command.REQUEST_SUPPLEMENT: _("Yêu cầu bổ sung"),
    Command.SUPPLEMENT: _("Bổ sung hồ sơ"),
    Command.COMPLETE_STEP: _("Hoàn thành bước"),
    Command.RETURN_STEP: _("Trả lại bước trước"),
    Command.RECALL: _("Thu hồi bước vừa làm"),
    Command.MIGRATE_PROCESS: _("Chuyển phiên bản quy trình"),
    Command.FIRE_TIMER: _("Hẹn giờ của quy trình"),
    Command.PAUSE: _("Tạm dừng tính thời hạn"),
    Command.REQUEST_PAYMENT: _("Yêu cầu nộp phí, lệ phí"),
    Command.RECORD_PAYMENT: _("Ghi nhận đã nộp phí, lệ phí"),
    Command.COLLECT_FEE: _("Thu phí, lệ phí tại quầy"),
    Command.WAIVE_FEE: _("Miễn phí, lệ phí"),
    Command.RETRACT_FEE: _("Thu hồi yêu cầu nộp phí"),
    Command.CANCEL_RECEIPT: _("Hủy phiếu thu"),
    Command.RESUME: pgettext_lazy("command", "Tiếp tục tính thời hạn"),
    Command.REAPPOINT: _("Xin lỗi và hẹn lại ngày trả kết quả"),
    Command.WITHDRAW: _("Rút hồ sơ"),
    Command.STOP: _("Dừng xử lý"),
    Command.FINISH: _("Kết thúc xử lý"),
    Command.RETURN_RESULT: _("Trả kết quả"),
    Command.RATE: _("Đánh giá"),
    Command.CLAIM: _("Nhận việc"),
    Command.RELEASE: _("Trả lại việc chung"),
    Command.ASSIGN: _("Phân công"),
    Command.NOTE: _("Ghi chú nội bộ"),
}
GROUND_LABELS = {
    Ground.SUPPLEMENT: _("chờ người nộp bổ sung giấy tờ"),
    Ground.PAYMENT: _("chờ người nộp thực hiện nghĩa vụ tài chính"),
    Ground.OTHER_AGENCY: _("chờ ý kiến của cơ quan khác theo quy định của pháp luật"),
}
MONEY_LABELS = {
    Money.NONE: _("Chưa phát sinh"),
    Money.REQUESTED: _("Chờ nộp"),
    Money.PAID: _("Đã nộp đủ"),
    Money.WAIVED: _("Được miễn"),
}
CHANNEL_LABELS = {
    "direct": _("Trực tiếp tại quầy"),
    "online": _("Trực tuyến"),
    "postal": _("Bưu chính công ích"),
}
RATING_LABELS = {
    3: pgettext_lazy("rating", "Rất hài lòng"),
    2: pgettext_lazy("rating", "Hài lòng"),
    1: pgettext_lazy("rating", "Không hài lòng"),
}
UNIT_LABELS = {
    worktime.Unit.WORKING_DAY: _("ngày làm việc"),
    worktime.Unit.WORKING_HOUR: _("giờ làm việc"),
    worktime.Unit.CALENDAR_DAY: _("ngày"),
    worktime.Unit.MONTH: _("tháng"),
    worktime.Unit.YEAR: _("năm"),
}


def term_words(term: str) -> str:
    """A stored term as people read it: "5 working_day" as "5 ngày làm việc"; zero days is the same day."""
    parsed = worktime.Term.parse(term)
    if not parsed.value:
        return gettext("Trong ngày làm việc")
    return f"{parsed.value:f} {UNIT_LABELS[parsed.unit]}"


def dong_words(amount: int) -> str:
    """An amount as a sentence says it: 150.000 đồng."""
    grouped = f"{amount:,}"
    is_english = (get_language() or "vi").startswith("en")
    return gettext("%(amount)s đồng") % {"amount": grouped if is_english else grouped.replace(",", ".")}
