"""Forms of the portal that are the same for every procedure."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.portal import labels

_EVERY = [("", _("Tất cả"))]


class FilterForm(forms.Form):
    """The filters of the list of procedures. A value that is none of the choices counts as not chosen."""

    use_required_attribute = False

    q = forms.CharField(label=_("Từ khóa"), required=False, max_length=200)
    field = forms.ChoiceField(label=_("Lĩnh vực"), required=False)
    life_event = forms.ChoiceField(label=_("Sự kiện đời sống"), required=False)
    agency_code = forms.ChoiceField(label=_("Cơ quan thực hiện"), required=False)
    level = forms.ChoiceField(label=_("Cấp thực hiện"), required=False)
    service = forms.ChoiceField(label=_("Mức độ trực tuyến"), required=False)

    # The names in addresses are Vietnamese, those in code English.
    _KEYS = {
        "field": "linh-vuc",
        "life_event": "su-kien",
        "agency_code": "co-quan",
        "level": "cap",
        "service": "muc",
    }

    def __init__(
        self,
        data: QueryDict,
        *,
        fields: Iterable[catalogue.Group],
        life_events: Iterable[catalogue.Group],
        agencies: list[identity.AgencyView],
        on: date,
    ) -> None:
        super().__init__(data)
        levels = [(key, catalogue.LEVEL_LABELS[key]) for key in ("province", "district", "commune")]
        self._offer("field", [(group.key, f"{group.name} ({group.count})") for group in fields])
        self._offer("life_event", [(group.key, f"{group.name} ({group.count})") for group in life_events])
        self._offer("agency_code", identity.grouped(agencies, key=lambda agency: agency.code, on=on))
        self._offer("level", levels)
        self._offer("service", list(labels.SERVICE_FILTERS.items()))

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = [*_EVERY, *choices]

    def add_prefix(self, field_name: str) -> str:
        """The key of a field in the address."""
        return self._KEYS.get(field_name, field_name)

    def filter_fields(self) -> list[BoundField]:
        """The fields beside the words."""
        return [self[name] for name in self._KEYS]

    def has_filters(self) -> bool:
        """Whether the list is narrowed by more than words."""
        return any(self.data.get(key) for key in self._KEYS.values())

    def chosen(self) -> dict[str, Any]:
        """Keyword arguments for the search."""
        self.is_valid()
        words = self.data.get("q", "")[:200].strip()
        return {"words": words, **{name: self.cleaned_data.get(name) or None for name in self._KEYS}}


class SignInForm(AuthenticationForm):
    """User name and password."""

    use_required_attribute = False

    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt."),
        "inactive": _("Tài khoản này đã bị khóa. Hãy liên hệ Bộ phận Một cửa."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["password"].label = _("Mật khẩu")
        for name, words in (("username", _("Hãy nhập tên đăng nhập.")), ("password", _("Hãy nhập mật khẩu."))):
            self.fields[name].error_messages["required"] = words

    def clean_username(self) -> str:
        """User names are kept in small letters."""
        return str(self.cleaned_data["username"]).strip().lower()


def _text(label: Any, *, autocomplete: str, required: bool = True, **more: Any) -> forms.CharField:
    widget = more.pop("widget", forms.TextInput)
    attrs = {"autocomplete": autocomplete, **more.pop("attrs", {})}
    errors = {"required": _("Mục này không được để trống.")}
    return forms.CharField(label=label, required=required, widget=widget(attrs=attrs), error_messages=errors, **more)


class SignUpForm(forms.Form):
    """A new account of a citizen or a business. What is right is decided by `identity`; this form only collects."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("Bạn đăng ký với tư cách"),
        choices=[("citizen", _("Công dân")), ("business", _("Doanh nghiệp, tổ chức"))],
        initial="citizen",
        widget=forms.RadioSelect,
    )
    full_name = _text(_("Họ và tên, hoặc tên doanh nghiệp, tổ chức"), autocomplete="name", max_length=200)
    id_number = _text(
        _("Số định danh cá nhân hoặc mã số thuế"),
        autocomplete="off",
        max_length=20,
        help_text=_("Công dân: 12 chữ số trên thẻ căn cước (hoặc 9 chữ số CMND). Doanh nghiệp: mã số thuế."),
        attrs={"inputmode": "numeric"},
    )
    phone = _text(_("Số điện thoại"), autocomplete="tel", max_length=20, widget=forms.TextInput, attrs={"type": "tel"})
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Thư điện tử chưa đúng. Hãy ghi theo dạng ten@vidu.vn.")},
    )
    address = _text(_("Địa chỉ"), autocomplete="street-address", required=False, max_length=300)
    username = _text(
        _("Tên đăng nhập"),
        autocomplete="username",
        max_length=60,
        help_text=_("3–60 chữ thường không dấu, chữ số, dấu chấm hoặc gạch."),
        attrs={"autocapitalize": "none", "spellcheck": "false"},
    )
    password = _text(
        _("Mật khẩu"),
        autocomplete="new-password",
        strip=False,
        widget=forms.PasswordInput,
        help_text=_("Ít nhất 8 ký tự, không dùng mật khẩu phổ biến."),
    )
    password_again = _text(_("Nhập lại mật khẩu"), autocomplete="new-password", strip=False, widget=forms.PasswordInput)

    def clean(self) -> dict[str, Any]:
        """Both passwords must be the same."""
        data = self.cleaned_data
        if "password" in data and "password_again" in data and data["password"] != data["password_again"]:
            self.add_error("password_again", _("Hai lần nhập mật khẩu chưa giống nhau."))
        return data


class WithdrawForm(forms.Form):
    """Why a dossier is withdrawn."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Lý do rút hồ sơ"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Hãy ghi lý do rút hồ sơ.")},
    )


class RatingForm(forms.Form):
    """The citizen's judgement; whoever is dissatisfied says why."""

    use_required_attribute = False

    score = forms.TypedChoiceField(
        label=_("Mức độ hài lòng"),
        choices=list(dossiers.RATING_LABELS.items()),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một mức hài lòng.")},
    )
    comment = forms.CharField(
        label=pgettext_lazy("rating", "Ý kiến của bạn"),
        required=False,
        max_length=2_000,
        help_text=_("Nếu không hài lòng, hãy ghi rõ lý do để cơ quan khắc phục."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
