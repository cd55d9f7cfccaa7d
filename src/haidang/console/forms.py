"""Forms of the administration."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.ui.forms import DateField


class RoleForm(forms.Form):
    """A role: at which agency, which, for which procedure, and whether below it too."""

    agency = forms.ChoiceField(label=_("Cơ quan"))
    role = forms.ChoiceField(label=_("Vai trò"), choices=identity.Role.choices)
    procedure_code = forms.RegexField(
        r"\d\.\d{6}(\.[0-9A-Za-z.]+)?",
        label=_("Chỉ đối với thủ tục"),
        required=False,
        max_length=40,
        help_text=_("Mã thủ tục, ví dụ 1.001193. Để trống: mọi thủ tục."),
        error_messages={"invalid": _("Mã thủ tục có dạng 1.001193.")},
    )
    with_descendants = forms.BooleanField(label=_("Cả các cơ quan trực thuộc"), required=False)
    use_required_attribute = False

    def __init__(self, *args: Any, agencies: Sequence[identity.AgencyView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(item.code, f"{item.name} ({item.code})") for item in agencies]
        self.fields["agency"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]


class OfficerForm(RoleForm):
    """A new officer's account with its first role."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=200)
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=60,
        help_text=_("3–60 chữ thường không dấu, chữ số, dấu chấm hoặc gạch."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu ban đầu"),
        max_length=128,
        help_text=_("Ít nhất 8 ký tự, không dễ đoán. Trao riêng cho người dùng."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=True),
        strip=False,
    )
    phone = forms.CharField(label=_("Số điện thoại"), required=False, max_length=20)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    field_order = ["full_name", "username", "password", "phone", "email", "agency", "role", "procedure_code"]


class DayForm(forms.Form):
    """A day that the next version of a calendar treats in another way."""

    HOLIDAY, WORKED, USUAL = "holiday", "worked", "usual"

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = DateField(label=_("Ngày"))
    kind = forms.ChoiceField(
        label=_("Ngày đó là"),
        choices=[
            (HOLIDAY, _("Ngày nghỉ")),
            (WORKED, _("Ngày làm bù, theo giờ của thứ Hai")),
            (USUAL, _("Ngày bình thường trong tuần")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Căn cứ"),
        max_length=1_000,
        help_text=_("Số, ngày của văn bản quyết định việc nghỉ hoặc làm bù."),
        widget=forms.Textarea({"rows": 2}),
    )
    use_required_attribute = False
