"""The form by which fee rules of a procedure are published: fees and exemptions row by row, without script."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.catalogue import api as catalogue
from haidang.ui.forms import DongField

BLANK_ROWS = 2
MAX_ROWS = 200
Choices = list[tuple[str, str]]


class RowForm(forms.Form):
    """A row; it counts when something is written into it and it is not crossed out."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    dropped = forms.BooleanField(label=gettext_lazy("Bỏ khoản này"), required=False)
    use_required_attribute = False
    typed: Sequence[str] = ()

    @property
    def counts(self) -> bool:
        """Whether the row is part of the rules."""
        values = [self[name].value() for name in self.typed]
        return not self["dropped"].value() and any(str(value).strip() for value in values if value is not None)


class FeeRow(RowForm):
    """A fee."""

    name = forms.CharField(label=gettext_lazy("Tên khoản thu"), required=False, max_length=200)
    type = forms.ChoiceField(label=gettext_lazy("Loại"), choices=list(catalogue.FEE_KIND_LABELS.items()))
    amount_vnd = DongField(
        label=gettext_lazy("Mức thu (đồng)"), required=False, help_text=gettext_lazy("Để trống khi không phải một số.")
    )
    per = forms.CharField(
        label=gettext_lazy("Tính theo"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Ví dụ: bản, trang. Để trống: thu một lần."),
    )
    note = forms.CharField(
        label=gettext_lazy("Cách tính, ghi chú"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 2}),
    )
    case = forms.ChoiceField(label=gettext_lazy("Trường hợp"), required=False)
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Cách nộp (không chọn: mọi cách)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    typed = ("name", "amount_vnd", "note")

    def __init__(self, *args: Any, cases: Choices, channels: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].choices = [("", _("Mọi trường hợp")), *cases]  # type: ignore[attr-defined]
        self.fields["channels"].choices = channels  # type: ignore[attr-defined]

    @property
    def rule(self) -> catalogue.FeeRule:
        """The fee, of a valid row."""
        found = self.cleaned_data
        values = {name: found[name] for name in ("key", "name", "type", "amount_vnd", "per", "note", "case")}
        return catalogue.FeeRule(**values, channels=tuple(found["channels"]))


