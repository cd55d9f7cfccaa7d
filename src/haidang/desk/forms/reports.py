"""What reports, registers and lists are asked about: days, agency, structure, way of handing over."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.dossiers.api import reports
from haidang.identity import api as identity
from haidang.platform.errors import Refused
from haidang.ui.forms import DateField

# Where the refusals of the house belong on these forms.
_FIELDS = {"first": "tu", "last": "den", "agency": "co_quan", "channel": "cach_tra"}


class PeriodForm(forms.Form):
    """A period: one of those that agencies report on, or two dates. Sent by GET, so a page can be kept as a link."""

    ky = forms.ChoiceField(label=_("Kỳ"), choices=list(reports.PRESET_LABELS.items()))
    tu = DateField(label=_("Từ ngày"), required=False)
    den = DateField(label=_("Đến ngày"), required=False)
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """Asks for both dates where the period is one's own choice."""
        found = self.cleaned_data
        if found.get("ky") == reports.Preset.CUSTOM:
            for name in ("tu", "den"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, _("Hãy ghi ngày, ví dụ 01/10/2024."))
        return found

    def days(self, today: date) -> tuple[date, date]:
        """First and last day, of a valid form."""
        preset = reports.Preset(self.cleaned_data["ky"])
        if preset is reports.Preset.CUSTOM:
            return self.cleaned_data["tu"], self.cleaned_data["den"]
        return reports.days_of(preset, today=today)

    def period(self, *, as_of: datetime, today: date) -> reports.Period:
        """The period as known now, of a valid form; raises Refused."""
        first, last = self.days(today)
        return reports.period(first, last, as_of=as_of)

    def refuse(self, refusal: Refused) -> None:
        """Puts the words of a refusal where they belong."""
        self.add_error(_FIELDS.get(refusal.field or ""), str(refusal))


def agency_choices(agencies: Iterable[identity.AgencyView]) -> list[tuple[str, str]]:
    """Agencies by their names, as they are chosen from."""
    return sorted(((view.code, view.name) for view in agencies), key=lambda each: each[1])


_KINDS = [
    (reports.Kind.AGENCIES.value, _("06a · theo đơn vị")),
    (reports.Kind.FIELDS.value, _("07a · theo lĩnh vực")),
]


class ReportForm(PeriodForm):
    """Report 06a or 07a."""

    loai = forms.ChoiceField(label=_("Báo cáo"), choices=_KINDS)
    co_quan = forms.CharField(label=_("Cơ quan"), required=False, max_length=40, widget=forms.Select)
    moc = DateField(
        label=_("Cơ cấu tổ chức ngày"),
        help_text=_("Số liệu được cộng theo cơ quan có vào ngày này; tổng số không đổi."),
    )
    field_order = ("loai", "ky", "tu", "den", "co_quan", "moc")

    def offer(self, agencies: Iterable[identity.AgencyView]) -> None:
        """The agencies to choose from: those of the structure that the figures are summed under."""
        everything = ("", _("Tất cả cơ quan tôi được xem"))
        self.fields["co_quan"].widget.choices = [everything, *agency_choices(agencies)]

    def asked(self, *, as_of: datetime, today: date) -> reports.Asked:
        """What the report is about, of a valid form; raises Refused."""
        found = self.cleaned_data
        return reports.Asked(
            kind=reports.Kind(found["loai"]),
            period=self.period(as_of=as_of, today=today),
            anchor=found["moc"],
            agency_code=found["co_quan"],
        )


class BookForm(PeriodForm):
    """The register of an agency."""

    co_quan = forms.CharField(label=_("Cơ quan tiếp nhận"), max_length=40, widget=forms.Select)
    field_order: Sequence[str] = ("co_quan", "ky", "tu", "den")

    def __init__(self, *args: Any, agencies: Iterable[identity.AgencyView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["co_quan"].widget.choices = agency_choices(agencies)


class HandoverForm(BookForm):
    """The results that an agency handed over, by way of handing over."""

    cach_tra = forms.ChoiceField(label=_("Cách trả"), required=False, choices=list(reports.HANDOVER_LABELS.items()))
    field_order = ("co_quan", "ky", "tu", "den", "cach_tra")
