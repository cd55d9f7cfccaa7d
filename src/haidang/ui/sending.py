"""What a form sends beside its fields, and saying on it why the house declined."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from haidang.platform import clock
from haidang.platform.errors import Refused


def sent_by(request: HttpRequest) -> dict[str, Any]:
    """What every verb takes of a request: actor, now, key, expected_version."""
    return {
        "actor": request.user,
        "now": clock.now(),
        "key": request.POST.get("key", ""),
        "expected_version": number_of(request.POST.get("expected_version")),
    }


def number_of(text: str | None) -> int | None:
    """A whole number as a form or address sends it; None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


def attempt(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Does `act`; a refusal is said on the form, at the field at fault if it has it."""
    try:
        act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True
