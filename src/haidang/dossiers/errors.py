"""Refusals of the dossiers room."""

from haidang.platform.errors import Conflict, Invalid, NotAllowed, Refused

__all__ = ["Conflict", "DossierNotFound", "Invalid", "NotAllowed", "WrongState"]


class DossierNotFound(Refused):
    """There is no such dossier, or not for this person: the two are not told apart."""

    code = "not-found"


class WrongState(Refused):
    """The lifecycle does not allow this now."""

    code = "wrong-state"
