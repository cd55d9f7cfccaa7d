"""The reference of a payment: short, for people to type into a bank's form, and not to be guessed from another's."""

import hashlib
import hmac
import re

from django.conf import settings

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10
_SHAPE = re.compile(rf"HD[{_LETTERS}]{{{_LENGTH}}}")


def make(subject: str, number: int) -> str:
    """The reference of the payment with that number for `subject`: HD and ten letters (50 bits)."""
    text = f"payments.reference\0{subject}\0{number}"
    value = int.from_bytes(hmac.new(settings.BLIND_INDEX_KEY, text.encode(), hashlib.sha256).digest()[:8])
    return "HD" + "".join(_LETTERS[value >> 5 * place & 31] for place in range(_LENGTH))


def find(told: str) -> str:
    """The reference in what a bank passed on, which may stand among other words; empty if there is none."""
    found = _SHAPE.search(told.upper())
    return found[0] if found else ""
