"""Forms about internal processes: publishing a file, and moving dossiers to a version."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity

MOST_BYTES = 1_000_000


class ProcessForm(forms.Form):
    """A process file. What was read from it comes back in `text`, so that a refused file is not lost."""

    code = forms.CharField(
        label=_("Mã quy trình"),
        max_length=60,
        help_text=_("Chữ thường không dấu, số, gạch nối. Mã đã có: công bố phiên bản tiếp theo."),
    )
    name = forms.CharField(label=_("Tên quy trình"), max_length=200)
    file = forms.FileField(
        label=_("Tệp BPMN 2.0"),
        required=False,
        allow_empty_file=True,
        help_text=_("Tối đa 1 MB. Bỏ trống để dùng nội dung bên dưới."),
        widget=forms.ClearableFileInput({"accept": ".bpmn,.xml"}),
    )
    text = forms.CharField(
        label=_("Nội dung tệp"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false", "class": "console-code"}),
    )
    role = forms.ChoiceField(
        label=_("Vai trò cho bước chưa ghi"),
        required=False,
        choices=[("", "—"), *identity.Role.choices],
        help_text=_("Được ghi vào tệp ở mỗi bước chưa có hd:role."),
    )
    hours = forms.DecimalField(
        label=_("Số giờ làm việc cho bước chưa ghi"), required=False, min_value=0.25, max_value=10_000, decimal_places=2
    )
    use_required_attribute = False

    @property
    def bpmn(self) -> bytes:
        """The content to be checked: the file if one was sent, else the text."""
        upload = self.cleaned_data.get("file")
        return bytes(upload.read()) if upload else self.cleaned_data["text"].encode()

    def clean(self) -> dict[str, Any]:
        """Needs a file or a text, not too large."""
        found = super().clean() or self.cleaned_data
        upload = found.get("file")
        if upload and upload.size > MOST_BYTES:
            self.add_error("file", gettext("Tệp lớn hơn 1 MB."))
        elif not upload and not found.get("text", "").strip():
            self.add_error("file", gettext("Hãy chọn tệp BPMN."))
        return found

    def keep(self, bpmn: bytes) -> None:
        """Shows what was read, so that it can be sent again without choosing the file again."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["text"] = bpmn.decode("utf-8", errors="replace")
        self.data = data


class MigrateForm(forms.Form):
    """Which dossiers are moved to a version."""

    key = forms.CharField(min_length=8, max_length=80, widget=forms.HiddenInput)
    dossier = forms.MultipleChoiceField(label=_("Hồ sơ"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dossier"].choices = [(code, code) for code in codes]  # type: ignore[attr-defined]
