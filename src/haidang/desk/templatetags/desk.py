"""What the desk's own pages need: shares of a whole."""

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def share(value: float) -> str:
    """A share as a percentage with one decimal: 0.952 as 95,2 % (in English 95.2 %)."""
    percent = f"{value * 100:.1f}"
    return f"{percent} %" if (get_language() or "vi").startswith("en") else f"{percent.replace('.', ',')} %"
