"""Questions about running processes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Role
from haidang.workflow.bpmn import parse
from haidang.workflow.drawing import draw
from haidang.workflow.engine import NoWay
from haidang.workflow.models import ProcessInstance, ProcessVersion, StepInstance
from haidang.workflow.plan import Option
from haidang.workflow.publishing import plan_of, plans
from haidang.workflow.routing import Walk
from haidang.workflow.undoing import returnable
from haidang.workflow.walking import walk_of

AGENCY_LABELS = {
    "competent": _("Cơ quan giải quyết"),
    "intake": _("Nơi tiếp nhận"),
    "superior": _("Cơ quan cấp trên"),
    "asked": _("Cơ quan được lấy ý kiến"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A decision that can be taken on a step: its key and words ("" where none is asked), what opens, whom it asks.

    `asks`: an agency to consult must be chosen with it.
    """

    key: str
    label: str
    opens: tuple[str, ...]
    asks: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """What can be done with an open step: the ways on, and the steps it can be given back to, as (node, name)."""

    step: StepInstance
    ways: tuple[Way, ...]
    returns: tuple[tuple[str, str], ...]


def outlook(step: StepInstance) -> Outlook:
    """What can be done with an open step, found by trying every way."""
    walk = walk_of(step.instance)
    plan = plan_of(walk.position.version)
    options = plan.task(step.node).choices or (("", ""),)
    ways = tuple(_way(walk, step, key, label) for key, label in options)
    return Outlook(step, ways, tuple(returnable(step, walk=walk)))


def _way(walk: Walk, step: StepInstance, key: str, label: str) -> Way:
    trial = walk.fork()
    try:
        trial.take({"do": "complete", "node": step.node, "choice": key})
    except NoWay:
        return Way(key, label, (), asks=False)
    plan = plan_of(trial.position.version)
    opened = [plan.nodes[token.node] for token in sorted(trial.position.open - walk.position.open)]
    steps = [(node.name, node.task) for node in opened if node.task]
    return Way(key, label, tuple(name for name, _task in steps), any(task.agency == "asked" for _name, task in steps))


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


def drawing_of(instance: ProcessInstance) -> str:
    """The process of `instance` as SVG, with the steps that are done, given back and open marked."""
    marks: dict[str, str] = {}
    for step in instance.steps.order_by("move", "id"):
        if step.status != StepInstance.Status.CANCELLED:
            marks[step.node] = step.status
    version = instance.process
    return draw(plan_of(version.pk), bpmn=version.bpmn.encode(), marks=marks, key=f"quy-trinh-{instance.pk}")


@dataclass(frozen=True, slots=True)
class Listed:
    """A process in the list: its newest version, and how many of its runs have not ended, by version number."""

    newest: ProcessVersion
    running: dict[int, int]


def processes() -> list[Listed]:
    """Every process by its code, with the newest version."""
    open_runs = ProcessInstance.objects.filter(ended_at__isnull=True).values_list("process__code", "process__number")
    counts: dict[str, dict[int, int]] = {}
    for code, number, count in open_runs.annotate(count=Count("pk")):
        counts.setdefault(code, {})[number] = count
    newest: dict[str, ProcessVersion] = {}
    for version in ProcessVersion.objects.defer("bpmn").order_by("code", "number"):
        newest[version.code] = version
    return [Listed(version, counts.get(code, {})) for code, version in newest.items()]


def versions(code: str) -> list[ProcessVersion]:
    """The versions of a process, newest first."""
    return list(ProcessVersion.objects.filter(code=code).defer("bpmn").order_by("-number"))


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a process as a table shows it, in words."""

    name: str
    role: str
    agency: str
    hours: float
    choices: tuple[str, ...]
    not_by: tuple[str, ...]


def described(version: ProcessVersion) -> list[StepLine]:
    """The steps of a version in the order of its file."""
    plan = plan_of(version.pk)
    return [
        StepLine(
            name=node.name,
            role=str(Role(task.role).label),
            agency=str(AGENCY_LABELS.get(task.agency, task.agency)),
            hours=task.hours,
            choices=tuple(option.label for option in task.choices),
            not_by=tuple(plan.nodes[other].name for other in task.not_by),
        )
        for node, task in plan.tasks()
    ]


def preview(bpmn: bytes) -> str:
    """The drawing of a file that can be published."""
    plan, _problems = parse(bpmn)
    return draw(plan, bpmn=bpmn) if plan else ""


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
