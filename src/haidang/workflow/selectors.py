"""Questions about running processes."""

from dataclasses import dataclass

from haidang.workflow.drawing import draw
from haidang.workflow.engine import NoWay
from haidang.workflow.models import ProcessInstance, StepInstance
from haidang.workflow.publishing import plan_of
from haidang.workflow.routing import Walk
from haidang.workflow.undoing import returnable
from haidang.workflow.walking import walk_of


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
    return list(rows.select_related("agency", "instance"))


def all_steps(subject: str) -> list[StepInstance]:
    """Every step that was opened for `subject`, oldest first."""
    return list(StepInstance.objects.filter(instance__subject=subject).select_related("agency", "closed_by"))


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
