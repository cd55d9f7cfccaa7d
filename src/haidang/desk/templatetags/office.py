"""What the desk's menu offers to whom."""

from django import template
from django.template.context import RequestContext

from haidang.identity import api as identity
from haidang.platform import clock

register = template.Library()


@register.simple_tag(takes_context=True)
def leads(context: RequestContext) -> bool:
    """Whether who looks at the page hands out work somewhere."""
    user = context.get("user")
    return isinstance(user, identity.User) and identity.has_anywhere(
        user, identity.Permission.DOSSIER_ASSIGN, on=clock.today()
    )
