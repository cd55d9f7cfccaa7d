"""Refusals of the room."""

from haidang.platform.errors import Refused


class MeasureNotFound(Refused):
    """There is no such plan or review."""

    code = "measure-not-found"


class NotAllowed(Refused):
    """The actor has no right to do this."""

    code = "not-allowed"


class WrongStatus(Refused):
    """The measure's status does not allow this now."""

    code = "wrong-state"


class Conflict(Refused):
    """Somebody else has acted since the page was opened."""

    code = "conflict"


class Invalid(Refused):
    """What was entered cannot be taken; `field` says where."""

    code = "invalid"
