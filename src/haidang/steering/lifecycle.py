"""The way of a directive or plan task, as one table. Pure.

Both are the same thing (docs/decisions/0018): somebody gives it, somebody answers with evidence, the giver verifies.
"""

from enum import StrEnum


class Status(StrEnum):
    """Where a directive stands."""

    ISSUED = "issued"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    RETURNED = "returned"
    """Its answer was not enough: whoever leads must answer again."""
    VERIFIED = "verified"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Command(StrEnum):
    """Everything that can be done to a directive."""

    ISSUE = "issue"
    AMEND = "amend"
    EXTEND = "extend"
    ACCEPT = "accept"
    REPORT = "report"
    ANSWER = "answer"
    VERIFY = "verify"
    SEND_BACK = "send_back"
    RECORD_DONE = "record_done"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    URGE = "urge"


_S, _C = Status, Command
OPEN = frozenset({_S.ISSUED, _S.ACCEPTED, _S.RETURNED})
"""Whoever leads still has something to do: urged, and late once the due moment has passed."""
ENDED = frozenset({_S.CLOSED, _S.WITHDRAWN})
FULFILLED = frozenset({_S.VERIFIED, _S.CLOSED})

TRANSITIONS: dict[tuple[Status, Command], Status] = {
    **{(status, _C.AMEND): status for status in OPEN},
    **{(status, _C.EXTEND): status for status in OPEN},
    **{(status, _C.URGE): status for status in OPEN},
    **{(status, _C.RECORD_DONE): _S.VERIFIED for status in OPEN},
    **{(status, _C.WITHDRAW): _S.WITHDRAWN for status in (*OPEN, _S.ANSWERED)},
    (_S.ISSUED, _C.ACCEPT): _S.ACCEPTED,
    (_S.ACCEPTED, _C.REPORT): _S.ACCEPTED,
    (_S.RETURNED, _C.REPORT): _S.RETURNED,
    (_S.ACCEPTED, _C.ANSWER): _S.ANSWERED,
    (_S.RETURNED, _C.ANSWER): _S.ANSWERED,
    (_S.ANSWERED, _C.VERIFY): _S.VERIFIED,
    (_S.ANSWERED, _C.SEND_BACK): _S.RETURNED,
    (_S.VERIFIED, _C.CLOSE): _S.CLOSED,
}


def after(status: Status, command: Command) -> Status | None:
    """The status that `command` leads to, or None where it is not possible."""
    return TRANSITIONS.get((status, command))


def possible(status: Status) -> set[Command]:
    """The commands that are possible now."""
    return {command for state, command in TRANSITIONS if state is status}
