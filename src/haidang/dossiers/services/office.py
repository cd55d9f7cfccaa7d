"""Who does which step: taken, given back, handed out; and notes among officers. None of it leaves the office."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from haidang.dossiers.errors import Conflict, Invalid, NotAllowed, WrongState
from haidang.dossiers.kernel import Order, Payload, Receipt, perform, require_text
from haidang.dossiers.lifecycle import Command
from haidang.dossiers.models import Dossier
from haidang.dossiers.office.authority import Standing, judge, may_hand_out, standing
from haidang.dossiers.office.notes import sealed
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.workflow import api as workflow


def claim(
    *, code: str, step_id: int, actor: identity.User, now: datetime, key: str, expected_version: int | None = None
) -> Receipt:
    """Takes an open step that nobody has; from then on only the taker, or who stands in for him, does it.

    Raises Conflict that names who was faster.
    """

    def change(dossier: Dossier) -> Payload:
        step = open_step(dossier, step_id)
        if step.assignee_id == actor.pk:
            raise WrongState(_("Bạn đang giữ bước này rồi."))
        if step.assignee is not None:
            raise Conflict(
                _("Bước “%(step)s” đã có người nhận: %(name)s.") % {"step": step.name, "name": step.assignee.full_name}
            )
        stand = allow(judge(actor, step, dossier, on=clock.local(now).date()))
        workflow.assign(step, actor, now=now)
        return {**named(step), "assignee": actor.pk, "on_behalf_of": stand.on_behalf_of_id}

    order = Order(Command.CLAIM, actor, now, key, {"code": code, "step": step_id})
    return perform(order, code=code, expected_version=expected_version, change=change)


def release(
    *, code: str, step_id: int, actor: identity.User, now: datetime, key: str, expected_version: int | None = None
) -> Receipt:
    """Gives a step back to all who hold its role: by who has it, who stands in for him, or who leads there."""

    def change(dossier: Dossier) -> Payload:
        step = open_step(dossier, step_id)
        if step.assignee_id is None:
            raise WrongState(_("Bước “%(step)s” đang là việc chung, chưa ai nhận.") % {"step": step.name})
        rights = identity.rights(actor, on=clock.local(now).date())
        if step.assignee_id != actor.pk and not may_hand_out(step, dossier, rights=rights):
            allow(judge(actor, step, dossier, on=clock.local(now).date(), rights=rights))
        had = step.assignee_id
        workflow.release(step)
        return {**named(step), "assignee": None, "had": had}

    order = Order(Command.RELEASE, actor, now, key, {"code": code, "step": step_id})
    return perform(order, code=code, expected_version=expected_version, change=change)


def assign(
    *,
    code: str,
    step_id: int,
    assignee_id: int,
    actor: identity.User,
    now: datetime,
    key: str,
    reason: str = "",
    expected_version: int | None = None,
) -> Receipt:
    """Gives an open step to somebody who may do it, also when another has it; by who leads there."""

    def change(dossier: Dossier) -> Payload:
        on = clock.local(now).date()
        step = open_step(dossier, step_id)
        if not may_hand_out(step, dossier, rights=identity.rights(actor, on=on)):
            raise NotAllowed(_("Bước “%(step)s” không thuộc nơi bạn phụ trách.") % {"step": step.name})
        person = _assignee(assignee_id, step, dossier, on=on)
        had = step.assignee_id
        workflow.assign(step, person, now=now)
        return {**named(step), "assignee": person.pk, "had": had, "reason": reason.strip()}

    request = {"code": code, "step": step_id, "assignee": assignee_id, "reason": reason}
    order = Order(Command.ASSIGN, actor, now, key, request)
    return perform(order, code=code, expected_version=expected_version, change=change)


def note(
    *, code: str, text: str, actor: identity.User, now: datetime, key: str, expected_version: int | None = None
) -> Receipt:
    """Leaves a note for other officers. It is read on the desk's page of the dossier and nowhere else."""

    def change(_dossier: Dossier) -> Payload:
        return sealed(require_text(text, field="text", message=_("Hãy nhập nội dung ghi chú.")))

    order = Order(Command.NOTE, actor, now, key, {"code": code, "text": text})
    return perform(order, code=code, expected_version=expected_version, change=change)


def open_step(dossier: Dossier, step_id: int) -> workflow.StepInstance:
    """The open step of `dossier` with that id; raises WrongState."""
    found = next((item for item in workflow.open_steps(dossier.stream) if item.pk == step_id), None)
    if found is None:
        raise WrongState(_("Bước này đã được thực hiện hoặc không thuộc hồ sơ. Hãy tải lại trang."))
    return found


def named(step: workflow.StepInstance) -> Payload:
    """How a journal line names a step: its node, the move that opened it, and its name."""
    return {"step": step.node, "opened_by": step.move, "name": step.name}


def allow(found: Standing | NotAllowed) -> Standing:
    """The standing, or the refusal raised."""
    if isinstance(found, NotAllowed):
        raise found
    return found


def _assignee(user_id: int, step: workflow.StepInstance, dossier: Dossier, *, on: date) -> identity.User:
    """The officer with that id, if he may do the step once it is his."""
    person = identity.User.objects.filter(pk=user_id, kind=identity.User.Kind.OFFICER).first()
    if person is None:
        raise Invalid(_("Hãy chọn người được giao."), field="assignee")
    if person.pk == step.assignee_id:
        raise WrongState(_("%(name)s đang giữ bước này rồi.") % {"name": person.full_name})
    before, step.assignee = step.assignee, None
    able = standing(person, step, dossier, on=on)
    step.assignee = before
    if able is None:
        raise Invalid(
            _("%(name)s không làm được bước “%(step)s”: khác vai trò hoặc đơn vị, hoặc đã làm bước phải kiểm tra chéo.")
            % {"name": person.full_name, "step": step.name},
            field="assignee",
        )
    return person
