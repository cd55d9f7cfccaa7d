"""Turning the internal process otherwise than by doing a step: return, recall, timers, another version."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from haidang.dossiers import access
from haidang.dossiers.errors import WrongState
from haidang.dossiers.kernel import Order, Payload, Receipt, perform, require_text
from haidang.dossiers.lifecycle import Command, State
from haidang.dossiers.models import Dossier
from haidang.dossiers.office.authority import judge
from haidang.dossiers.services.office import allow, named, open_step
from haidang.dossiers.step_places import mover
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.workflow import api as workflow


def return_step(
    *,
    code: str,
    step_id: int,
    target: str,
    reason: str,
    actor: identity.User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Receipt:
    """Gives an open step back to the earlier step `target` (its node), with a reason for whoever does it again."""

    def change(dossier: Dossier) -> Payload:
        step = open_step(dossier, step_id)
        allow(judge(actor, step, dossier, on=clock.local(now).date()))
        why = require_text(reason, field="reason", message=_("Hãy ghi rõ vì sao trả lại bước trước."))
        names = dict(workflow.returnable(step))
        done = workflow.give_back(step, to=target, by=mover(dossier, actor=actor, now=now))
        return {
            **named(step),
            "to_step": target,
            "to_name": names[target],
            "reason": why,
            "opens": [following.node for following in done.opened],
            "move": done.move,
        }

    request = {"code": code, "step": step_id, "target": target, "reason": reason}
    order = Order(Command.RETURN_STEP, actor, now, key, request)
    return perform(order, code=code, expected_version=expected_version, change=change)


def recall(
    *, code: str, actor: identity.User, now: datetime, key: str, reason: str = "", expected_version: int | None = None
) -> Receipt:
    """Whoever did the last step takes it back, as long as nobody has gone on from it."""

    def change(dossier: Dossier) -> Payload:
        if dossier.process is None or not workflow.recallable(dossier.process, actor):
            raise WrongState(_("Không thu hồi được: bước sau đã được thực hiện, hoặc bạn chưa làm bước nào."))
        done = workflow.recall(dossier.stream, by=mover(dossier, actor=actor, now=now))
        (step,) = done.opened
        return {"step": step.node, "name": step.name, "reason": reason.strip(), "move": done.move}

    order = Order(Command.RECALL, actor, now, key, {"code": code, "reason": reason})
    return perform(order, code=code, expected_version=expected_version, change=change)


def migrate_process(
    *,
    code: str,
    version_id: int,
    actor: identity.User,
    now: datetime,
    key: str,
    expected_version: int | None = None,
) -> Receipt:
    """Moves a dossier to another version of its process, to exactly the steps that are open; refused if it has none."""

    def change(dossier: Dossier) -> Payload:
        version = workflow.ProcessVersion.objects.filter(pk=version_id).first()
        if version is None:
            raise WrongState(_("Không có phiên bản quy trình này."))
        before = dossier.process.process.number if dossier.process else 0
        done = workflow.migrate(dossier.stream, to=version, by=mover(dossier, actor=actor, now=now))
        return {"process_version": version.pk, "from_number": before, "to_number": version.number, "move": done.move}

    order = Order(Command.MIGRATE_PROCESS, actor, now, key, {"code": code, "version": version_id})
    return perform(order, code=code, expected_version=expected_version, change=change)


def fire_timer(
    *, code: str, timer_id: int, actor: identity.User, now: datetime, key: str, expected_version: int | None = None
) -> Receipt:
    """Lets a timer of the process fire whose moment has come; done by the system's own account."""

    def change(dossier: Dossier) -> Payload:
        timer = workflow.WaitingTimer.objects.filter(pk=timer_id, instance__dossier=dossier).first()
        if timer is None:
            raise WrongState(_("Hẹn giờ này chưa đến lúc hoặc không còn chờ."))
        done = workflow.fire(timer, by=mover(dossier, actor=actor, now=now))
        opens = [following.node for following in done.opened]
        return {"timer": timer.node, "name": timer.name, "opens": opens, "move": done.move}

    order = Order(Command.FIRE_TIMER, actor, now, key, {"code": code, "timer": timer_id})
    return perform(order, code=code, expected_version=expected_version, change=change)


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one dossier among many: `problem` says why nothing was done, empty if it was."""

    code: str
    problem: str = ""


def fire_timers(*, now: datetime) -> Iterator[Moved]:
    """Fires every timer that is due at `now`, oldest first, each in a transaction of its own.

    A dossier whose clock stands still keeps its timers waiting; they fire once it runs again.
    """
    system = identity.system_account(now=now)
    due = workflow.WaitingTimer.objects.filter(
        status=workflow.WaitingTimer.Status.WAITING,
        fire_at__lte=now,
        instance__dossier__is_paused=False,
        instance__dossier__state__in=[State.RECEIVED, State.PROCESSING],
    )
    for pk, code in list(due.order_by("fire_at", "pk").values_list("pk", "instance__dossier__code")):
        try:
            fire_timer(code=code, timer_id=pk, actor=system, now=now, key=f"timer-{pk:08d}")
            yield Moved(code)
        except Refused as refusal:
            yield Moved(code, str(refusal))


def movable_to(version: workflow.ProcessVersion, *, user: identity.User, on: date) -> list[str]:
    """Codes of the dossiers that run on another version of the same process and that `user` may move to this one."""
    reach = access.in_reach(identity.rights(user, on=on), Command.MIGRATE_PROCESS)
    if not reach:
        return []
    running = Dossier.objects.filter(reach, process__process__code=version.code, process__ended_at__isnull=True)
    return list(running.exclude(process__process=version).order_by("code").values_list("code", flat=True))


def migrate_many(
    codes: Iterable[str], *, version_id: int, actor: identity.User, now: datetime, key: str
) -> Iterator[Moved]:
    """Moves many dossiers to a version, each in a transaction of its own, with a result for each."""
    for code in codes:
        try:
            migrate_process(code=code, version_id=version_id, actor=actor, now=now, key=f"{key[:30]}-{code}"[:80])
            yield Moved(code)
        except Refused as refusal:
            yield Moved(code, str(refusal))
