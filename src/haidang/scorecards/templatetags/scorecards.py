"""Filters for points and shares."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.translation import get_language

from haidang.reform import api as reform
from haidang.reform.api import par_index, qd766, sipas

register = template.Library()
TONES = {
    qd766.Standing.COUNTED: "good",
    qd766.Standing.BY_RULE: "info",
    qd766.Standing.NOTHING: "mute",
    qd766.Standing.MISSING: "pause",
    qd766.Standing.IMPOSSIBLE: "bad",
}


@register.filter
def points(value: Fraction | None) -> str:
    """Points with two decimals: 15,68; a dash for none."""
    if value is None:
        return "–"
    words = f"{qd766.rounded(value):f}"
    return words if (get_language() or "vi").startswith("en") else words.replace(".", ",")


@register.filter
def percent(value: Fraction | None) -> str:
    """A share: 78,4 %."""
    return reform.percent_words(None if value is None else value * 100)


@register.filter
def width(value: Fraction | Decimal | None, whole: int | Decimal) -> str:
    """A share of a whole as a width of SVG in per cent, with a point whatever the language of the page."""
    return f"{float(value) * 100 / float(whole):.2f}" if value and whole else "0"


@register.filter
def span_words(value: qd766.Span) -> str:
    """A span in words."""
    return qd766.span_words(value)


@register.filter
def timeliness(value: Any) -> str:
    """Whether a dossier counts on time, in words."""
    return str(qd766.TIMELINESS_LABELS[value])


@register.filter
def ending(value: Any) -> str:
    """By which fact the count of a dossier ended, in words."""
    return str(qd766.ENDING_LABELS[value])


@register.filter
def lacks(value: tuple[str, ...]) -> str:
    """The parts that a procedure does not make public."""
    from haidang.catalogue.api import PART_LABELS

    return ", ".join(str(PART_LABELS[key]) for key in value)


@register.filter
def share(value: float | None) -> str:
    """A share from 0 to 1: 82,7 %."""
    return reform.percent_words(None if value is None else Fraction(value).limit_denominator(1_000_000) * 100)


@register.filter
def hundredths(value: float | None) -> str:
    """A share from 0 to 1 as a width of SVG in per cent."""
    return f"{(value or 0) * 100:.2f}"


@register.filter
def span_of(value: sipas.Estimate) -> str:
    """How far an interval reaches, as a width of SVG in per cent."""
    return f"{((value.high or 0) - (value.low or 0)) * 100:.2f}"


@register.filter
def decimal(value: Decimal | None) -> str:
    """Points that are kept with two decimals: 2,50; a dash for none."""
    return points(None if value is None else Fraction(value))


@register.filter
def percent_of(value: Decimal | None) -> str:
    """A share that is already in per cent."""
    return reform.percent_words(None if value is None else Fraction(value))


@register.filter
def method(value: str) -> str:
    """How a criterion is scored."""
    return str(par_index.METHOD_LABELS[value])


PAR_TONES = {"waiting": "mute", "scored": "info", "submitted": "pause", "accepted": "good", "lowered": "warn"}


@register.inclusion_tag("ui/parts/badge.html")
def par_badge(status: str) -> dict[str, Any]:
    """Where an assessment stands."""
    return {"words": par_index.STATUS_LABELS[par_index.Status(status)], "tone": PAR_TONES[status], "symbol": ""}


SURVEY_TONES = {"draft": "mute", "drawn": "info", "open": "pause", "closed": "good", "withdrawn": "bad"}


@register.inclusion_tag("ui/parts/badge.html")
def survey_badge(status: str) -> dict[str, Any]:
    """Where a survey stands."""
    return {"words": sipas.STATUS_LABELS[sipas.Status(status)], "tone": SURVEY_TONES[status], "symbol": ""}


@register.inclusion_tag("ui/parts/badge.html")
def standing_badge(value: qd766.Standing) -> dict[str, Any]:
    """How a component came to its points."""
    return {"words": qd766.STANDING_LABELS[value], "tone": TONES[value], "symbol": ""}
