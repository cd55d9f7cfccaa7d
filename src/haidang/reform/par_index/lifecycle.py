"""The way of a criterion's assessment, as one table. Pure."""

from enum import StrEnum


class Status(StrEnum):
    """Where an assessment stands."""

    WAITING = "waiting"
    """Nobody has scored it yet: it counts neither as none nor as won."""
    SCORED = "scored"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    LOWERED = "lowered"


class Command(StrEnum):
    """Everything that can be done to an assessment."""

    START = "start"
    ASSIGN = "assign"
    SCORE = "score"
    SUBMIT = "submit"
    ACCEPT = "accept"
    LOWER = "lower"
    SEND_BACK = "send_back"
    REOPEN = "reopen"


_S, _C = Status, Command
APPRAISED = frozenset({_S.ACCEPTED, _S.LOWERED})
TRANSITIONS: dict[tuple[Status, Command], Status] = {
    (_S.WAITING, _C.ASSIGN): _S.WAITING,
    (_S.SCORED, _C.ASSIGN): _S.SCORED,
    (_S.WAITING, _C.SCORE): _S.SCORED,
    (_S.SCORED, _C.SCORE): _S.SCORED,
    (_S.SCORED, _C.SUBMIT): _S.SUBMITTED,
    (_S.SUBMITTED, _C.ACCEPT): _S.ACCEPTED,
    (_S.SUBMITTED, _C.LOWER): _S.LOWERED,
    (_S.SUBMITTED, _C.SEND_BACK): _S.SCORED,
    (_S.ACCEPTED, _C.REOPEN): _S.SCORED,
    (_S.LOWERED, _C.REOPEN): _S.SCORED,
}


def after(status: Status, command: Command) -> Status | None:
    """The status that `command` leads to, or None where it is not possible."""
    return TRANSITIONS.get((status, command))
