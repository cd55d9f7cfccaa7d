"""The first step of filing: which case, with which agency."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.identity import api as identity
from haidang.portal.agency_choices import grouped

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

    def __init__(
        self,
        *args: Any,
        published: catalogue.PublishedProcedure,
        agencies: list[identity.AgencyView],
        on: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cases = [(case.key, case.name or published.name) for case in online_cases(published)]
        groups = grouped(agencies, key=lambda agency: agency.id, on=on)
        self._choose("case", cases, [key for key, _name in cases])
        self._choose("agency", [("", _("Chọn cơ quan…")), *groups], [agency.id for agency in agencies])
        if len(agencies) > 1:
            self.fields["agency"].help_text = _("Thường là nơi bạn cư trú hoặc nơi có việc cần giải quyết.")

    def _choose(self, name: str, choices: list[Any], values: list[Any]) -> None:
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = choices
        if len(values) == 1:
            field.widget, field.initial = forms.HiddenInput(), values[0]
