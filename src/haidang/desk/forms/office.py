"""The forms by which officers share out work: one step of one dossier, or many at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.desk.forms.actions import ActionForm, long_text
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity


class ClaimForm(ActionForm):
    """Takes a step, or gives it back."""

    step = forms.IntegerField(widget=forms.HiddenInput)


class AssignForm(ActionForm):
    """Gives a step to somebody."""

    step = forms.IntegerField(widget=forms.HiddenInput)
    assignee = forms.TypedChoiceField(label=_("Giao cho"), coerce=int)
    reason = forms.CharField(label=_("Lý do"), required=False, max_length=1_000)

    def __init__(self, *args: Any, people: Sequence[identity.User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choices = person_choices(people)  # type: ignore[attr-defined]


class NoteForm(ActionForm):
    """Leaves a note for other officers."""

    text = long_text(
        _("Ghi chú"), rows=2, help_text=_("Chỉ cán bộ đọc được; không hiện với người nộp, không in ra giấy.")
    )


class GroupForm(forms.Form):
    """What is to be done to the dossiers that were ticked in a list."""

    key = forms.CharField(min_length=8, max_length=80, widget=forms.HiddenInput)
    action = forms.ChoiceField(label=_("Việc cần làm"))
    assignee = forms.TypedChoiceField(
        label=_("Giao cho"), coerce=int, empty_value=None, required=False, help_text=_("Chỉ khi phân công.")
    )
    choice = forms.ChoiceField(
        label=_("Kết quả của bước"), required=False, help_text=_("Chỉ khi hoàn thành bước có lựa chọn.")
    )
    how = forms.ChoiceField(
        label=_("Cách trả kết quả"),
        required=False,
        choices=[("", "—"), *dossiers.HANDOVERS.items()],
        help_text=_("Chỉ khi trả kết quả."),
    )
    note = forms.CharField(label=_("Lý do hoặc ý kiến"), required=False, max_length=1_000)
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        actions: Sequence[dossiers.GroupAction],
        people: Sequence[identity.User] = (),
        choices: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(action.value, dossiers.GROUP_LABELS[action]) for action in actions]
        self.fields["action"].choices = [("", "—"), *named]  # type: ignore[attr-defined]
        self.fields["assignee"].choices = person_choices(people)  # type: ignore[attr-defined]
        self.fields["choice"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]
        unused = {
            "assignee": dossiers.GroupAction.ASSIGN not in actions,
            "choice": not choices,
            "how": dossiers.GroupAction.RETURN_RESULT not in actions,
        }
        for name, is_unused in unused.items():
            if is_unused:
                del self.fields[name]

    @property
    def details(self) -> dossiers.Details:
        """What was entered, as the act takes it."""
        found = self.cleaned_data
        note = found["note"].strip()
        return dossiers.Details(
            assignee_id=found.get("assignee"),
            reason=note,
            note=note,
            choice=found.get("choice", ""),
            how=found.get("how", ""),
        )


class HandOverForm(forms.Form):
    """Gives everything that one person has to another."""

    key = forms.CharField(min_length=8, max_length=80, widget=forms.HiddenInput)
    from_person = forms.TypedChoiceField(label=_("Toàn bộ việc của"), coerce=int)
    to_person = forms.TypedChoiceField(label=_("Giao cho"), coerce=int)
    reason = forms.CharField(
        label=_("Lý do"), max_length=1_000, help_text=_("Ví dụ: nghỉ phép từ 05/11, chuyển công tác.")
    )
    use_required_attribute = False

    def __init__(
        self, *args: Any, holders: Sequence[identity.User], people: Sequence[identity.User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_person"].choices = person_choices(holders)  # type: ignore[attr-defined]
        self.fields["to_person"].choices = person_choices(people)  # type: ignore[attr-defined]


def person_choices(people: Sequence[identity.User]) -> list[tuple[Any, str]]:
    """People as the choices of a select."""
    return [("", "—"), *((person.pk, person.full_name) for person in people)]
