"""The root of every refusal that a person is meant to read."""

from django.utils.functional import Promise


class Refused(Exception):
    """A request that the house declines, with a message in the user's language that says what to do.

    `code` is a stable slug for programs; `field` names the form field at fault, if there is one.
    """

    code = "refused"

    def __init__(self, message: str | Promise, *, field: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        if code:
            self.code = code

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(Refused):
    """The actor has no right to do this here."""

    code = "not-allowed"


class Conflict(Refused):
    """Somebody else has acted since the page was opened."""

    code = "conflict"


class Invalid(Refused):
    """What was entered cannot be taken; `field` says where."""

    code = "invalid"
