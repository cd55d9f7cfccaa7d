"""The engine's parallel gateway, with joins that use each token once, so that a process may go round again.

SpiffWorkflow 3.2 counts what has ever come to a join, so the first token of a second round (work returned for another
appraisal, say) finds the other branches there already and goes through alone. Which tokens belong to which round cannot
be read from the engine's tree either: behind a join it hangs on the branch that came last. So a join marks what it
has used.
"""

from typing import Any

from SpiffWorkflow.bpmn.parser.task_parsers import GatewayParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState


class Join(ParallelGateway):  # type: ignore[misc]
    """A parallel gateway; goes on when a token that it has not used yet has come along every flow."""

    def arrived(self, workflow: Any) -> set[str]:
        """The names of the nodes from which tokens have come that still wait here for others."""
        return {token.parent.task_spec.name for token in self._unused(workflow)}

    def _check_threshold_unstructured(self, my_task: Task) -> bool:
        return {token.parent.task_spec for token in self._unused(my_task.workflow)} >= set(self.inputs)

    def _run_hook(self, my_task: Task) -> bool:
        # Nothing is inherited from the other branches: our tokens carry no data.
        for token in self._unused(my_task.workflow):
            token._set_internal_data(is_used=True)
        return True

    def _unused(self, workflow: Any) -> list[Task]:
        tokens = workflow.get_tasks(spec_name=self.name)
        return [token for token in tokens if _has_come(token) and not token.internal_data.get("is_used")]


def _has_come(token: Task) -> bool:
    return token.parent is not None and token.parent.state == TaskState.COMPLETED


PARSERS = {full_tag("parallelGateway"): (GatewayParser, Join)}
