"""The first step of filing: which case, with which agency."""

from datetime import date
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity

STEPS = (_("Chọn trường hợp"), _("Điền tờ khai"), _("Nộp giấy tờ"), _("Kiểm tra và nộp"))


def online_cases(published: catalogue.PublishedProcedure) -> list[catalogue.Case]:
    """The cases that can be filed online."""
    return [case for case in published.content.cases if case.service_level != "none"]


class ChooseForm(forms.Form):
    """Case and agency; where there is only one, it is chosen already."""

    use_required_attribute = False

    case = forms.ChoiceField(
        label=_("Trường hợp của bạn"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Hãy chọn trường hợp phù hợp với bạn."),
            "invalid_choice": _("Hãy chọn lại trường hợp."),
        },
    )
    agency = forms.TypedChoiceField(
        label=_("Cơ quan giải quyết"),
        coerce=int,
        error_messages={"required": _("Hãy chọn cơ quan giải quyết."), "invalid_choice": _("Hãy chọn lại cơ quan.")},
    )

    intake_agency = forms.TypedChoiceField(
        label=_("Nơi nhận kết quả"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Bạn có thể nhận kết quả giấy tại Bộ phận Một cửa của bất kỳ cơ quan nào trong tỉnh."),
        error_messages={"invalid_choice": _("Hãy chọn lại nơi nhận kết quả.")},
    )
    help_agency = forms.TypedChoiceField(
        label=_("Nơi đang hỗ trợ bạn nộp hồ sơ"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_(
            "Chỉ chọn khi cán bộ hoặc tổ công nghệ số cộng đồng đang giúp bạn. Nơi hỗ trợ không xem được hồ sơ."
        ),
        error_messages={"invalid_choice": _("Hãy chọn lại nơi hỗ trợ.")},
    )

    def __init__(
        self,
        *args: Any,
        published: catalogue.PublishedProcedure,
        agencies: list[identity.AgencyView],
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cases = [(case.key, case.name or published.name) for case in online_cases(published)]
        groups = identity.grouped(agencies, key=lambda agency: agency.id, on=on)
        self._choose("case", cases, [key for key, _name in cases])
        self._choose("agency", [("", _("Chọn cơ quan…")), *groups], [agency.id for agency in agencies])
        self._offer_places(on)
        if len(agencies) > 1:
            self.fields["agency"].help_text = _("Thường là nơi bạn cư trú hoặc nơi có việc cần giải quyết.")

    def _offer_places(self, on: date) -> None:
        """Any agency of the province helps or, from the day on which intake is free, returns the result."""
        every = identity.grouped(identity.agencies(on), key=lambda agency: agency.id, on=on)
        for name, nobody in (("intake_agency", _("Tại cơ quan giải quyết")), ("help_agency", _("Không có ai hỗ trợ"))):
            cast("forms.ChoiceField", self.fields[name]).choices = [("", nobody), *every]
        if not dossiers.is_intake_free(on):
            del self.fields["intake_agency"]

    @property
    def places(self) -> list[BoundField]:
        """The fields for places other than the competent agency; nobody has to fill them in."""
        return [self[name] for name in ("intake_agency", "help_agency") if name in self.fields]

    @property
    def has_places(self) -> bool:
        """Whether one of them was filled in, so that they must not be hidden."""
        return any(field.value() for field in self.places)

    def _choose(self, name: str, choices: list[Any], values: list[Any]) -> None:
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = choices
        if len(values) == 1:
            field.widget, field.initial = forms.HiddenInput(), values[0]
