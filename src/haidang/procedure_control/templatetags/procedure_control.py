"""Filters for times and shares."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template

from haidang.catalogue.api import Difference, TimeLimit
from haidang.dossiers import api as dossiers
from haidang.platform import clock
from haidang.procedure_control.fields import FIELDS
from haidang.reform import api as reform
from haidang.ui import wording

register = template.Library()
TONES = {
    "proposed": "mute",
    "submitted": "info",
    "approved": "pause",
    "published": "good",
    "refused": "bad",
    "withdrawn": "mute",
}


@register.filter
def limit(value: TimeLimit | dict[str, Any] | None) -> str:
    """A stated time: 5 ngày làm việc."""
    return reform.limit_words(TimeLimit(**value) if isinstance(value, dict) else value)


@register.filter
def amount(value: int | None, unit: str) -> str:
    """A counted time in its unit."""
    return reform.amount_words(value, unit)


@register.filter
def percent(value: Fraction | None) -> str:
    """A share: 39,9 %."""
    return reform.percent_words(value)


@register.filter
def of(part: int, whole: int) -> str:
    """`part` of `whole` as a share."""
    return reform.percent_words(reform.ratio(part, whole))


@register.filter
def channel(value: str) -> str:
    """A way to file in words."""
    return str(dossiers.CHANNEL_LABELS.get(value, value))


@register.inclusion_tag("ui/parts/badge.html")
def status_badge(status: str) -> dict[str, Any]:
    """Where a plan or a review stands."""
    words = reform.STATUS_LABELS[reform.Status(status)]
    return {"words": words, "tone": TONES[status], "symbol": ""}


@register.filter
def difference(value: Any) -> str:
    """One side of a difference between two versions, as words."""
    if value is None or value == "":
        return "–"
    if isinstance(value, TimeLimit):
        return reform.limit_words(value)
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value) or "–"
    return wording.thousands(value) if type(value) is int else str(value)


@register.filter
def apart_label(value: reform.Apart) -> str:
    """Why a procedure stands in no denominator."""
    return str(reform.APART_LABELS[value])


@register.filter
def unit_label(value: str) -> str:
    """A unit of terms in words."""
    return str(reform.UNIT_LABELS[value])


@register.filter
def plain_number(value: Decimal) -> str:
    """A number as it was meant, without zeros behind the point."""
    return f"{value.normalize():f}"


@register.filter
def unlocalized(value: float) -> str:
    """A number for an attribute of SVG: with a point, whatever the language of the page."""
    return f"{value:g}"


@register.filter
def iso_day(value: str) -> str:
    """The local day of a moment that is kept as text."""
    return f"{clock.local(datetime.fromisoformat(value)):%d/%m/%Y}"


@register.filter
def field_label(value: str) -> str:
    """What a difference is about."""
    return str(FIELDS.get(value, value))


@register.filter
def where(item: Difference) -> str:
    """At which case, document or way to file a difference lies."""
    parts = [channel(part) for part in item.where if part]
    return " · ".join(parts)
