"""What people write into a form of their own words: trimmed, not too long, not empty where it must not be."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.platform.errors import Invalid

LIMIT = 4_000


def required(value: str, *, field: str, message: Any, limit: int = LIMIT) -> str:
    """`value` trimmed; raises Invalid when it is empty or too long."""
    value = optional(value, field=field, limit=limit)
    if not value:
        raise Invalid(message, field=field)
    return value


def optional(value: str, *, field: str, limit: int = LIMIT) -> str:
    """`value` trimmed; raises Invalid when it is too long."""
    value = value.strip()
    if len(value) > limit:
        raise Invalid(_("Nội dung dài quá %(limit)s ký tự.") % {"limit": limit}, field=field)
    return value
