"""Forms of connected systems."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import ApiScope, ClientWish

SCOPE_LABELS = {
    ApiScope.PROCEDURES: _("Thủ tục hành chính"),
    ApiScope.DOSSIERS: _("Hồ sơ (không có dữ liệu cá nhân)"),
    ApiScope.EVENTS: _("Sự kiện của hồ sơ"),
}


class ConnectionForm(forms.Form):
    """A system: what it is called, whom to ring up, whose data it reads, which parts, how often."""

    name = forms.CharField(label=_("Tên hệ thống"), max_length=200)
    contact = forms.CharField(
        label=_("Người liên hệ"), max_length=200, help_text=_("Họ tên, số điện thoại của bên vận hành.")
    )
    agency = forms.ChoiceField(label=_("Dữ liệu của cơ quan"))
    with_descendants = forms.BooleanField(label=_("Cả các cơ quan trực thuộc"), required=False, initial=True)
    scopes = forms.MultipleChoiceField(
        label=_("Được đọc"), choices=list(SCOPE_LABELS.items()), widget=forms.CheckboxSelectMultiple
    )
    per_minute = forms.IntegerField(
        label=_("Số lượt gọi mỗi phút"), min_value=1, max_value=identity.MOST_PER_MINUTE, initial=60
    )
    use_required_attribute = False

    def __init__(self, *args: Any, agencies: Sequence[identity.AgencyView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(item.code, f"{item.name} ({item.code})") for item in agencies]  # type: ignore[attr-defined]

    @property
    def wish(self) -> ClientWish:
        """What the form asks for; it is valid."""
        found = self.cleaned_data
        return ClientWish(
            found["name"],
            found["contact"],
            found["agency"],
            found["scopes"],
            found["per_minute"],
            with_descendants=found["with_descendants"],
        )


class RevokeForm(forms.Form):
    """Why a connection is ended."""

    reason = forms.CharField(label=_("Lý do thu hồi"), max_length=300)
    use_required_attribute = False
