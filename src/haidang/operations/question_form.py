"""Picking a question: indicator, split, period."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.ioc.api import indicators, questions
from haidang.platform.errors import Refused
from haidang.ui.sending import number_of

SPLITS = (("", _("Toàn bộ")), ("co-quan", _("Cơ quan")), ("xa", _("Xã, phường")), ("thu-tuc", _("Thủ tục")))
STEPS = (("thang", _("Tháng")), ("quy", _("Quý")), ("nam", _("Năm")))


class QuestionForm(forms.Form):
    """Fields as an address names them; `question` after `is_valid`."""

    chi_so = forms.ChoiceField(label=_("Chỉ số"))
    theo = forms.ChoiceField(label=_("Chia theo"), choices=SPLITS, required=False)
    ky = forms.ChoiceField(label=_("Kỳ"), choices=STEPS, required=False)
    so_ky = forms.CharField(label=_("Số kỳ gần nhất"), required=False, max_length=3)
    noi = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, specs: list[indicators.Spec], **more: Any) -> None:
        super().__init__(data, **more)
        self.question: questions.Question | None = None
        choices = [(spec.code, str(spec.definition.title)) for spec in specs]
        self.fields["chi_so"].choices = choices  # type: ignore[attr-defined]
        self.fields["so_ky"].widget.attrs.update(inputmode="numeric", size=3)

    def clean(self) -> dict[str, Any]:
        """Puts the fields together; what does not fit is said at its field."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return found
        if found.get("so_ky") and number_of(found["so_ky"]) is None:
            self.add_error("so_ky", _("Số kỳ là một số nguyên."))
            return found
        try:
            self.question = questions.read(found)
        except Refused as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        return found
