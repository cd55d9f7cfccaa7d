"""The hours in which somebody wants no notices."""

from django import forms
from django.utils.translation import gettext_lazy as _


class QuietForm(forms.Form):
    """From when until when; the same time twice: none."""

    starts = forms.TimeField(label=_("Từ"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(
        label=_("Đến"), widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=_("Tin đến trong khoảng này được giữ lại đến cuối khoảng. Hai giờ bằng nhau: không có giờ yên tĩnh."),
    )  # fmt: skip
    use_required_attribute = False
