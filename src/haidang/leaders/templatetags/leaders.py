"""Tags and filters of the leaders' app."""

from fractions import Fraction
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse

from haidang.dossiers.api import boards
from haidang.leaders.nav import TABS
from haidang.reform import api as reform
from haidang.steering import api as steering

register = template.Library()


@register.inclusion_tag("leaders/parts/tabs.html", takes_context=True)
def leader_tabs(context: RequestContext) -> dict[str, Any]:
    """The app's menu, with the place where the reader is."""
    path = context["request"].path if "request" in context else ""
    tabs = [
        (tab, href, path == href if tab.exact else path.startswith(href)) for tab in TABS if (href := reverse(tab.name))
    ]
    return {"tabs": tabs}


@register.filter
def percent(value: Fraction | None) -> str:
    """A share: 95,2 %."""
    return reform.percent_words(None if value is None else value * 100)


@register.filter
def share(pair: tuple[int, int] | None) -> str:
    """Numerator and denominator as a share; a dash for none."""
    return percent(Fraction(*pair) if pair else None)


@register.filter
def of_all(found: steering.Share) -> str:
    """So many of so many with the share: 5/8 (62,5 %); of nothing, a dash."""
    return f"{found.part}/{found.whole} ({share((found.part, found.whole) if found.whole else None)})"


@register.filter
def of_results(rate: tuple[int, int] | None) -> str:
    """Results on time of all results, as `of_all`; a dash where there are none."""
    return f"{rate[0]}/{rate[1]} ({share(rate)})" if rate else "–"


@register.filter
def figure(line: boards.Line | None, name: str) -> int:
    """A figure of a board's line by its name; nought for an agency that has no line."""
    return (line.figures.of(boards.Figure(name)) or 0) if line else 0


@register.filter
def unlocalized(value: float) -> str:
    """A number for an attribute of SVG: with a point, whatever the language of the page."""
    return f"{value:g}"
