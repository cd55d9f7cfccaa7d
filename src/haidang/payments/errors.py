"""Refusals of the room, and what goes wrong between the house and a gateway."""

from haidang.platform.errors import Conflict, Invalid, NotAllowed, Refused

__all__ = ["Conflict", "GatewayProblem", "Invalid", "NotAllowed", "NotFound", "WrongStatus"]


class NotFound(Refused):
    """There is no such payment, transfer or refund."""

    code = "payment-not-found"


class WrongStatus(Refused):
    """How the payment or refund stands does not allow this now."""

    code = "wrong-state"


class GatewayProblem(Exception):
    """The gateway did not answer, or not with what it should; nothing is known of what it did."""
