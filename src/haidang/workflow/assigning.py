"""Who is to do an open step, and in whose place one was done. Whoever calls holds the subject's lock."""

from datetime import datetime

from haidang.identity.api import User
from haidang.workflow.models import StepInstance


def assign(step: StepInstance, user: User, *, now: datetime) -> None:
    """Gives an open step to `user`."""
    step.assignee, step.assigned_at = user, now
    step.save(update_fields=["assignee", "assigned_at"])


def release(step: StepInstance) -> None:
    """Gives an open step back to all who hold its role."""
    step.assignee, step.assigned_at = None, None
    step.save(update_fields=["assignee", "assigned_at"])


def stand_in(step: StepInstance, user_id: int) -> None:
    """Says in whose place a step was done."""
    step.on_behalf_of_id = user_id
    step.save(update_fields=["on_behalf_of"])
