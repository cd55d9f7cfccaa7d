"""Refusals of the dossiers room."""

from haidang.platform.errors import Refused


class DossierNotFound(Refused):
    """There is no such dossier, or not for this person: the two are not told apart."""

    code = "not-found"


class NotAllowed(Refused):
    """The actor has no right to do this here."""

    code = "not-allowed"


class WrongState(Refused):
    """The lifecycle does not allow this now."""

    code = "wrong-state"


class Conflict(Refused):
    """Somebody else has acted since the page was opened."""

    code = "conflict"


class Invalid(Refused):
    """What was entered cannot be taken; `field` says where."""

    code = "invalid"
