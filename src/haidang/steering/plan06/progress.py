"""How tasks of the plan stand: done or in progress, each on time or overdue, or recurring. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from haidang.steering.lifecycle import FULFILLED, Status


class Progress(StrEnum):
    """Where a task stands; every task of the plan that has not been withdrawn is in exactly one."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    GOING = "going"
    OVERDUE = "overdue"
    RECURRING = "recurring"


def progress(
    status: Status, *, is_recurring: bool, due_at: datetime | None, answered_at: datetime | None, now: datetime
) -> Progress | None:
    """The standing of a task at `now`; None for one that was withdrawn.

    What counts is when the answer that stands was given, not when it was verified: whoever waits for a verdict is
    neither late nor done by waiting.
    """
    if status is Status.WITHDRAWN:
        return None
    is_late = due_at is not None and (answered_at or now) > due_at
    if status in FULFILLED:
        return Progress.DONE_LATE if is_late else Progress.DONE_ON_TIME
    if is_recurring:
        return Progress.RECURRING
    return Progress.OVERDUE if is_late else Progress.GOING


def counted(found: Iterable[Progress | None]) -> dict[Progress, int]:
    """How many stand how, each standing named; those withdrawn in none."""
    counts = Counter(found)
    return {kind: counts[kind] for kind in Progress}
