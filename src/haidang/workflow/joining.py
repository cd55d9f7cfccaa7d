"""The engine's parallel gateway, with joins that know which tokens belong together when a process goes round again.

SpiffWorkflow 3.2 counts what has ever come to a join, so the first token of a second round (work returned for another
appraisal, say) finds the other branches there already and goes through alone. Here a join counts only the tokens of
its own round: those that have come from the same earlier passage through it, or from the start.
"""

from SpiffWorkflow.bpmn.parser.task_parsers import GatewayParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState


class Join(ParallelGateway):  # type: ignore[misc]
    """A parallel gateway; goes on when one token of the round has come along every flow."""

    def _check_threshold_unstructured(self, my_task: Task) -> bool:
        round_ = self._round(my_task)
        tokens = my_task.workflow.get_tasks(spec_name=self.name)
        came_from = {token.parent.task_spec for token in tokens if _has_come(token) and self._round(token) is round_}
        return came_from >= set(self.inputs)

    def arrived(self, workflow: object) -> set[str]:
        """The names of the nodes from which tokens have come that still wait here for others."""
        tokens = [token for token in workflow.get_tasks(spec_name=self.name) if _has_come(token)]  # type: ignore[attr-defined]
        over = {self._round(token) for token in tokens if token.state == TaskState.COMPLETED}
        return {token.parent.task_spec.name for token in tokens if self._round(token) not in over}

    def _round(self, token: Task) -> Task | None:
        """The earlier passage through this gateway that a token comes from; None in the first round."""
        before = token.parent
        while before is not None and before.task_spec is not self:
            before = before.parent
        return before


def _has_come(token: Task) -> bool:
    return token.parent is not None and token.parent.state == TaskState.COMPLETED


PARSERS = {full_tag("parallelGateway"): (GatewayParser, Join)}
