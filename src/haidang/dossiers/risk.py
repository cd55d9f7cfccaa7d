"""How a dossier stands against its deadline, as one word. A pure function."""

from datetime import datetime
from enum import StrEnum

from haidang.dossiers.lifecycle import CLOCK_ENDED, State


class Risk(StrEnum):
    """Standing against the deadline; lists are sorted and coloured by it, and always say it in words."""

    LATE = "late"
    AT_RISK = "at_risk"
    ON_TIME = "on_time"
    PAUSED = "paused"
    FINISHED_ON_TIME = "finished_on_time"
    FINISHED_LATE = "finished_late"
    ENDED = "ended"


def risk(
    *,
    state: State,
    receive_by: datetime,
    due_at: datetime | None,
    warn_at: datetime | None,
    is_paused: bool,
    finished_at: datetime | None,
    now: datetime,
) -> Risk:
    """Where a dossier stands at `now`; one not yet received is held against the time to answer a filing."""
    if finished_at is not None:
        return Risk.FINISHED_LATE if due_at and finished_at > due_at else Risk.FINISHED_ON_TIME
    if state in CLOCK_ENDED:
        return Risk.ENDED
    # A pause that moves nothing (by policy, or because it began too late) excuses nothing either.
    if due_at is None and (is_paused or state is State.SUPPLEMENT):
        return Risk.PAUSED
    if due_at is None:
        return Risk.LATE if now > receive_by else Risk.ON_TIME
    if now > due_at:
        return Risk.LATE
    return Risk.AT_RISK if warn_at and now >= warn_at else Risk.ON_TIME
