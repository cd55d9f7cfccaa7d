"""Form rendering of the design system, and the few widgets that HTML alone does not give."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates


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
