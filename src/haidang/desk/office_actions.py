"""How an officer takes, gives back and hands out a step, and leaves notes: actions beside those of the lifecycle."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.desk.actions import Action, Common, Panel
from haidang.desk.forms import office as forms
from haidang.desk.forms.actions import ActionForm
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Command, Receipt
from haidang.identity import api as identity
from haidang.platform import clock


def _claim_form(_view: dossiers.View, **kwargs: Any) -> ActionForm:
    return forms.ClaimForm(**kwargs)


def _assign_form(view: dossiers.View, **kwargs: Any) -> ActionForm:
    """The people are those of the step that is meant; of a form that was sent, whichever it names."""
    people = dossiers.people_for(view.open_steps, view.dossier, on=clock.today())
    sent = (kwargs.get("data") or kwargs.get("initial") or {}).get("step", "")
    return forms.AssignForm(people=people.get(int(sent) if str(sent).isdecimal() else 0, []), **kwargs)


def _note_form(_view: dossiers.View, **kwargs: Any) -> ActionForm:
    return forms.NoteForm(**kwargs)


def _claim(panel: Panel, common: Common) -> Receipt:
    return dossiers.claim(step_id=panel.form.cleaned_data["step"], **common)


def _release(panel: Panel, common: Common) -> Receipt:
    return dossiers.release(step_id=panel.form.cleaned_data["step"], **common)


def _assign(panel: Panel, common: Common) -> Receipt:
    found = panel.form.cleaned_data
    return dossiers.assign(step_id=found["step"], assignee_id=found["assignee"], reason=found["reason"], **common)


def _note(panel: Panel, common: Common) -> Receipt:
    return dossiers.note(text=panel.form.cleaned_data["text"], **common)


CLAIM = Action(
    slug="nhan-viec",
    commands=frozenset({Command.CLAIM}),
    title=_("Nhận việc"),
    button=_("Nhận việc"),
    done=_("Bạn đã nhận việc này."),
    make=_claim_form,
    run=_claim,
)
RELEASE = Action(
    slug="tra-lai-viec",
    commands=frozenset({Command.RELEASE}),
    title=_("Trả lại việc chung"),
    button=_("Trả lại việc chung"),
    done=_("Đã trả lại thành việc chung."),
    make=_claim_form,
    run=_release,
)
ASSIGN = Action(
    slug="phan-cong",
    commands=frozenset({Command.ASSIGN}),
    title=_("Phân công"),
    button=_("Phân công"),
    done=_("Đã phân công."),
    make=_assign_form,
    run=_assign,
)
NOTE = Action(
    slug="ghi-chu",
    commands=frozenset({Command.NOTE}),
    title=_("Ghi chú nội bộ"),
    button=_("Ghi chú"),
    done=_("Đã ghi chú."),
    make=_note_form,
    run=_note,
)
OFFICE = (CLAIM, RELEASE, ASSIGN, NOTE)


@dataclass(frozen=True, slots=True)
class StepCard:
    """An open step on the page of its dossier: who has it, and what this officer may do about it."""

    item: dossiers.OpenStep
    panels: list[Panel]


def step_cards(view: dossiers.View, user: identity.User, active: Panel | None) -> list[StepCard]:
    """A card for each open step; `active`: the action that was just refused and stands there as it was sent."""
    return [StepCard(item, _panels(item, view, user, active)) for item in view.open_steps]


def _panels(item: dossiers.OpenStep, view: dossiers.View, user: identity.User, active: Panel | None) -> list[Panel]:
    found = []
    for action in (CLAIM, RELEASE, ASSIGN):
        if not action.commands & item.commands & view.allowed:
            continue
        if active is not None and active.action is action and str(active.form["step"].value()) == str(item.step.pk):
            found.append(active)
            continue
        found.append(action.panel(view, user, step=item.step.pk))
    return found
