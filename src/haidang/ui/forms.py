"""Form rendering of the design system, and the few widgets that HTML alone does not give."""

import re
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

_AMOUNT = re.compile(r"[0-9]{1,15}|[0-9]{1,3}([.,][0-9]{3}){1,4}")
_CURRENCY = re.compile(r"(₫|đồng|đ|vnđ|vnd)$", re.IGNORECASE)


def new_key() -> str:
    """An idempotency key for a form that is shown for the first time."""
    return uuid.uuid4().hex


class Renderer(DjangoTemplates):
    """Draws every form and field with the templates in `ui/form`."""

    form_template_name = "ui/form/form.html"
    field_template_name = "ui/form/field.html"


class DateInput(forms.DateInput):
    """The browser's own date picker; it sends ISO dates and shows them in the user's way."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A date as the browser's picker sends it, or typed as people here write it: never month first."""

    widget = DateInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)


class FilesInput(forms.FileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True
    template_name = "ui/form/files.html"


class FilesField(forms.FileField):
    """Several uploaded files; the cleaned value is a list. What is inside them is checked by the file store."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The uploaded files; an empty list if none were sent and none are required."""
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            super().clean(None, initial)
            return []
        return [item for item in given if item]


class DongField(forms.CharField):
    """An amount in whole đồng as people type it: 150000, 150.000, 150 000 đ; the cleaned value is an int or None."""

    default_error_messages = {"amount": _("Số tiền chỉ gồm chữ số, ví dụ 150.000.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "numeric", "class": "input--short"}))
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: Any) -> Any:
        """The amount; None where nothing was entered and nothing is required."""
        text = _CURRENCY.sub("", "".join(super().clean(value).split()))
        if not text:
            return None
        if not _AMOUNT.fullmatch(text):
            raise forms.ValidationError(self.error_messages["amount"], code="amount")
        return int(re.sub(r"[.,]", "", text))
