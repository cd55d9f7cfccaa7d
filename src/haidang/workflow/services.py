"""The verbs of running processes. Whoever calls holds the subject's lock and the transaction, and keeps the moves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.workflow import rows
from haidang.workflow.models import ProcessInstance, ProcessVersion, StepInstance, WaitingTimer
from haidang.workflow.moving import path_to, resting
from haidang.workflow.plan import Task
from haidang.workflow.publishing import ProcessRefused, plan_of
from haidang.workflow.undoing import recallable, returnable
from haidang.workflow.walking import Mover, Progress, advance, keep, walk_of


def start(process: ProcessVersion, *, subject: str, agency_id: int, by: Mover) -> Progress:
    """Starts `process` for `subject` and opens its first steps."""
    instance = ProcessInstance.objects.create(
        process=process, subject=subject, agency_id=agency_id, started_at=by.now, moves=[]
    )
    return advance(instance, {"do": "start", "version": process.pk}, by)


def complete(step: StepInstance, *, by: Mover, choice: str = "", asked_agency_id: int | None = None) -> Progress:
    """Closes an open step with a decision, where it asks for one, and opens what follows.

    `asked_agency_id`: the agency to consult, where the decision leads to a consultation.
    """
    if step.status != StepInstance.Status.OPEN:
        raise ProcessRefused(_("Bước “%(step)s” đã được thực hiện.") % {"step": step.name})
    _check_choice(step, choice)
    move: dict[str, Any] = {"do": "complete", "node": step.node, "choice": choice}
    if asked_agency_id is not None:
        move["asked"] = asked_agency_id
    return advance(step.instance, move, by)


def _check_choice(step: StepInstance, choice: str) -> None:
    options = {option.key for option in definition_of(step).choices}
    if options and choice not in options:
        raise ProcessRefused(_("Hãy chọn kết quả của bước “%(step)s”.") % {"step": step.name}, field="choice")
    if choice and not options:
        raise ProcessRefused(_("Bước “%(step)s” không có lựa chọn.") % {"step": step.name}, field="choice")


def cancel(subject: str, *, actor: User, now: datetime) -> Mapping[str, Any] | None:
    """Closes whatever is open for `subject` because its matter has ended; returns the move, None if nothing ran."""
    instance = ProcessInstance.objects.filter(subject=subject, ended_at__isnull=True).first()
    if instance is None:
        return None
    move = {"do": "cancel", "at": now.isoformat(), "by": actor.pk}
    rows.close_all(instance, actor=actor, now=now)
    keep(instance, move, ended_at=now)
    return move


def definition_of(step: StepInstance) -> Task:
    """What the process says of a step now: role, unit, budget, choices, and whose doers may not do it (`not_by`)."""
    return plan_of(step.instance.process_id).task(step.node)


def give_back(step: StepInstance, *, to: str, by: Mover) -> Progress:
    """Returns an open step to the earlier step `to`, which is opened again; what lies between is closed."""
    if step.status != StepInstance.Status.OPEN:
        raise ProcessRefused(_("Bước “%(step)s” đã được thực hiện.") % {"step": step.name})
    if to not in dict(returnable(step)):
        raise ProcessRefused(_("Hãy chọn một bước đã làm trước đó để trả lại."), field="target")
    return advance(step.instance, {"do": "return", "from": step.node, "node": to}, by)


def recall(subject: str, *, by: Mover) -> Progress:
    """The mover takes back the step that he has done last, as long as nobody has gone on from it."""
    instance = ProcessInstance.objects.filter(subject=subject).first()
    node = recallable(instance, by.actor) if instance else ""
    if instance is None or not node:
        raise ProcessRefused(_("Không thu hồi được: bước sau đã được thực hiện, hoặc bạn chưa làm bước nào."))
    return advance(instance, {"do": "recall", "node": node}, by)


def fire(timer: WaitingTimer, *, by: Mover) -> Progress:
    """Lets a timer fire whose moment has come."""
    if timer.status != WaitingTimer.Status.WAITING or timer.fire_at > by.now:
        raise ProcessRefused(_("Hẹn giờ này chưa đến lúc hoặc không còn chờ."))
    return advance(timer.instance, {"do": "fire", "node": timer.node}, by)


def migrate(subject: str, *, to: ProcessVersion, by: Mover) -> Progress:
    """Moves a running process to another version, to exactly the steps that are open. Raises ProcessRefused."""
    instance = ProcessInstance.objects.filter(subject=subject, ended_at__isnull=True).first()
    if instance is None:
        raise ProcessRefused(_("Hồ sơ không có quy trình đang chạy."))
    if instance.process.code != to.code:
        raise ProcessRefused(_("Hồ sơ đang theo một quy trình khác, không phải quy trình này."))
    if instance.process_id == to.pk:
        raise ProcessRefused(_("Hồ sơ đã ở phiên bản này."))
    walk = walk_of(instance)
    plan = plan_of(instance.process_id)
    wanted = resting(plan, walk.position.nodes)
    names = {node: plan.nodes[node].name for node in wanted}
    path = path_to(plan_of(to.pk), wanted=wanted, names=names, history=walk.entries)
    return advance(instance, {"do": "place", "version": to.pk, "path": path}, by)
