"""Who may do a step, in whose place, and who may hand it out; each refusal says in words what stands in the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from haidang.dossiers.errors import NotAllowed
from haidang.dossiers.models import Dossier
from haidang.identity import api as identity
from haidang.workflow import api as workflow

Step = workflow.StepInstance


@dataclass(frozen=True, slots=True)
class Standing:
    """By what right somebody may do a step, and in whose place; None: in his own name."""

    capacity: identity.Capacity
    on_behalf_of_id: int | None


def standing(
    user: identity.User, step: Step, dossier: Dossier, *, on: date, rights: identity.Rights | None = None
) -> Standing | None:
    """As whom `user` may do the open `step` at `on`; None if he may not. `rights`: his, if they are known already."""
    found = judge(user, step, dossier, on=on, rights=rights)
    return found if isinstance(found, Standing) else None


def judge(
    user: identity.User, step: Step, dossier: Dossier, *, on: date, rights: identity.Rights | None = None
) -> Standing | NotAllowed:
    """As `standing`, with the refusal that says why not.

    The role at the step's agency and unit, his own or of one for whom he stands in; then, of a step that somebody
    has, only that person or who stands in for him; then the rule of four eyes.
    """
    rights = rights or identity.rights(user, on=on)
    scopes = _reaching(rights, step, dossier)
    if not scopes:
        return NotAllowed(_("Bước “%(step)s” dành cho vai trò khác với vai trò của bạn.") % {"step": step.name})
    if step.assignee_id not in (None, user.pk):
        scopes = [scope for scope in scopes if scope.delegator_id == step.assignee_id]
    if not scopes:
        return NotAllowed(
            _("Bước “%(step)s” đang do %(name)s giữ; phải được trả lại hoặc phân công lại thì bạn mới làm được.")
            % {"step": step.name, "name": step.assignee}
        )
    return _first_unbarred(user, [_as_whom(user, scope, step, on=on) for scope in scopes], step)


def may_hand_out(step: Step, dossier: Dossier, *, rights: identity.Rights) -> bool:
    """Whether somebody with these rights leads where the step is done, so that he may give it out or take it back."""
    held = rights.scopes(identity.Permission.DOSSIER_ASSIGN)
    return identity.covers(held, agency_id=step.agency_id, procedure_code=dossier.procedure_code, unit=step.unit)


def candidates(step: Step, dossier: Dossier, *, on: date) -> list[identity.User]:
    """The officers to whom the step may be given, by name: who hold its role there and are barred by nothing."""
    people = identity.holders(
        step.role, agency_id=step.agency_id, procedure_code=dossier.procedure_code, unit=step.unit, on=on
    )
    done = workflow.done_by(step, workflow.definition_of(step).not_by)
    barred = {who for item in done for who in (item.closed_by_id, item.on_behalf_of_id)}
    return [person for person in people if person.pk not in barred]


def _reaching(rights: identity.Rights, step: Step, dossier: Dossier) -> list[identity.Scope]:
    """The scopes by which the step's role is held there, his own first, a head's before a deputy's."""
    found = [
        scope
        for scope in rights.role_scopes(step.role)
        if scope.reaches(agency_id=step.agency_id, procedure_code=dossier.procedure_code, unit=step.unit)
    ]
    return sorted(found, key=lambda scope: (scope.delegator_id is not None, scope.is_deputy))


def _as_whom(user: identity.User, scope: identity.Scope, step: Step, *, on: date) -> Standing:
    if step.role != identity.Role.LEADER:
        capacity = identity.Capacity.DELEGATE if scope.delegator_id else identity.Capacity.OWN
        return Standing(capacity, scope.delegator_id)
    capacity = identity.capacity_of(user, scope, agency_id=step.agency_id, on=on)
    return Standing(capacity, identity.stands_for(scope, on=on))


def _first_unbarred(user: identity.User, ways: list[Standing], step: Step) -> Standing | NotAllowed:
    """The first way in which he may do it, by the rule of four eyes: whoever did what it looks over does not do it."""
    done = workflow.done_by(step, workflow.definition_of(step).not_by)
    hindrance: NotAllowed | None = None
    for way in ways:
        who = {user.pk, way.on_behalf_of_id} - {None}
        earlier = next((item for item in done if who & {item.closed_by_id, item.on_behalf_of_id}), None)
        if earlier is None:
            return way
        hindrance = hindrance or NotAllowed(
            _("Bước “%(step)s” phải do người khác làm: bước “%(done)s” đã do %(name)s thực hiện.")
            % {"step": step.name, "done": earlier.name, "name": _names([earlier.closed_by, earlier.on_behalf_of])}
        )
    return hindrance or NotAllowed(_("Bạn không làm được bước “%(step)s”.") % {"step": step.name})


def _names(people: Iterable[identity.User | None]) -> str:
    return _(" thay ").join(person.full_name for person in people if person is not None)
