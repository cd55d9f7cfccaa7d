"""Refusals of the room."""

from haidang.platform.errors import Conflict, Invalid, NotAllowed, Refused


class NotFound(Refused):
    """There is no such lane, comparison or filing."""

    code = "not-found"


__all__ = ["Conflict", "Invalid", "NotAllowed", "NotFound", "Refused"]
