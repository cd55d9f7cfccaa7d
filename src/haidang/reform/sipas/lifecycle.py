"""The way of a survey, as one table. Pure."""

from enum import StrEnum


class Status(StrEnum):
    """Where a survey stands."""

    DRAFT = "draft"
    DRAWN = "drawn"
    """The sample is drawn and the questions stand fast; nobody has been asked yet."""
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Command(StrEnum):
    """Everything that can be done to a survey."""

    CREATE = "create"
    AMEND = "amend"
    DRAW = "draw"
    ISSUE_CARDS = "issue_cards"
    OPEN = "open"
    ENTER_SHEET = "enter_sheet"
    CLOSE = "close"
    WITHDRAW = "withdraw"


_S, _C = Status, Command
TRANSITIONS: dict[tuple[Status, Command], Status] = {
    (_S.DRAFT, _C.AMEND): _S.DRAFT,
    (_S.DRAFT, _C.DRAW): _S.DRAWN,
    (_S.DRAWN, _C.ISSUE_CARDS): _S.DRAWN,
    (_S.OPEN, _C.ISSUE_CARDS): _S.OPEN,
    (_S.DRAWN, _C.OPEN): _S.OPEN,
    (_S.OPEN, _C.ENTER_SHEET): _S.OPEN,
    (_S.OPEN, _C.CLOSE): _S.CLOSED,
    (_S.DRAFT, _C.WITHDRAW): _S.WITHDRAWN,
    (_S.DRAWN, _C.WITHDRAW): _S.WITHDRAWN,
}


def after(status: Status, command: Command) -> Status | None:
    """The status that `command` leads to, or None where it is not possible."""
    return TRANSITIONS.get((status, command))
