"""The form of a counter reception: the owner, the questions of the procedure's form, and how the papers came."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.ui.forms import DateInput, new_key

OWNER_FIELDS: dict[str, tuple[Any, int]] = {
    "full_name": (_("Họ và tên chủ hồ sơ"), 200),
    "id_number": (_("Số định danh cá nhân"), 20),
    "phone": (_("Số điện thoại"), 20),
    "email": (_("Thư điện tử"), 200),
    "address": (_("Địa chỉ"), 300),
}
RADIO_LIMIT = 5
_TYPES: dict[str, dict[str, str]] = {
    "phone": {"type": "tel", "inputmode": "tel"},
    "email": {"type": "email", "inputmode": "email"},
    "id_number": {"inputmode": "numeric"},
    "number": {"inputmode": "numeric"},
}


class AnswersForm(forms.Form):
    """The published form of a procedure, as fields; right and wrong is said by the catalogue."""

    use_required_attribute = False

    def __init__(self, definition: catalogue.FormDefinition, *, today: date, **kwargs: Any) -> None:
        super().__init__(prefix="don", **kwargs)
        self.definition, self.today = definition, today
        for field in definition.fields:
            self.fields[field.key] = _field(field)

    def clean(self) -> dict[str, Any]:
        """Adds the catalogue's messages where Django has none."""
        found = self.cleaned_data
        raw = {key: self[key].value() for key in self.fields}
        for key, message in catalogue.check_answers(self.definition, raw, today=self.today).items():
            if key in self.fields and key not in self.errors:
                self.add_error(key, message)
        return found

    @property
    def answers(self) -> dict[str, str]:
        """What is filed, of a valid form."""
        return catalogue.clean_answers(self.definition, self.cleaned_data)

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(title, [self[field.key] for field in fields]) for title, fields in self.definition.sections()]

    def owner_data(self) -> dict[str, str]:
        """What the answers say about the owner, by the name of the datum."""
        answers = self.answers
        return {field.owner: answers.get(field.key, "") for field in self.definition.fields if field.owner}


def _field(field: catalogue.FormField) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "required": field.required, "help_text": field.help}
    common["error_messages"] = {"required": gettext("Hãy điền “%(label)s”.") % {"label": field.label}}
    if field.kind == "choice":
        choices = [(choice.key, choice.label) for choice in field.choices]
        if len(choices) <= RADIO_LIMIT:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        return forms.ChoiceField(choices=[("", "—"), *choices], **common)
    if field.kind == "date":
        return forms.CharField(max_length=10, widget=DateInput(), **common)
    if field.kind == "textarea":
        return forms.CharField(max_length=field.max_length, widget=forms.Textarea({"rows": 4}), **common)
    if field.kind == "number":
        common["initial"] = field.minimum
    return forms.CharField(max_length=field.max_length, widget=forms.TextInput(_TYPES.get(field.kind, {})), **common)


class ReceptionForm(forms.Form):
    """How the papers came, whose matter it is as far as the procedure's form does not ask, and the time promised."""

    key = forms.CharField(min_length=8, max_length=80, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_("Hồ sơ đến bằng cách nào"),
        choices=[(name, dossiers.CHANNEL_LABELS[name]) for name in ("direct", "postal")],
        widget=forms.RadioSelect,
    )
    owner_kind = forms.ChoiceField(
        label=_("Chủ hồ sơ là"),
        choices=[
            (identity.User.Kind.CITIZEN.value, identity.User.Kind.CITIZEN.label),
            (identity.User.Kind.BUSINESS.value, identity.User.Kind.BUSINESS.label),
        ],
        widget=forms.RadioSelect,
    )
    tax_code = forms.RegexField(
        r"\d{10}(-?\d{3})?",
        label=_("Mã số thuế"),
        required=False,
        help_text=_("Điền khi chủ hồ sơ là doanh nghiệp, tổ chức."),
        error_messages={"invalid": _("Mã số thuế gồm 10 hoặc 13 chữ số.")},
    )
    working_days = forms.IntegerField(
        label=_("Số ngày làm việc hẹn trả kết quả"),
        required=False,
        min_value=0,
        max_value=365,
        help_text=_("Chỉ điền khi tiếp nhận ngay: quy định không ghi thời hạn bằng số (0–365)."),
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )
    help_agency = forms.TypedChoiceField(
        label=_("Nơi đã hỗ trợ chuẩn bị hồ sơ"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Nếu người nộp được một nơi khác giúp chuẩn bị hồ sơ."),
        error_messages={"invalid_choice": _("Hãy chọn lại nơi hỗ trợ.")},
    )
    use_required_attribute = False

    def __init__(
        self, *, asked_elsewhere: set[str], needs_working_days: bool, helpers: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        cast("forms.ChoiceField", self.fields["help_agency"]).choices = [("", _("Không có")), *helpers]
        self.initial.update(key=new_key(), channel="direct", owner_kind=identity.User.Kind.CITIZEN.value)
        for name, (label, length) in OWNER_FIELDS.items():
            if name not in asked_elsewhere:
                self.fields[name] = forms.CharField(label=label, max_length=length, required=name == "full_name")
        if not needs_working_days:
            del self.fields["working_days"]

    def owner(self, asked: dict[str, str]) -> dossiers.Owner:
        """The owner, out of this form and of what the procedure's form asked."""
        found = {name: self.cleaned_data.get(name, "") for name in OWNER_FIELDS} | asked
        kind = self.cleaned_data["owner_kind"]
        is_business = kind == identity.User.Kind.BUSINESS
        return dossiers.Owner(
            name=found["full_name"],
            id_number=self.cleaned_data["tax_code"].replace("-", "") if is_business else found["id_number"],
            kind=kind,
            phone=found["phone"],
            email=found["email"],
            address=found["address"],
        )
