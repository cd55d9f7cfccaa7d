"""Forms about messages: narrowing the list, deciding about one, writing a text."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from haidang.notifications import api as notifications

_EVERY = [("", _("Tất cả"))]


class FilterForm(forms.Form):
    """Which messages to list. A value that is none of the choices counts as not chosen."""

    kenh = forms.ChoiceField(
        label=_("Kênh"), required=False, choices=[*_EVERY, *((way.value, way.label) for way in notifications.LEAVING)]
    )
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[*_EVERY, *notifications.State.choices]
    )
    use_required_attribute = False

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.full_clean()

    @property
    def wish(self) -> dict[str, str]:
        """What was chosen, as `notifications.deliveries` takes it."""
        return {"channel": self.cleaned_data.get("kenh", ""), "state": self.cleaned_data.get("trang_thai", "")}


class DecisionForm(forms.Form):
    """Sending one message again, or giving it up for a reason."""

    RETRY, GIVE_UP = "gui-lai", "bo"

    viec = forms.ChoiceField(choices=[(RETRY, ""), (GIVE_UP, "")], widget=forms.HiddenInput)
    key = forms.CharField(min_length=8, max_length=80, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Lý do không gửi nữa"), max_length=500, required=False)
    use_required_attribute = False


class TextForm(forms.Form):
    """A text with its placeholders; `number` is the version that its author has seen."""

    number = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Tiêu đề"), max_length=150, required=False)
    body = forms.CharField(
        label=_("Nội dung"), max_length=8_000, required=False, widget=forms.Textarea({"rows": 12}), strip=False
    )
    use_required_attribute = False

    def __init__(self, *args: object, has_subject: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not has_subject:
            del self.fields["subject"]

    @property
    def text(self) -> notifications.Text:
        """What was written."""
        return notifications.Text(self.cleaned_data.get("subject", ""), self.cleaned_data["body"])
