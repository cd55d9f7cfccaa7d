"""The form by which an officer who will be away lets a colleague stand in for him."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.ui.forms import DateField


class DelegationForm(forms.Form):
    """To whom, for which of one's roles, for how long, why."""

    key = forms.CharField(min_length=8, max_length=80, widget=forms.HiddenInput)
    delegate = forms.TypedChoiceField(label=_("Người được ủy quyền"), coerce=int)
    what = forms.ChoiceField(label=_("Việc được ủy quyền"), required=False)
    valid_from = DateField(label=_("Từ ngày"))
    last_day = DateField(label=_("Đến hết ngày"))
    reason = forms.CharField(
        label=_("Lý do vắng mặt"),
        max_length=1_000,
        help_text=_("Ví dụ: đi công tác, nghỉ phép; kèm số văn bản nếu có."),
    )
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        colleagues: Sequence[identity.User],
        roles: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people = [(person.pk, f"{person.full_name} ({person.username})") for person in colleagues]
        self.fields["delegate"].choices = [("", "—"), *people]  # type: ignore[attr-defined]
        self.fields["what"].choices = [("", _("Mọi việc của tôi")), *roles]  # type: ignore[attr-defined]
