"""Forms about the steps of the internal process: doing one, giving one back, taking one back."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haidang.desk.forms.actions import ActionForm, long_text
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.workflow.api import Outlook


class StepForm(ActionForm):
    """Completes an open step. Where several are this officer's, he says which; where it asks, what he decides.

    Each step that asks for a decision has a field of its own, `choice_<id of the step>`.
    """

    step = forms.IntegerField(label=_("Bước"), widget=forms.HiddenInput)
    note = long_text(_("Ý kiến xử lý"), required=False, rows=2)

    def __init__(self, *args: Any, steps: Sequence[Outlook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._steps = {item.step.pk: item for item in steps}
        if len(steps) > 1:
            self.fields["step"].widget = forms.RadioSelect(choices=[(item.step.pk, item.step.name) for item in steps])
        for item in steps:
            if item.ways[0].key:
                self.fields[f"choice_{item.step.pk}"] = _decision(item, is_alone=len(steps) == 1)
        if any(way.asks for item in steps for way in item.ways):
            self.fields["asked_agency"] = _agency()
        self.order_fields(["step", *(name for name in self.fields if name.startswith("choice_")), "asked_agency"])

    @property
    def choice(self) -> str:
        """The decision on the step that was chosen."""
        return str(self.cleaned_data.get(f"choice_{self.cleaned_data['step']}", ""))

    def clean(self) -> dict[str, Any]:
        """Asks for the decision and for the agency that it leads to, at their own fields."""
        found = super().clean() or self.cleaned_data
        item = self._steps.get(found.get("step", 0))
        if item is None:
            return found
        field = f"choice_{item.step.pk}"
        way = next((way for way in item.ways if way.key == found.get(field, "")), None)
        if field in self.fields and way is None and field not in self.errors:
            self.add_error(field, gettext("Hãy chọn kết quả của bước này."))
        if way and way.asks and not found.get("asked_agency"):
            self.add_error("asked_agency", gettext("Hãy chọn cơ quan được lấy ý kiến."))
        if way and not way.asks:
            found["asked_agency"] = None
        return found


def _decision(item: Outlook, *, is_alone: bool) -> forms.ChoiceField:
    label = gettext("Kết quả") if is_alone else gettext("Kết quả của “%(step)s”") % {"step": item.step.name}
    return forms.ChoiceField(
        label=label, choices=[(way.key, way.label) for way in item.ways], widget=forms.RadioSelect, required=is_alone
    )


def _agency() -> forms.TypedChoiceField:
    on = clock.today()
    groups = identity.grouped(identity.agencies(on), key=lambda agency: agency.id, on=on)
    return forms.TypedChoiceField(
        label=_("Cơ quan được lấy ý kiến"),
        help_text=_("Chỉ chọn khi kết quả trên dẫn đến việc lấy ý kiến."),
        choices=[("", "—"), *groups],
        coerce=int,
        empty_value=None,
        required=False,
    )


class ReturnStepForm(ActionForm):
    """Gives an open step back to an earlier one. `target`: id of the open step and node of the earlier one."""

    target = forms.CharField(label=_("Trả lại bước"), max_length=140, widget=forms.RadioSelect)
    reason = long_text(_("Lý do trả lại"), help_text=_("Chỉ cán bộ đọc: cần làm lại điều gì."), rows=2)

    def __init__(self, *args: Any, steps: Sequence[Outlook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].widget.choices = [
            (f"{item.step.pk}:{node}", name if len(steps) == 1 else f"{item.step.name} → {name}")
            for item in steps
            for node, name in item.returns
        ]

    @property
    def step(self) -> int:
        """The open step; 0 where what was sent names none."""
        number = self.cleaned_data["target"].partition(":")[0]
        return int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else 0

    @property
    def node(self) -> str:
        """The earlier step."""
        return str(self.cleaned_data["target"].partition(":")[2])


class RecallForm(ActionForm):
    """Takes back the step that this officer has just done."""

    reason = long_text(_("Lý do thu hồi"), required=False, rows=2)
