"""What the desk's own pages need: which books and reports an officer may open, and shares of a whole."""

from typing import Any

from django import template
from django.utils.translation import get_language

from haidang.identity import api as identity
from haidang.platform import clock

register = template.Library()
_RIGHTS = {"reports": identity.Permission.REPORT_VIEW, "registers": identity.Permission.REGISTER_VIEW}


@register.simple_tag(takes_context=True)
def may_open(context: Any, what: str) -> bool:
    """Whether the reader may open "reports" or "registers" at some agency: `{% may_open "reports" as yes %}`."""
    user = context["request"].user
    return bool(user.is_authenticated) and identity.has_anywhere(user, _RIGHTS[what], on=clock.today())


@register.filter
def share(value: float) -> str:
    """A share as a percentage with one decimal: 0.952 as 95,2 % (in English 95.2 %)."""
    percent = f"{value * 100:.1f}"
    return f"{percent} %" if (get_language() or "vi").startswith("en") else f"{percent.replace('.', ',')} %"