class ExemptionRow(RowForm):
    """An exemption."""

    name = forms.CharField(label=gettext_lazy("Đối tượng được miễn, giảm"), required=False, max_length=300)
    percent = forms.IntegerField(
        label=gettext_lazy("Giảm (%)"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("100 là miễn."),
        widget=forms.NumberInput({"inputmode": "numeric", "class": "input--short"}),
    )
    ground = forms.CharField(label=gettext_lazy("Căn cứ pháp lý"), required=False, max_length=1_000)
    fees = forms.MultipleChoiceField(
        label=gettext_lazy("Chỉ với các khoản (không chọn: mọi khoản)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    typed = ("name", "percent", "ground")

    def __init__(self, *args: Any, fees: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fees"].choices = fees  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The percentage is needed where the row counts."""
        found = self.cleaned_data
        if self.counts and found.get("percent") is None and "percent" not in self.errors:
            self.add_error("percent", _("Hãy nhập tỷ lệ giảm, 100 là miễn."))
        return found

    @property
    def exemption(self) -> catalogue.Exemption:
        """The exemption, of a valid row that counts."""
        found = self.cleaned_data
        values = {name: found[name] for name in ("key", "name", "percent", "ground")}
        return catalogue.Exemption(**values, fees=tuple(found["fees"]))


class FeeRulesForm(forms.Form):
    """All fees and exemptions of a procedure, the decision behind them, and whether payment stops the clock."""

    key = forms.CharField(min_length=8, max_length=80, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    fee_rows = forms.IntegerField(min_value=0, max_value=MAX_ROWS, widget=forms.HiddenInput)
    exemption_rows = forms.IntegerField(min_value=0, max_value=MAX_ROWS, widget=forms.HiddenInput)
    payment_pauses = forms.BooleanField(
        label=gettext_lazy("Tạm dừng tính thời hạn khi chờ nộp"),
        required=False,
        help_text=gettext_lazy("Chỉ chọn khi có quy định; nếu không, thời hạn vẫn được tính trong khi chờ nộp."),
    )
    payment_ground = forms.CharField(label=gettext_lazy("Quy định cho phép tạm dừng"), required=False, max_length=1_000)
    decision = forms.CharField(
        label=gettext_lazy("Văn bản quy định mức thu"),
        max_length=300,
        help_text=gettext_lazy("Số, ngày, cơ quan ban hành. Người dân đọc nội dung này."),
    )
    reason = forms.CharField(label=gettext_lazy("Lý do công bố"), max_length=1_000, widget=forms.Textarea({"rows": 2}))
    use_required_attribute = False

    def __init__(self, *args: Any, content: catalogue.ProcedureContent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = catalogue.rules_of(content)
        if not self.is_bound:
            self.initial.update(
                decision=rules.decision, payment_pauses=rules.payment_pauses, payment_ground=rules.payment_ground
            )
        self.fees = list(self._fees(rules, content))
        self.exemptions = list(self._exemptions(rules))
        self.initial.update(fee_rows=len(self.fees), exemption_rows=len(self.exemptions))

    def _rows(self, name: str, known: Sequence[msgspec.Struct], mark: str) -> Iterator[dict[str, Any]]:
        """What each row begins from: as it was sent, or the rules in force and some blank rows with new keys."""
        if self.is_bound:
            text = self.data.get(name, "")
            count = min(int(text), MAX_ROWS) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
            yield from ({"data": self.data} for _row in range(count))
            return
        taken = {getattr(item, "key", "") for item in known}
        free = (f"{mark}{number}" for number in range(1, 2 * MAX_ROWS) if f"{mark}{number}" not in taken)
        yield from ({"initial": msgspec.structs.asdict(item)} for item in known)
        yield from ({"initial": {"key": next(free)}} for _row in range(BLANK_ROWS))

    def _fees(self, rules: catalogue.FeeRules, content: catalogue.ProcedureContent) -> Iterator[FeeRow]:
        cases = [(case.key, case.name or case.key) for case in content.cases]
        names: dict[str, None] = dict.fromkeys(offer.channel for offer in content.channels)
        channels = [(name, str(catalogue.CHANNEL_LABELS[name])) for name in names]
        for number, values in enumerate(self._rows("fee_rows", rules.fees, "k")):
            yield FeeRow(cases=cases, channels=channels, prefix=f"phi-{number}", **values)

    def _exemptions(self, rules: catalogue.FeeRules) -> Iterator[ExemptionRow]:
        fees = [
            (str(row["key"].value()), str(row["name"].value() or _("Khoản %(number)s") % {"number": number}))
            for number, row in enumerate(self.fees, start=1)
        ]
        for number, values in enumerate(self._rows("exemption_rows", rules.exemptions, "m")):
            yield ExemptionRow(fees=fees, prefix=f"mien-{number}", **values)

    def clean(self) -> dict[str, Any]:
        """Every row that counts must be whole."""
        found = super().clean() or self.cleaned_data
        wrong = [row for row in (*self.fees, *self.exemptions) if row.counts and not row.is_valid()]
        if wrong:
            self.add_error(None, _("Có khoản thu hoặc trường hợp miễn, giảm chưa điền đúng; xem từng dòng."))
        return found

    @property
    def rules(self) -> catalogue.FeeRules:
        """The rules, of a valid form."""
        found = self.cleaned_data
        return catalogue.FeeRules(
            decision=found["decision"],
            reason=found["reason"],
            fees=tuple(row.rule for row in self.fees if row.counts),
            exemptions=tuple(row.exemption for row in self.exemptions if row.counts),
            payment_pauses=found["payment_pauses"],
            payment_ground=found["payment_ground"] if found["payment_pauses"] else "",
        )

    def blame(self, field: str | None, words: str) -> None:
        """Puts a refusal at the row or field at fault: "fees.0" is the first fee that counts."""
        part, _dot, place = (field or "").partition(".")
        parts: dict[str, Sequence[RowForm]] = {"fees": self.fees, "exemptions": self.exemptions}
        rows = [row for row in parts.get(part, ()) if row.counts]
        if place.isdecimal() and int(place) < len(rows):
            rows[int(place)].add_error("name", words)
            self.add_error(None, words)
        else:
            self.add_error(part if part in self.fields else None, words)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong in the rows, as (id of an element, words)."""
        return [
            (row[name].id_for_label, str(words))
            for row in (*self.fees, *self.exemptions)
            if row.counts
            for name, found in row.errors.items()
            if name in row.fields
            for words in found
        ]
