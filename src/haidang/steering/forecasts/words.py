"""Why a forecast says what it says, in words, made when they are read: in the reader's language."""

from fractions import Fraction

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from haidang.dossiers.api import Happening
from haidang.steering.forecasts.levels import LEVEL_LABELS
from haidang.steering.forecasts.tables import Forecast

_PERCENT = 100


def days_words(minutes: int, day_minutes: int) -> str:
    """Office minutes as working days with one decimal: "3,2 ngày làm việc"."""
    tenths = round(Fraction(minutes * 10, day_minutes))
    number = f"{tenths // 10}{_point()}{tenths % 10}"
    return ngettext("%(days)s ngày làm việc", "%(days)s ngày làm việc", 1 if tenths == 10 else 2) % {"days": number}


def percent_words(chance: float) -> str:
    """A chance in whole per cent; never 0 or 100 for what is not certain."""
    if 0 < chance < 1:
        chance = min(max(chance, 0.01), 0.99)
    return f"{round(chance * _PERCENT)} %"


def step_words(forecast: Forecast) -> str:
    """Where the dossier stands: the name of its step, or what it waits for between steps."""
    known = {
        "": _("mới tiếp nhận"),
        Happening.RECEIVED: _("mới tiếp nhận"),
        Happening.ISSUING: _("chờ ban hành kết quả"),
    }
    return str(known.get(forecast.step, forecast.step))


def why(forecast: Forecast) -> list[str]:
    """Sentences: how long it has stood there, what comparable ones needed, what is left; then on what that rests."""
    found = [_standing(forecast)]
    if forecast.most is not None:
        found.append(
            _("80 %% hồ sơ tương tự sau đó cần thêm không quá %(most)s, một nửa không quá %(half)s.")
            % {"most": _days(forecast, forecast.most), "half": _days(forecast, forecast.half or 0)}
        )
    found.append(_left(forecast))
    return [*found, basis(forecast)]


def basis(forecast: Forecast) -> str:
    """On which comparable dossiers the forecast rests, how many, and how many of them were too slow for this one."""
    if not forecast.level:
        return _("Chưa đủ hồ sơ tương tự để so; xác suất chủ yếu theo tỷ lệ trễ hạn chung.")
    words = ngettext(
        "Dựa trên %(count)s hồ sơ %(level)s; %(late)s trong số đó cần lâu hơn thời gian còn lại của hồ sơ này.",
        "Dựa trên %(count)s hồ sơ %(level)s; %(late)s trong số đó cần lâu hơn thời gian còn lại của hồ sơ này.",
        forecast.count,
    )
    return words % {"count": forecast.count, "level": LEVEL_LABELS[forecast.level], "late": forecast.late}


def _standing(forecast: Forecast) -> str:
    numbers = {"step": step_words(forecast), "days": _days(forecast, forecast.in_step)}
    if forecast.is_paused:
        return _("Đồng hồ đang dừng ở bước “%(step)s”, đã làm %(days)s; tính từ khi chạy lại:") % numbers
    return _("Ở bước “%(step)s” được %(days)s.") % numbers


def _left(forecast: Forecast) -> str:
    if forecast.left < 0:
        return _("Đã quá hạn %(days)s.") % {"days": _days(forecast, -forecast.left)}
    return _("Hạn còn %(days)s.") % {"days": _days(forecast, forecast.left)}


def _days(forecast: Forecast, minutes: int) -> str:
    return days_words(minutes, forecast.day_minutes)


def _point() -> str:
    return "." if (get_language() or "vi").startswith("en") else ","
