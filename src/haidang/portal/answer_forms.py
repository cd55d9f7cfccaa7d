"""A published form definition as a Django form: built for one request, checked by the catalogue's own rules."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from haidang.catalogue import api as catalogue
from haidang.identity import api as identity

_AUTOCOMPLETE = {"full_name": "name", "address": "street-address", "phone": "tel", "email": "email"}
_FEW_CHOICES = 6


class AnswerField(forms.CharField):
    """Takes what was typed as it is: whether it is right is for the catalogue to say, in one place and one wording."""

    def clean(self, value: Any) -> str:
        """The text as typed, without the null characters that PostgreSQL cannot keep."""
        return str(self.to_python(value)).replace("\0", "")


class AnswersForm(forms.Form):
    """The form of one case of a procedure."""

    use_required_attribute = False

    def __init__(
        self,
        definition: catalogue.FormDefinition,
        *,
        today: date,
        answers: Mapping[str, Any],
        data: QueryDict | None = None,
    ) -> None:
        initial = {field.key: catalogue.readable(field, answers.get(field.key, "")) for field in definition.fields}
        super().__init__(data, initial=initial)
        self.definition, self.today = definition, today
        for field in definition.fields:
            self.fields[field.key] = _field(field)

    def clean(self) -> dict[str, Any]:
        """Hangs the catalogue's messages on the fields at fault."""
        for key, message in catalogue.check_answers(self.definition, self.cleaned_data, today=self.today).items():
            self.add_error(key if key in self.fields else None, message)
        return self.cleaned_data

    def to_save(self) -> dict[str, str]:
        """What the draft keeps: tidied when everything is right, else exactly what was typed."""
        if self.is_valid():
            return catalogue.clean_answers(self.definition, self.cleaned_data)
        return {
            field.key: self.data.get(field.key, "").replace("\0", "")[: field.max_length * 2]
            for field in self.definition.fields
        }

    def sections(self) -> list[tuple[str, list[BoundField]]]:
        """The fields under the headings of the definition."""
        return [(heading, [self[field.key] for field in fields]) for heading, fields in self.definition.sections()]


def known_about(user: identity.User, definition: catalogue.FormDefinition) -> dict[str, str]:
    """What the account already says, so that nobody types it again; an organisation has no personal number."""
    number = "" if user.kind == identity.User.Kind.BUSINESS else user.id_number
    facts = {
        "full_name": user.full_name,
        "id_number": number,
        "phone": user.phone,
        "email": user.email,
        "address": user.address,
    }
    return {field.key: facts.get(field.owner, "") for field in definition.fields if field.owner}


def _field(field: catalogue.FormField) -> forms.Field:
    return AnswerField(label=field.label, help_text=field.help, required=field.required, widget=_widget(field))


def _widget(field: catalogue.FormField) -> forms.Widget:
    attrs: dict[str, Any] = {}
    if field.owner in _AUTOCOMPLETE:
        attrs["autocomplete"] = _AUTOCOMPLETE[field.owner]
    if field.kind == "choice":
        choices = [(choice.key, choice.label) for choice in field.choices]
        if len(choices) <= _FEW_CHOICES:
            return forms.RadioSelect(choices=choices)
        return forms.Select(choices=[("", "—"), *choices])
    if field.kind == "textarea":
        return forms.Textarea(attrs={**attrs, "rows": 5})
    if field.kind in {"number", "date", "id_number"}:
        attrs["inputmode"] = "numeric"
    if field.kind in {"number", "date"}:
        attrs["size"] = 12
    types = {"phone": "tel", "email": "email"}
    return forms.TextInput(attrs={"type": types.get(field.kind, "text"), **attrs})
