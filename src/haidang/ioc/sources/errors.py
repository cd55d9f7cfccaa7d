"""Refusals of the sectors' data."""

from haidang.platform.errors import Conflict, Invalid, NotAllowed, Refused

__all__ = ["Busy", "Conflict", "ContractRefused", "Invalid", "NotAllowed", "Refused", "SourceNotFound", "WrongState"]


class SourceNotFound(Refused):
    """There is no such source, or nothing of that number in it, or it is not for this person."""

    code = "source-not-found"


class Busy(Conflict):
    """Somebody else is running the source."""


class WrongState(Refused):
    """It has been decided, repaired or ended already."""

    code = "wrong-state"


class ContractRefused(Invalid):
    """A contract that cannot be published: `problems` are pairs of a field and words."""

    code = "contract-refused"

    def __init__(self, problems: list[tuple[str, object]]) -> None:
        super().__init__(str(problems[0][1]), field=problems[0][0])
        self.problems = [(field, str(words)) for field, words in problems]
