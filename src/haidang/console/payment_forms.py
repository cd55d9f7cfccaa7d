"""Forms of online payment: a refund asked for, a decision about one, a day to reconcile."""

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.platform.errors import Refused
from haidang.ui.forms import DateField, DateInput, DongField, new_key


class _KeyedForm(forms.Form):
    """A form with its idempotency key."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    use_required_attribute = False

    def blame(self, refusal: Refused) -> None:
        """Puts a refusal at the field at fault, or at the head of the form; a used key is replaced."""
        known = refusal.field in self.fields and refusal.field != "key"
        self.add_error(refusal.field if known else None, str(refusal))
        if refusal.code == "key-reused":
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["key"] = new_key()  # type: ignore[index]


class RefundForm(_KeyedForm):
    """How much is to be paid back, and why."""

    amount_vnd = DongField(label=_("Số tiền hoàn trả (đồng)"))
    reason = forms.CharField(
        label=_("Lý do"), max_length=1_000, widget=forms.Textarea({"rows": 3}), help_text=_("Người duyệt sẽ đọc.")
    )


class DecisionForm(_KeyedForm):
    """Why a refund is rejected, or a note to its approval."""

    note = forms.CharField(
        label=_("Ghi chú"), max_length=1_000, required=False, help_text=_("Bắt buộc khi không duyệt.")
    )


class DayForm(_KeyedForm):
    """The day to hold against the gateway's statement."""

    day = DateField(label=_("Ngày"), widget=DateInput({"class": "input--short"}))
