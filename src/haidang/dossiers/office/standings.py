"""The open steps of one dossier as somebody sees them: who has each, and what he may do about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from haidang.dossiers.lifecycle import Command
from haidang.dossiers.models import Dossier
from haidang.dossiers.office.authority import Standing, candidates, judge, may_hand_out
from haidang.identity import api as identity
from haidang.workflow import api as workflow

ON_STEPS = frozenset({Command.COMPLETE_STEP, Command.CLAIM, Command.RELEASE, Command.ASSIGN})


@dataclass(frozen=True, slots=True)
class OpenStep:
    """An open step: as whom one may do it (None: not at all, and `hindrance` says why), and what may be done to it."""

    step: workflow.StepInstance
    standing: Standing | None
    hindrance: str
    commands: frozenset[Command]


def steps_of(
    user: identity.User, dossier: Dossier, *, on: date, rights: identity.Rights | None = None
) -> list[OpenStep]:
    """The open steps of `dossier` with what `user` may do to each, whatever the dossier's state."""
    steps = workflow.open_steps(dossier.stream)
    if not steps or not user.is_officer:
        return []
    rights = rights or identity.rights(user, on=on)
    return [_open_step(user, step, dossier, on=on, rights=rights) for step in steps]


def people_for(items: list[OpenStep], dossier: Dossier, *, on: date) -> dict[int, list[identity.User]]:
    """To whom each step that one may hand out may be given, by the step's id."""
    return {item.step.pk: candidates(item.step, dossier, on=on) for item in items if Command.ASSIGN in item.commands}


def step_choices(step_ids: Collection[int]) -> list[workflow.Option]:
    """The decisions that any of these open steps asks for, each once: one of them for all is what a group takes."""
    return workflow.choices_of(step_ids)


def _open_step(
    user: identity.User, step: workflow.StepInstance, dossier: Dossier, *, on: date, rights: identity.Rights
) -> OpenStep:
    found = judge(user, step, dossier, on=on, rights=rights)
    standing = found if isinstance(found, Standing) else None
    leads = may_hand_out(step, dossier, rights=rights)
    commands = set[Command]()
    if standing is not None:
        commands |= {Command.COMPLETE_STEP}
        commands |= {Command.CLAIM} if step.assignee_id is None else {Command.RELEASE}
    if leads:
        commands |= {Command.ASSIGN}
        commands |= {Command.RELEASE} if step.assignee_id is not None else set()
    return OpenStep(step, standing, "" if standing else str(found), frozenset(commands))
