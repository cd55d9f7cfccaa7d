"""Forms of the administration."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.ui.forms import DateField

# The role of a connected system comes with its registration.
OFFICERS_ROLES = [choice for choice in identity.Role.choices if choice[0] != identity.Role.SYSTEM_READER]


class RoleForm(forms.Form):
    """A role: at which agency or unit, which, as deputy or not, for which procedure, and whether below it too."""

    agency = forms.ChoiceField(label=_("Cơ quan"))
    unit = forms.ChoiceField(
        label=_("Đơn vị trong cơ quan"),
        required=False,
        help_text=_("Để trống: việc của toàn cơ quan."),
    )
    role = forms.ChoiceField(label=_("Vai trò"), choices=OFFICERS_ROLES)
    procedure_code = forms.RegexField(
        r"\d\.\d{6}(\.[0-9A-Za-z.]+)?",
        label=_("Chỉ đối với thủ tục"),
        required=False,
        max_length=40,
        help_text=_("Mã thủ tục, ví dụ 1.001193. Để trống: mọi thủ tục."),
        error_messages={"invalid": _("Mã thủ tục có dạng 1.001193.")},
    )
    is_deputy = forms.BooleanField(
        label=_("Là cấp phó"), required=False, help_text=_("Cấp phó ký thay (KT.) người đứng đầu.")
    )
    with_descendants = forms.BooleanField(label=_("Cả các cơ quan trực thuộc"), required=False)
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        agencies: Sequence[identity.AgencyView],
        units: Sequence[identity.Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(item.code, f"{item.name} ({item.code})") for item in agencies]
        names = {item.id: item.short_name for item in agencies}
        # A unit is named together with its agency: without script the list cannot follow the choice above.
        places = [(f"{item.agency.code}/{item.key}", f"{names[item.agency_id]}: {item.name}") for item in units]
        self.fields["agency"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "—"), *places]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The unit as its key, if it is one of the agency that was chosen."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        agency, _slash, key = found.get("unit", "").partition("/")
        if key and agency != found.get("agency"):
            self.add_error("unit", _("Đơn vị này không thuộc cơ quan đã chọn."))
        found["unit_key"] = key
        return found


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
    field_order = ["full_name", "username", "password", "phone", "email", "agency", "unit", "role", "is_deputy"]


class DelegationForm(forms.Form):
    """That somebody stands in for an officer who is away, entered by an administrator."""

    key = forms.CharField(min_length=8, max_length=80, widget=forms.HiddenInput)
    delegate = forms.CharField(
        label=_("Người được ủy quyền"),
        max_length=60,
        help_text=_("Tên đăng nhập, ví dụ chuyenvien2.10."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    valid_from = DateField(label=_("Từ ngày"))
    last_day = DateField(label=_("Đến hết ngày"))
    reason = forms.CharField(label=_("Lý do vắng mặt"), max_length=1_000)
    use_required_attribute = False

    def clean_delegate(self) -> identity.User:
        """The officer with that account name."""
        name = self.cleaned_data["delegate"].strip().lower()
        found = identity.User.objects.filter(username=name, kind=identity.User.Kind.OFFICER).first()
        if found is None:
            raise forms.ValidationError(_("Không có cán bộ mang tên đăng nhập này."))
        return found


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
