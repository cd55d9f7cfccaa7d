"""Forms of procedure control."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.catalogue.api import ChannelOffer, ProcedureContent, TimeLimit, keyed
from haidang.dossiers import api as dossiers
from haidang.reform import api as reform
from haidang.ui.forms import DateInput

BLANK = ("", "—")
REVIEW_ROWS = 5


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class TrialForm(forms.Form):
    """A shorter term to try on past dossiers."""

    cach = forms.ChoiceField(label=_("Thử"), choices=[("cat", _("Cắt bớt")), ("con", _("Rút xuống còn"))])
    so = forms.DecimalField(label=_("Số"), min_value=0, max_value=10_000, max_digits=8, decimal_places=2)
    don_vi = forms.ChoiceField(label=_("Đơn vị"), choices=list(reform.UNIT_LABELS.items()))
    kenh = forms.ChoiceField(label=_("Cách nộp"), required=False)
    tu = forms.DateField(label=_("Tiếp nhận từ ngày"), required=False, widget=DateInput())
    den = forms.DateField(label=_("Đến hết ngày"), required=False, widget=DateInput())
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = list(dossiers.CHANNEL_LABELS.items())
        self.fields["kenh"].choices = [("", _("Mọi cách nộp")), *channels]  # type: ignore[attr-defined]

    def wish(self) -> reform.Wish:
        """What is to be tried; the form is valid."""
        found = self.cleaned_data
        return reform.Wish(found["so"], found["don_vi"], is_cut=found["cach"] == "cat", channel=found["kenh"])


class PlanForm(forms.Form):
    """Proposed times, one field for each way to file; the unit is the law's, chosen only where the law has none."""

    use_required_attribute = False

    def __init__(self, *args: Any, content: ProcedureContent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offers = list(keyed(content))
        for place, (_key, offer) in enumerate(self._offers):
            self._add(place, offer)
        message = _("Vì sao cắt được: quy trình, nhân lực, dữ liệu đã có.")
        self.fields["reason"] = forms.CharField(label=_("Lý do"), max_length=4_000, widget=_area(), help_text=message)

    def _add(self, place: int, offer: ChannelOffer) -> None:
        held = offer.committed or offer.time
        words = _("Hiện hành: %(now)s. Theo quy định: %(law)s. Để trống: giữ nguyên.")
        self.fields[f"limit_{place}"] = forms.DecimalField(
            label=f"{dossiers.CHANNEL_LABELS[offer.channel]}{f' · {offer.time_note[:80]}' if offer.time_note else ''}",
            help_text=words % {"now": reform.limit_words(held), "law": reform.limit_words(offer.time)},
            required=False,
            min_value=0,
            max_value=10_000,
            max_digits=8,
            decimal_places=2,
        )
        if offer.time is None:
            self.fields[f"unit_{place}"] = forms.ChoiceField(
                label=_("Đơn vị"), choices=list(reform.UNIT_LABELS.items()), required=False
            )

    def proposed(self) -> list[reform.Proposed]:
        """What is proposed; the form is valid."""
        found = []
        for place, ((channel, note, nth), offer) in enumerate(self._offers):
            value = self.cleaned_data[f"limit_{place}"]
            if value is not None:
                unit = offer.time.unit if offer.time else self.cleaned_data[f"unit_{place}"] or "working_day"
                limit = TimeLimit(_plain(value), unit)
                found.append(reform.Proposed(channel, limit, note, nth))  # type: ignore[arg-type]
        return found

    def field_of(self, refused: str | None) -> str | None:
        """The form's field for the part at fault that a refusal names."""
        if refused and refused.startswith("items."):
            given = [place for place in range(len(self._offers)) if self.cleaned_data[f"limit_{place}"] is not None]
            return f"limit_{given[int(refused.removeprefix('items.'))]}"
        return refused if refused in self.fields else None


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


class ReviewForm(forms.Form):
    """A review: what is to be simplified, why, and what it would save."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [BLANK, *reform.CHANGE_LABELS.items()]
        for place in range(REVIEW_ROWS):
            number = {"number": place + 1}
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=_("Nội dung %(number)s: loại") % number, choices=kinds, required=False
            )
            self.fields[f"subject_{place}"] = forms.CharField(
                label=_("Nội dung %(number)s: giấy tờ, bước, mức hoặc thủ tục nào") % number,
                max_length=500,
                required=False,
            )
            self.fields[f"detail_{place}"] = forms.CharField(
                label=_("Nội dung %(number)s: cách làm") % number, max_length=4_000, required=False, widget=_area(2)
            )
        self.fields["reason"] = forms.CharField(label=_("Lý do"), max_length=4_000, widget=_area())
        self.fields["saving_vnd"] = forms.IntegerField(
            label=_("Tiết kiệm cho người dân, doanh nghiệp mỗi năm (đồng)"), required=False, min_value=0
        )
        self.fields["saving_note"] = forms.CharField(
            label=_("Cách ước tính"), max_length=4_000, required=False, widget=_area(2)
        )

    def groups(self) -> list[Sequence[forms.BoundField]]:
        """The fields of each row."""
        return [[self[f"{name}_{place}"] for name in ("kind", "subject", "detail")] for place in range(REVIEW_ROWS)]

    def proposed(self) -> list[reform.ProposedChange]:
        """The rows that are filled in; the form is valid."""
        found = self.cleaned_data
        names = ("kind", "subject", "detail")
        rows = [[found[f"{name}_{place}"] for name in names] for place in range(REVIEW_ROWS)]
        return [reform.ProposedChange(*row) for row in rows if any(row)]

    def field_of(self, refused: str | None) -> str | None:
        """The form's field for the part at fault that a refusal names."""
        if refused and refused.startswith("changes."):
            filled = [place for place in range(REVIEW_ROWS) if any(self._row(place))]
            return f"kind_{filled[int(refused.removeprefix('changes.'))]}"
        return {"changes": "kind_0"}.get(refused or "", refused if refused in self.fields else None)

    def _row(self, place: int) -> list[str]:
        return [self.cleaned_data[f"{name}_{place}"] for name in ("kind", "subject", "detail")]


class DecisionForm(forms.Form):
    """The paper behind a decision, and from when it holds."""

    number = forms.CharField(label=_("Số, ký hiệu quyết định"), max_length=60)
    date = forms.DateField(label=_("Ngày quyết định"), widget=DateInput())
    effective_on = forms.DateField(
        label=_("Có hiệu lực từ ngày"), required=False, widget=DateInput(), help_text=_("Bắt buộc khi phê duyệt.")
    )
    note = forms.CharField(
        label=_("Ghi chú"), max_length=4_000, required=False, widget=_area(2), help_text=_("Bắt buộc khi không duyệt.")
    )
    document = forms.FileField(label=_("Văn bản"), required=False)
    use_required_attribute = False

    def decision(self) -> reform.Decision:
        """The decision; the form is valid."""
        found = self.cleaned_data
        return reform.Decision(found["number"], found["date"], found["note"])


class WithdrawForm(forms.Form):
    """Why a measure is withdrawn."""

    reason = forms.CharField(label=_("Lý do rút"), max_length=4_000, widget=_area(2))
    use_required_attribute = False


class VersionForm(forms.Form):
    """In which version a review has come true."""

    number = forms.TypedChoiceField(label=_("Phiên bản thể hiện kết quả"), coerce=int)
    use_required_attribute = False

    def __init__(self, *args: Any, versions: Sequence[tuple[int, int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("Phiên bản %(number)s, từ %(day)s")
        self.fields["number"].choices = [  # type: ignore[attr-defined]
            (number, words % {"number": number, "day": f"{day:%d/%m/%Y}"}) for _id, number, day in versions
        ]
