"""Filters for points and shares."""

from fractions import Fraction
from typing import Any

from django import template
from django.utils.translation import get_language

from haidang.reform import api as reform
from haidang.reform.api import qd766

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
    return reform.percent_words(value)


@register.filter
def width(value: Fraction | None, whole: int) -> str:
    """A share of a whole as a width of SVG in per cent, with a point whatever the language of the page."""
    return f"{float(value * 100 / whole):.2f}" if value and whole else "0"


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


@register.inclusion_tag("ui/parts/badge.html")
def standing_badge(value: qd766.Standing) -> dict[str, Any]:
    """How a component came to its points."""
    return {"words": qd766.STANDING_LABELS[value], "tone": TONES[value], "symbol": ""}
