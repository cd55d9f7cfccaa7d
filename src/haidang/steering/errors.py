"""Refusals of the room."""

from haidang.platform.errors import Conflict, Invalid, NotAllowed, Refused

__all__ = ["Conflict", "DirectiveNotFound", "Invalid", "NotAllowed", "RuleNotFound", "WrongStatus"]


class DirectiveNotFound(Refused):
    """There is no such directive or task, or it is not for this person."""

    code = "directive-not-found"


class RuleNotFound(Refused):
    """There is no such rule of attention, or it is not for this person."""

    code = "rule-not-found"


class WrongStatus(Refused):
    """The directive's status does not allow this now."""

    code = "wrong-state"
