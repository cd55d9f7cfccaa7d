"""Questions about running processes."""

from haidang.workflow.models import ProcessInstance, StepInstance


def open_steps(subject: str) -> list[StepInstance]:
    """The steps of `subject` that wait to be done, in the order of their opening."""
    rows = StepInstance.objects.filter(instance__subject=subject, status=StepInstance.Status.OPEN)
    return list(rows.select_related("agency", "instance"))


def all_steps(subject: str) -> list[StepInstance]:
    """Every step that was opened for `subject`, oldest first."""
    return list(StepInstance.objects.filter(instance__subject=subject).select_related("agency", "closed_by"))


def has_ended(subject: str) -> bool:
    """Whether the process of `subject` has come to its end."""
    return ProcessInstance.objects.filter(subject=subject, ended_at__isnull=False).exists()
