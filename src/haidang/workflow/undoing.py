"""Going back: an officer returns a step to an earlier one, or takes back what he has just done."""

from haidang.identity.api import User
from haidang.workflow.models import ProcessInstance, StepInstance
from haidang.workflow.publishing import plan_of
from haidang.workflow.routing import Impossible, Walk
from haidang.workflow.walking import walk_of


def returnable(step: StepInstance, *, walk: Walk | None = None) -> list[tuple[str, str]]:
    """The earlier steps that an open step can be given back to, latest first, as (node, name)."""
    walk = walk or walk_of(step.instance)
    plan = plan_of(walk.position.version)
    found = (plan.nodes[node] for node in walk.returnable(step.node) if node in plan.nodes)
    return [(node.id, node.name) for node in found if node.task is not None]


def recallable(instance: ProcessInstance, actor: User) -> str:
    """The step that `actor` did and can still take back, because nobody has gone on from it; "" if there is none."""
    walk = walk_of(instance)
    if not instance.moves or instance.moves[-1]["do"] == "cancel":
        return ""
    for entry in reversed(walk.entries):
        move = instance.moves[entry["index"]]
        if move["do"] == "complete" and move["by"] == actor.pk and move["node"] == entry["node"]:
            return entry["node"] if _is_untouched(walk, instance, entry["node"], entry["index"]) else ""
    return ""


def _is_untouched(walk: Walk, instance: ProcessInstance, node: str, index: int) -> bool:
    """Whether what move `index` opened stands open, taken by nobody, and taking it back closes nothing else."""
    opened = instance.steps.filter(move=index)
    if opened.exclude(status=StepInstance.Status.OPEN, assignee__isnull=True).exists():
        return False
    trial = walk.fork()
    try:
        trial.take({"do": "recall", "node": node})
    except Impossible:
        return False
    return all(token.opened_by == index for token in walk.position.open - trial.position.open)
