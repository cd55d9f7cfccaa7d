"""Words of the service index, as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.reform.qd766.scoring import Standing
from haidang.reform.qd766.spans import Span
from haidang.worktime import api as worktime

Words = str | Promise

STANDING_LABELS: dict[Standing, Words] = {
    Standing.COUNTED: gettext_lazy("Đã chấm"),
    Standing.BY_RULE: gettext_lazy("Không phát sinh, chấm theo quy ước"),
    Standing.NOTHING: gettext_lazy("Không phát sinh, không chấm"),
    Standing.MISSING: gettext_lazy("Chưa có dữ liệu"),
    Standing.IMPOSSIBLE: gettext_lazy("Số liệu mâu thuẫn: tử số lớn hơn mẫu số"),
}
TIMELINESS_LABELS: dict[worktime.Timeliness, Words] = {
    worktime.Timeliness.ON_TIME: gettext_lazy("Đúng hạn hoặc còn trong hạn"),
    worktime.Timeliness.LATE: gettext_lazy("Trễ theo cách tính 766"),
    worktime.Timeliness.UNKNOWN: gettext_lazy("Không có hạn để xét"),
}
ENDING_LABELS: dict[worktime.Ending, Words] = {
    worktime.Ending.PROCESSED: gettext_lazy("Đã xử lý xong"),
    worktime.Ending.RETURNED: gettext_lazy("Đã trả kết quả"),
    worktime.Ending.STOPPED: gettext_lazy("Dừng, từ chối hoặc rút"),
    worktime.Ending.SUPPLEMENT_ASKED: gettext_lazy("Đang chờ bổ sung: dừng ở lúc yêu cầu"),
    worktime.Ending.STILL_OPEN: gettext_lazy("Đang giải quyết"),
}


def span_words(span: Span) -> str:
    """A span as people say it."""
    values = {"number": span.number, "year": span.year}
    return {
        "month": _("Tháng %(number)s/%(year)s"),
        "quarter": _("Quý %(number)s/%(year)s"),
        "year": _("Năm %(year)s"),
    }[span.kind] % values
