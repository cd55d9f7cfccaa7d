"""How figures are written: never a value without saying when there is none, or that it rests on few cases."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from haidang.ioc.api import indicators, questions
from haidang.ui import wording

Unit, Step = indicators.Unit, questions.Step
Number = Fraction | float | int


def missing() -> str:
    """What stands where there is no figure."""
    return _("chưa có số liệu")


def words(figure: indicators.Figure | None, unit: indicators.Unit) -> str:
    """A figure's value as people read it."""
    value = figure.value if figure else None
    return missing() if value is None else number(value, unit)


def number(value: Number, unit: indicators.Unit) -> str:
    """A value in its unit: 70,5 %, 2 ngày 3 giờ làm việc, 1.505, 7,25."""
    if unit is Unit.PERCENT:
        return f"{_decimal(value, 1)}\u00a0%"
    if unit is Unit.MINUTE:
        return wording.office_span(round(value))
    return _decimal(value, 0 if float(value).is_integer() else 2)


def of(unit: indicators.Unit) -> Callable[[float], str]:
    """The same as a function for the axis of a chart, where spans are short."""
    if unit is Unit.MINUTE:
        return lambda value: _("%(count)s ngày") % {"count": _decimal(value / wording.DAY_MINUTES, 1)}
    if unit is Unit.PERCENT:
        return lambda value: f"{_decimal(value, 0 if float(value).is_integer() else 1)}\u00a0%"
    return lambda value: number(value, unit)


def most(unit: indicators.Unit) -> float | None:
    """What values cannot exceed; None without such a thing."""
    return 100.0 if unit is Unit.PERCENT else None


def plain(figure: indicators.Figure | None) -> float | None:
    """The value for a drawing."""
    value = figure.value if figure else None
    return None if value is None else float(value)


def parts(figure: indicators.Figure | None) -> str:
    """Numerator and denominator: 705/1.000; only how many cases for one measure."""
    if figure is None or figure.numerator is None:
        return ""
    if figure.is_ratio:
        return f"{_decimal(figure.numerator, 0)}/{_decimal(figure.denominator or 0, 0)}"
    return _("trên %(count)s dòng") % {"count": wording.thousands(figure.base)}


def period(frame: indicators.Frame, step: questions.Step) -> str:
    """A period's short name: 10/2024, quý IV/2024, 2024."""
    if step is Step.YEAR:
        return f"{frame.first:%Y}"
    if step is Step.QUARTER:
        return _("Quý %(number)s/%(year)s") % {"number": _roman(frame.first), "year": f"{frame.first:%Y}"}
    return f"{frame.first:%m/%Y}"


def _roman(day: date) -> str:
    return ("I", "II", "III", "IV")[(day.month - 1) // 3]


def _decimal(value: Number, places: int) -> str:
    text = f"{float(value):,.{places}f}"
    return text if (get_language() or "vi").startswith("en") else text.translate({44: ".", 46: ","})
