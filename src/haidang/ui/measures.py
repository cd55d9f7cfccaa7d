"""How measured values are written for people: shares, office time, counts, always with a comma as here in use."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import get_language

from haidang.ui.wording import office_span, thousands


def decimal_words(value: Fraction, places: int = 1) -> str:
    """A number rounded half up to `places`, without noughts at its end: 71,3 (in English 71.3)."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _dot, rest = f"{abs(rounded):f}".partition(".")
    rest = rest.rstrip("0")
    sign = "−" if rounded < 0 else ""
    comma = "." if (get_language() or "vi").startswith("en") else ","
    return f"{sign}{thousands(int(whole))}{comma + rest if rest else ''}"


def measured(value: Fraction, unit: str) -> str:
    """A value in its unit: `percent`, `minute` (office time), `count`, `point`."""
    if unit == "percent":
        return f"{decimal_words(value)}\u00a0%"
    if unit == "minute":
        return office_span(round(value))
    return decimal_words(value, 0 if unit == "count" else 2)
