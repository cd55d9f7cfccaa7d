"""What figures, columns and divisions of the board are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from haidang.dossiers.api import boards

_F, _G = boards.Figure, boards.Grouping
FIGURE_LABELS = {
    _F.OPEN: _("Đang giải quyết"),
    _F.WAITING: _("Chờ tiếp nhận"),
    _F.DUE_TODAY: _("Còn phải trả hôm nay"),
    _F.IN_TIME: _("Còn hạn"),
    _F.AT_RISK: _("Nguy cơ trễ hạn"),
    _F.LATE: _("Trễ hạn"),
    _F.PAUSED: _("Tạm dừng tính hạn"),
    _F.FINISHED: _("Đã có kết quả trong 30 ngày"),
    _F.FINISHED_ON_TIME: _("Có kết quả đúng hạn trong 30 ngày"),
    _F.FINISHED_LATE: _("Có kết quả quá hạn trong 30 ngày"),
}
COLUMN_LABELS = {
    _F.OPEN: pgettext_lazy("column", "Đang"),
    _F.DUE_TODAY: pgettext_lazy("column", "Hôm nay"),
    _F.AT_RISK: pgettext_lazy("column", "Nguy cơ"),
    _F.LATE: pgettext_lazy("column", "Trễ"),
    _F.PAUSED: pgettext_lazy("column", "Dừng"),
}
GROUPING_LABELS = {
    _G.AGENCY: _("Cơ quan"),
    _G.EACH_AGENCY: _("So sánh cơ quan"),
    _G.UNIT: _("Đơn vị"),
    _G.PROCEDURE: _("Thủ tục"),
    _G.STEP: _("Bước"),
}
TONES = {_F.LATE: "bad", _F.AT_RISK: "warn", _F.PAUSED: "pause", _F.DUE_TODAY: "info"}
