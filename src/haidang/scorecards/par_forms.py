"""Forms of the PAR INDEX."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.reform.api import par_index
from haidang.ui.forms import DateInput, FilesField

MOST_BYTES = 500_000
"""A file of criteria larger than this is none."""


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


def _points(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=100, max_digits=5, decimal_places=2)


class StartForm(forms.Form):
    """Whose year begins, by which criteria."""

    agency = forms.ChoiceField(label=_("Cơ quan"))
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2099)
    tree = forms.TypedChoiceField(label=_("Bộ tiêu chí"), coerce=int)
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        agencies: Sequence[identity.AgencyView],
        trees: Sequence[par_index.CriteriaTree],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(view.code, view.name) for view in agencies]  # type: ignore[attr-defined]
        self.fields["tree"].choices = [(each.pk, each.name) for each in trees]  # type: ignore[attr-defined]
        self.fields["year"].initial = today.year

    def wish(self) -> dict[str, Any]:
        """What is wanted; the form is valid."""
        found = self.cleaned_data
        return {"agency_code": found["agency"], "year": found["year"], "tree_id": found["tree"]}


class OwnerForm(forms.Form):
    """Which agency until when, and whether it is a directive."""

    owner_code = forms.ChoiceField(label=_("Cơ quan phụ trách"))
    due_on = forms.DateField(label=_("Hạn"), widget=DateInput())
    as_directive = forms.BooleanField(label=_("Giao thành chỉ đạo, có đôn đốc"), required=False)
    use_required_attribute = False

    def __init__(self, *args: Any, agencies: Sequence[identity.AgencyView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_code"].choices = [(view.code, view.name) for view in agencies]  # type: ignore[attr-defined]


class AssignForm(OwnerForm):
    """Who scores a criterion."""


class ImproveForm(OwnerForm):
    """What is done about lost points."""

    measure = forms.CharField(label=_("Giải pháp"), max_length=2_000, widget=_area())
    field_order = ("measure", "owner_code", "due_on", "as_directive")


class PointsForm(forms.Form):
    """The agency's own points with their grounds."""

    points = _points(_("Điểm tự chấm"))
    explanation = forms.CharField(label=_("Giải trình"), max_length=4_000, widget=_area())
    evidence = FilesField(label=_("Minh chứng"), required=False)
    use_required_attribute = False


class LowerForm(forms.Form):
    """Fewer points, with the reason."""

    points = _points(_("Điểm thẩm định"))
    reason = forms.CharField(label=_("Lý do hạ điểm"), max_length=4_000, widget=_area(2))
    use_required_attribute = False


class ReasonForm(forms.Form):
    """Why a criterion goes back."""

    reason = forms.CharField(label=_("Lý do"), max_length=4_000, widget=_area(2))
    use_required_attribute = False


class DoneForm(forms.Form):
    """That a measure is done, and what came of it."""

    giai_phap = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput())
    note = forms.CharField(label=_("Kết quả"), max_length=2_000, widget=_area(2))
    use_required_attribute = False


class TreeForm(forms.Form):
    """A set of criteria from a file; without one, the sample."""

    file = forms.FileField(
        label=_("Tệp bộ tiêu chí (JSON)"), required=False, help_text=_("Để trống để dùng bộ mẫu chạy thử của dự án.")
    )
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """The tree that the file holds, as `tree`."""
        found = super().clean() or {}
        upload = found.get("file")
        if upload is None:
            return {**found, "tree": par_index.sample()}
        if upload.size > MOST_BYTES:
            self.add_error("file", _("Tệp quá lớn so với một bộ tiêu chí."))
            return found
        try:
            return {**found, "tree": par_index.read(upload.read())}
        except par_index.TreeUnfit as unfit:
            self.add_error("file", par_index.unfit_words(unfit))
            return found
