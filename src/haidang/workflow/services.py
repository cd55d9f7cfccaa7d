"""Publishing processes and walking through them. Whoever calls holds the subject's lock and the transaction."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Role, User
from haidang.platform.errors import Refused
from haidang.workflow.models import ProcessInstance, ProcessVersion, StepInstance
from haidang.worktime import api as worktime

MOST_HOURS = 10_000


class ProcessRefused(Refused):
    """A process that cannot be published or walked as asked."""

    code = "process-refused"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a process: `hours` is its budget in office hours, at least a quarter of one."""

    key: str
    name: str
    role: str
    hours: float


def publish(code: str, *, name: str, steps: Sequence[Step], now: datetime) -> ProcessVersion:
    """Publishes the next version of process `code`; the same steps again publish nothing."""
    _check(steps)
    plain = [asdict(step) for step in steps]
    last = ProcessVersion.objects.filter(code=code).order_by("-number").first()
    if last and last.steps == plain and last.name == name:
        return last
    number = last.number + 1 if last else 1
    return ProcessVersion.objects.create(code=code, number=number, name=name, steps=plain, published_at=now)


def _check(steps: Sequence[Step]) -> None:
    if not steps:
        raise ProcessRefused(_("Quy trình phải có ít nhất một bước."))
    if len({step.key for step in steps}) != len(steps):
        raise ProcessRefused(_("Hai bước của quy trình không được trùng mã."))
    for step in steps:
        if step.role not in Role.values or not 0.25 <= step.hours <= MOST_HOURS:
            raise ProcessRefused(
                _("Bước “%(step)s” phải có vai trò hợp lệ và ít nhất 0,25 giờ làm việc.") % {"step": step.name}
            )
        if not (0 < len(step.key) <= 40 and 0 < len(step.name) <= 200):
            raise ProcessRefused(_("Mã bước dài tối đa 40 ký tự, tên bước tối đa 200 ký tự."))


def current(code: str) -> ProcessVersion:
    """The newest published version of process `code`."""
    found = ProcessVersion.objects.filter(code=code).order_by("-number").first()
    if found is None:
        raise ProcessRefused(_("Chưa công bố quy trình nội bộ “%(code)s”.") % {"code": code})
    return found


def start(
    process: ProcessVersion, *, subject: str, agency_id: int, calendar: worktime.Calendar, now: datetime
) -> StepInstance:
    """Starts `process` for `subject` and opens its first step."""
    instance = ProcessInstance.objects.create(process=process, subject=subject, agency_id=agency_id, started_at=now)
    return _open(instance, 0, calendar=calendar, now=now)


def open_steps(subject: str) -> list[StepInstance]:
    """The steps of `subject` that wait to be done."""
    rows = StepInstance.objects.filter(instance__subject=subject, status=StepInstance.Status.OPEN)
    return list(rows.select_related("agency", "instance__process"))


def all_steps(subject: str) -> list[StepInstance]:
    """Every step that was opened for `subject`, oldest first."""
    return list(StepInstance.objects.filter(instance__subject=subject).select_related("agency", "closed_by"))


def complete(step: StepInstance, *, actor: User, calendar: worktime.Calendar, now: datetime) -> StepInstance | None:
    """Closes an open step and opens the next; returns the next, or None when the process has come to its end."""
    if step.status != StepInstance.Status.OPEN:
        raise ProcessRefused(_("Bước “%(step)s” đã được thực hiện.") % {"step": step.name})
    _close(step, StepInstance.Status.DONE, actor=actor, now=now)
    instance = step.instance
    if step.position + 1 < len(instance.process.steps):
        return _open(instance, step.position + 1, calendar=calendar, now=now)
    instance.ended_at = now
    instance.save(update_fields=["ended_at"])
    return None


def cancel(subject: str, *, actor: User, now: datetime) -> int:
    """Closes whatever is open for `subject` because its matter has ended; returns how many steps."""
    steps = open_steps(subject)
    for step in steps:
        _close(step, StepInstance.Status.CANCELLED, actor=actor, now=now)
    ProcessInstance.objects.filter(subject=subject, ended_at__isnull=True).update(ended_at=now)
    return len(steps)


def has_ended(subject: str) -> bool:
    """Whether the process of `subject` has come to its end."""
    return ProcessInstance.objects.filter(subject=subject, ended_at__isnull=False).exists()


def _open(instance: ProcessInstance, position: int, *, calendar: worktime.Calendar, now: datetime) -> StepInstance:
    definition = Step(**instance.process.steps[position])
    return StepInstance.objects.create(
        instance=instance,
        position=position,
        key=definition.key,
        name=definition.name,
        role=definition.role,
        agency_id=instance.agency_id,
        opened_at=now,
        due_at=worktime.add_office_minutes(calendar, now, minutes=round(definition.hours * 60)),
    )


def _close(step: StepInstance, status: StepInstance.Status, *, actor: User, now: datetime) -> None:
    step.status, step.closed_at, step.closed_by = status, now, actor
    step.save(update_fields=["status", "closed_at", "closed_by"])
