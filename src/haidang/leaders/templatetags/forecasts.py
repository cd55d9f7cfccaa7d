"""Filters for forecasts and for how work flows."""

from fractions import Fraction

from django import template

from haidang.reform import api as reform
from haidang.steering import api as steering

register = template.Library()


@register.filter
def chance(value: float) -> str:
    """A probability in whole per cent; never 0 or 100 for what is not certain."""
    return steering.percent_words(value)


@register.filter
def working_days(minutes: int | None, day_minutes: int) -> str:
    """Office minutes as working days with one decimal; a dash for None."""
    return "–" if minutes is None else steering.days_words(minutes, day_minutes)


@register.filter
def standing(forecast: steering.Forecast) -> str:
    """Where a dossier stands: its step, or what it waits for."""
    return steering.step_words(forecast)


@register.filter
def part_of(part: int, whole: int) -> str:
    """A share in per cent; a dash of nothing."""
    return reform.percent_words(Fraction(part * 100, whole) if whole else None)
