"""The way of a reform measure (a time-reduction plan or a simplification review), as one table. Pure."""

from enum import StrEnum


class Status(StrEnum):
    """Where a measure stands."""

    PROPOSED = "proposed"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Command(StrEnum):
    """Everything that can be done to a measure."""

    PROPOSE = "propose"
    AMEND = "amend"
    SUBMIT = "submit"
    APPROVE = "approve"
    REFUSE = "refuse"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


_S, _C = Status, Command
TRANSITIONS: dict[tuple[Status, Command], Status] = {
    (_S.PROPOSED, _C.AMEND): _S.PROPOSED,
    (_S.PROPOSED, _C.SUBMIT): _S.SUBMITTED,
    (_S.PROPOSED, _C.WITHDRAW): _S.WITHDRAWN,
    (_S.SUBMITTED, _C.APPROVE): _S.APPROVED,
    (_S.SUBMITTED, _C.REFUSE): _S.REFUSED,
    (_S.SUBMITTED, _C.WITHDRAW): _S.WITHDRAWN,
    (_S.APPROVED, _C.PUBLISH): _S.PUBLISHED,
    (_S.APPROVED, _C.WITHDRAW): _S.WITHDRAWN,
    (_S.PUBLISHED, _C.WITHDRAW): _S.WITHDRAWN,
}


def after(status: Status, command: Command) -> Status | None:
    """The status that `command` leads to, or None where it is not possible."""
    return TRANSITIONS.get((status, command))


def possible(status: Status) -> set[Command]:
    """The commands that are possible now."""
    return {command for state, command in TRANSITIONS if state is status}
