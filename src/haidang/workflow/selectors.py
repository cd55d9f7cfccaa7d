"""Questions about running processes."""

from collections.abc import Collection
from typing import NamedTuple

from haidang.workflow.models import ProcessInstance, StepInstance
from haidang.workflow.plan import Option
from haidang.workflow.publishing import plans


def open_steps(subject: str) -> list[StepInstance]:
    """The steps of `subject` that wait to be done, in the order of their opening."""
    rows = StepInstance.objects.filter(instance__subject=subject, status=StepInstance.Status.OPEN)
    return list(rows.select_related("agency", "instance", "assignee"))


def all_steps(subject: str) -> list[StepInstance]:
    """Every step that was opened for `subject`, oldest first."""
    return list(
        StepInstance.objects.filter(instance__subject=subject).select_related(
            "agency", "closed_by", "assignee", "on_behalf_of"
        )
    )


def has_ended(subject: str) -> bool:
    """Whether the process of `subject` has come to its end."""
    return ProcessInstance.objects.filter(subject=subject, ended_at__isnull=False).exists()


class FourEyes(NamedTuple):
    """That whoever did one of the steps `not_by` may not do the step `node`, in these versions of processes."""

    node: str
    not_by: tuple[str, ...]
    versions: list[int]


def four_eyes() -> list[FourEyes]:
    """Every rule of four eyes in the published processes, the same rule of several versions as one."""
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for version, plan in plans().items():
        for node, task in plan.tasks():
            if task.not_by:
                found.setdefault((node.id, task.not_by), []).append(version)
    return [FourEyes(node, not_by, versions) for (node, not_by), versions in found.items()]


def done_by(step: StepInstance, nodes: Collection[str]) -> list[StepInstance]:
    """The steps at these nodes that were done in the same process, with who did them and for whom."""
    if not nodes:
        return []
    rows = StepInstance.objects.filter(instance=step.instance_id, node__in=nodes, status=StepInstance.Status.DONE)
    return list(rows.select_related("closed_by", "on_behalf_of"))


def choices_of(step_ids: Collection[int]) -> list[Option]:
    """The decisions that any of these open steps asks for, each once."""
    rows = StepInstance.objects.filter(pk__in=step_ids, status=StepInstance.Status.OPEN).order_by("pk")
    pairs = set(rows.values_list("instance__process_id", "node"))
    if not pairs:
        return []
    known = plans()
    return sorted({option for version, node in pairs for option in known[version].task(node).choices})
