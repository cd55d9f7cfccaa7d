"""Refusals of the room."""

from haidang.platform.errors import Conflict, Invalid, NotAllowed, Refused

__all__ = ["Conflict", "Invalid", "MeasureNotFound", "NotAllowed", "WrongStatus"]


class MeasureNotFound(Refused):
    """There is no such plan or review."""

    code = "measure-not-found"


class WrongStatus(Refused):
    """The measure's status does not allow this now."""

    code = "wrong-state"
