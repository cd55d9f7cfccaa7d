"""Forms about money: which published fees are due, what was taken in, who is exempt, which receipt is cancelled."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.desk.forms.actions import ActionForm, long_text
from haidang.dossiers import api as dossiers
from haidang.ui.forms import DateInput, DongField


class FeeLineForm(forms.Form):
    """One published fee: whether it is due, how often, and how much where the rule has no number."""

    chosen = forms.BooleanField(required=False)
    quantity = forms.IntegerField(
        label=gettext_lazy("Số lượng"),
        required=False,
        min_value=0,
        max_value=100_000,
        widget=forms.NumberInput({"inputmode": "numeric", "class": "input--short"}),
    )
    amount = DongField(label=gettext_lazy("Số tiền (đồng)"), required=False)
    reason = forms.CharField(label=gettext_lazy("Lý do của số tiền"), required=False, max_length=500)
    use_required_attribute = False

    def __init__(self, *args: Any, tariff: dossiers.Tariff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tariff = tariff
        if not tariff.per:
            del self.fields["quantity"]
        if tariff.amount_vnd is not None:
            del self.fields["amount"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """A fee that is due needs its quantity, and an amount with a reason where the rule has none."""
        found = self.cleaned_data
        wanted = {
            "quantity": _("Hãy nhập số lượng."),
            "amount": _("Hãy nhập số tiền."),
            "reason": _("Hãy ghi lý do của số tiền."),
        }
        for name, words in wanted.items():
            if found.get("chosen") and name in self.fields and name not in self.errors and not found.get(name):
                self.add_error(name, words)
        return found


class FeesForm(ActionForm):
    """The published fees of a dossier, and the exemptions claimed."""

    claimed = forms.MultipleChoiceField(
        label=gettext_lazy("Đối tượng được miễn, giảm"), required=False, widget=forms.CheckboxSelectMultiple
    )
    evidence = forms.CharField(
        label=gettext_lazy("Giấy tờ chứng minh"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Tên giấy tờ đã xem, khi có miễn, giảm."),
    )

    def __init__(self, *args: Any, sheet: dossiers.FeeSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(self._lines(sheet))
        if sheet.reliefs:
            self.fields["claimed"].choices = [  # type: ignore[attr-defined]
                (relief.key, _relief_words(relief)) for relief in sheet.reliefs
            ]
        else:
            del self.fields["claimed"], self.fields["evidence"]

    def _lines(self, sheet: dossiers.FeeSheet) -> Iterator[FeeLineForm]:
        auto_id = str(self.auto_id)
        for number, tariff in enumerate(sheet.tariffs):
            common: dict[str, Any] = {"tariff": tariff, "prefix": f"phi-{number}", "auto_id": auto_id}
            if self.is_bound:
                yield FeeLineForm(self.data, **common)
            else:
                yield FeeLineForm(initial={"chosen": tariff.key in sheet.sure}, **common)

    def clean(self) -> dict[str, Any]:
        """Every fee that is due must be whole, and there must be one."""
        found = super().clean() or self.cleaned_data
        wrong = [line for line in self.lines if not line.is_valid()]
        if wrong:
            self.add_error(None, _("Khoản thu đã chọn còn thiếu nội dung."))
        elif not any(line.cleaned_data["chosen"] for line in self.lines):
            self.add_error(None, _("Hãy chọn ít nhất một khoản phí, lệ phí."))
        return found

    @property
    def choice(self) -> dossiers.FeeChoice:
        """What was chosen, of a valid form."""
        quantities, entered = dict[str, int](), dict[str, dossiers.Entered]()
        for line in self.lines:
            found, key = line.cleaned_data, line.tariff.key
            quantities[key] = found.get("quantity", 1) if found["chosen"] else 0
            if found["chosen"] and "amount" in line.fields:
                entered[key] = dossiers.Entered(found["amount"], found["reason"])
        return dossiers.FeeChoice(
            quantities=quantities,
            claimed=self.cleaned_data.get("claimed", []),
            entered=entered,
            evidence=self.cleaned_data.get("evidence", ""),
        )


def _relief_words(relief: dossiers.Relief) -> str:
    much = _("miễn") if relief.percent == 100 else _("giảm %(percent)s %%") % {"percent": relief.percent}
    return f"{relief.name}: {much} ({relief.ground})"


class RequestPaymentForm(FeesForm):
    """Asks the citizen to pay."""

    due_on = forms.DateField(
        label=gettext_lazy("Nộp trước ngày"), required=False, widget=DateInput({"class": "input--short"})
    )
    note = long_text(
        gettext_lazy("Hướng dẫn nộp"), required=False, help_text=gettext_lazy("Người nộp sẽ đọc nội dung này."), rows=2
    )


class TakenForm(ActionForm):
    """What was taken in."""

    amount_vnd = DongField(label=gettext_lazy("Số tiền đã nhận (đồng)"))
    method = forms.ChoiceField(
        label=gettext_lazy("Hình thức nộp"),
        choices=[(one.value, one.label) for one in dossiers.BY_HAND],
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(
        label=gettext_lazy("Số chứng từ"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Mã giao dịch hoặc số chứng từ của ngân hàng, kho bạc."),
    )


class RecordPaymentForm(TakenForm):
    """Records that what was asked has been paid."""

    def __init__(self, *args: Any, due: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_vnd"].help_text = _("Số phải nộp: %(due)s.") % {"due": due}


class CollectForm(FeesForm, TakenForm):
    """Takes fees in at the counter."""

    field_order = ["claimed", "evidence", "amount_vnd", "method", "reference"]


class WaiveForm(ActionForm):
    """Grants full exemption."""

    exemption = forms.ChoiceField(label=gettext_lazy("Trường hợp được miễn"), required=False, widget=forms.RadioSelect)
    ground = forms.CharField(
        label=gettext_lazy("Căn cứ pháp lý"),
        required=False,
        max_length=1_000,
        help_text=gettext_lazy("Điều, khoản, văn bản quy định việc miễn."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("Giấy tờ chứng minh"), max_length=500, help_text=gettext_lazy("Tên giấy tờ đã xem.")
    )

    def __init__(self, *args: Any, sheet: dossiers.FeeSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = [relief for relief in sheet.reliefs if relief.percent == 100 and not relief.fees]
        choices = [(relief.key, f"{relief.name} ({relief.ground})") for relief in whole]
        if choices:
            self.fields["exemption"].choices = [  # type: ignore[attr-defined]
                *choices, ("", _("Trường hợp khác, theo căn cứ ghi bên dưới"))
            ]  # fmt: skip
        else:
            del self.fields["exemption"]


class RetractForm(ActionForm):
    """Takes a request back."""

    reason = long_text(gettext_lazy("Lý do thu hồi"), help_text=gettext_lazy("Người nộp sẽ đọc nội dung này."), rows=2)


class CancelReceiptForm(ActionForm):
    """Cancels a receipt."""

    receipt_id = forms.TypedChoiceField(label=gettext_lazy("Phiếu thu"), coerce=int, widget=forms.RadioSelect)
    is_refund = forms.TypedChoiceField(
        label=gettext_lazy("Sau khi hủy"),
        choices=[
            ("no", gettext_lazy("Khoản này vẫn phải nộp; sẽ cấp phiếu khác")),
            ("yes", gettext_lazy("Hoàn trả tiền; không thu khoản này nữa")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = long_text(gettext_lazy("Lý do hủy"), rows=2)

    def __init__(self, *args: Any, sheet: dossiers.FeeSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receipt_id"].choices = [  # type: ignore[attr-defined]
            (receipt.pk, f"{receipt.code} – {dossiers.dong_words(receipt.amount_vnd)}") for receipt in sheet.standing
        ]
