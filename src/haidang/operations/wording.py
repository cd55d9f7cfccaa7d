"""Figures, standings and periods in words."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.ioc.api import indicators
from haidang.ui.measures import decimal_words, measured

GRAIN_LABELS: dict[indicators.Grain, str | Promise] = {
    indicators.Grain.PROVINCE: gettext_lazy("Toàn tỉnh"),
    indicators.Grain.AGENCY: gettext_lazy("Cơ quan"),
    indicators.Grain.COMMUNE: gettext_lazy("Xã, phường"),
    indicators.Grain.PROCEDURE: gettext_lazy("Thủ tục"),
}
UNIT_LABELS: dict[indicators.Unit, str | Promise] = {
    indicators.Unit.PERCENT: gettext_lazy("phần trăm"),
    indicators.Unit.MINUTE: gettext_lazy("thời gian làm việc"),
    indicators.Unit.COUNT: gettext_lazy("số lượng"),
    indicators.Unit.POINT: gettext_lazy("điểm"),
}
BETTER_LABELS: dict[indicators.Better, str | Promise] = {
    indicators.Better.UP: gettext_lazy("càng cao càng tốt"),
    indicators.Better.DOWN: gettext_lazy("càng thấp càng tốt"),
    indicators.Better.NONE: gettext_lazy("không xếp tốt, xấu"),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """Words with their tone and icon: never colour alone."""

    words: str
    tone: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it is written: its value, what it is made of, whether it rests on little."""

    value: str
    parts: str
    is_small: bool
    badge: Badge | None


def shown(
    definition: indicators.Definition, figure: indicators.Figure | None, found: indicators.Comparison | None = None
) -> Shown:
    """A figure for a table or a tile; where there is nothing to divide by it has no value."""
    if figure is None or figure.value is None:
        return Shown(_("Không có số liệu"), "", is_small=False, badge=None)
    return Shown(
        measured(figure.value, definition.unit),
        parts(figure),
        figure.is_small(definition.small),
        standing(definition, found),
    )


def parts(figure: indicators.Figure) -> str:
    """Numerator and denominator; of a single measure, on how many rows it rests."""
    if not figure.is_ratio:
        return _("từ %(count)s dòng") % {"count": decimal_words(Fraction(figure.base), 0)}
    above, below = (decimal_words(Fraction(number or 0), 1) for number in (figure.numerator, figure.denominator))
    return f"{above} / {below}"


def standing(definition: indicators.Definition, found: indicators.Comparison | None) -> Badge | None:
    """How a value stands against its target, and what is needed a month."""
    if found is None:
        return None
    if found.standing is indicators.Standing.REACHED:
        return Badge(_("Đạt mục tiêu"), "good", "check")
    if found.standing is indicators.Standing.ON_PATH:
        return Badge(_("Đúng lộ trình"), "good", "check")
    missing = measured(found.missing, definition.unit)
    words = _("Còn thiếu %(missing)s") if definition.better is indicators.Better.UP else _("Còn vượt %(missing)s")
    said = words % {"missing": missing}
    if found.monthly is not None:
        said += " · " + _("cần %(monthly)s mỗi tháng") % {"monthly": measured(found.monthly, definition.unit)}
    return Badge(said, "bad" if found.standing is indicators.Standing.BEHIND else "warn", "alert")


def target_words(definition: indicators.Definition) -> str:
    """The goal: 70 % đến 31/12/2024."""
    if not definition.target:
        return ""
    goal = definition.target[-1]
    value = measured(goal.value, definition.unit)
    if goal.on == indicators.OPEN:
        return value
    return _("%(value)s đến %(day)s") % {"value": value, "day": f"{goal.on:%d/%m/%Y}"}


def top_of(definition: indicators.Definition) -> Fraction | None:
    """The top of a chart's scale where it is always the same."""
    return Fraction(100) if definition.unit is indicators.Unit.PERCENT else None


def month_words(frame: indicators.Frame) -> str:
    """As 11/2024; a month that is not over says up to when it is known."""
    if not _is_month(frame):
        return f"{frame.first:%d/%m/%Y} – {frame.last:%d/%m/%Y}"
    return f"{frame.first:%m/%Y}"


def _is_month(frame: indicators.Frame) -> bool:
    return frame.first.day == 1 and frame.first.month == frame.last.month and frame.last.day > 27


def month_of(text: str, frames: tuple[indicators.Frame, ...]) -> indicators.Frame:
    """The frame of `frames` that an address names as 2024-10, or the last."""
    return next((frame for frame in frames if f"{frame.first:%Y-%m}" == text), frames[-1])
