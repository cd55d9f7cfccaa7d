"""Forms for giving directives, and for what the giver does to one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.steering import api as steering
from haidang.steering.api import Assigned, Command
from haidang.ui.forms import DateField, DateInput, FilesField

LONG = 4_000
_NOBODY = ("", _("Thủ trưởng cơ quan"))


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class PartiesForm(forms.Form):
    """What is to be done and who takes part; choices are the agencies in the giver's reach."""

    title = forms.CharField(label=_("Việc cần làm"), max_length=300)
    text = forms.CharField(label=_("Nội dung chi tiết"), max_length=LONG, required=False, widget=_area(4))
    lead = forms.TypedChoiceField(label=_("Cơ quan chủ trì"), coerce=int)
    person = forms.TypedChoiceField(
        label=_("Giao đích danh"), coerce=int, empty_value=None, required=False,
        help_text=_("Chỉ chọn được người của cơ quan chủ trì. Để trống: giao cho cơ quan."),
    )  # fmt: skip
    cooperating = forms.TypedMultipleChoiceField(label=_("Cơ quan phối hợp"), coerce=int, required=False)
    watching = forms.TypedMultipleChoiceField(label=_("Cơ quan theo dõi"), coerce=int, required=False)
    use_required_attribute = False

    def __init__(self, *args: Any, reach: frozenset[int], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        views = [view for view in identity.agencies(on) if view.id in reach]
        choices = identity.grouped(views, key=lambda view: view.id, on=on)
        fields: dict[str, Any] = self.fields
        fields["lead"].choices = [("", "—"), *choices]
        for name in ("cooperating", "watching"):
            fields[name].choices = choices
            fields[name].widget.attrs["size"] = 5
        fields["person"].choices = [_NOBODY, *_staff(self._leads(), reach=reach, on=on)]

    def _leads(self) -> set[int]:
        """The agencies that the form is about: the one sent, and the one first shown."""
        sent = str(self.data.get("lead", "")) if self.is_bound else ""
        asked = {int(sent)} if sent.isascii() and sent.isdecimal() and len(sent) < 10 else set()
        return asked | ({self.initial["lead"]} if self.initial.get("lead") else set())

    def assigned(self) -> list[Assigned]:
        """Who takes part; the form is valid."""
        found = self.cleaned_data
        lead = [Assigned(found["lead"], "lead", found["person"])]
        others = [Assigned(each, part) for part in ("cooperating", "watching") for each in found[part]]
        return lead + others


def _staff(agency_ids: set[int], *, reach: frozenset[int], on: date) -> list[tuple[int, str]]:
    people = identity.staff(agency_ids & reach, on=on)
    return [(user.pk, f"{user.full_name} ({user.username})") for user in people]


class DirectiveForm(PartiesForm):
    """A new directive."""

    due_on = DateField(label=_("Hạn"), widget=DateInput(), help_text=_("Hết giờ làm việc của ngày này."))
    attached = FilesField(label=_("Tệp kèm theo"), required=False)
    field_order = ("title", "text", "lead", "person", "due_on", "cooperating", "watching", "attached")

    def wish(self, kind: str, key: str) -> steering.Wish:
        """What is wished for, about that subject; the form is valid."""
        found = self.cleaned_data
        return steering.Wish(
            title=found["title"], text=found["text"], due_on=found["due_on"], assigned=self.assigned(),
            subject_kind=kind, subject_key=key,
        )  # fmt: skip


class ExtendForm(forms.Form):
    """Another due date, and why."""

    due_on = DateField(label=_("Hạn mới"), widget=DateInput())
    reason = forms.CharField(label=_("Lý do gia hạn"), max_length=LONG, widget=_area(2))
    use_required_attribute = False


class ReasonForm(forms.Form):
    """Why an answer is sent back, or a directive withdrawn."""

    reason = forms.CharField(label=_("Lý do"), max_length=LONG, widget=_area(2))
    use_required_attribute = False


class NoteForm(forms.Form):
    """A word with an urging or a verdict."""

    note = forms.CharField(label=_("Lời nhắn"), max_length=LONG, required=False, widget=_area(2))
    use_required_attribute = False


class DoneForm(forms.Form):
    """That it was done, as reported outside the house."""

    done_on = DateField(label=_("Ngày hoàn thành"), widget=DateInput())
    evidence = forms.CharField(label=_("Minh chứng"), max_length=LONG, widget=_area(2))
    attached = FilesField(label=_("Tệp minh chứng"), required=False)
    use_required_attribute = False


FORMS: dict[Command, type[forms.Form]] = {
    Command.EXTEND: ExtendForm,
    Command.SEND_BACK: ReasonForm,
    Command.WITHDRAW: ReasonForm,
    Command.URGE: NoteForm,
    Command.VERIFY: NoteForm,
    Command.RECORD_DONE: DoneForm,
    Command.CLOSE: forms.Form,
}
"""The giver's acts on the page of a directive, each with its form; the page shows them in this order."""


def form_for(command: Command, data: Any = None, files: Any = None) -> forms.Form:
    """The form of an act; ids carry the act's name, because several stand on one page."""
    form = FORMS[command](data, files, auto_id=f"id_{command.value}_%s")
    form.use_required_attribute = False
    return form


def order() -> Sequence[Command]:
    """The acts in the order of the page: the likeliest first."""
    first = [Command.VERIFY, Command.SEND_BACK, Command.CLOSE, Command.URGE]
    return [*first, *(command for command in FORMS if command not in first)]
