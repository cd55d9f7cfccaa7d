"""Signatures between the house and a payment gateway: HMAC-SHA256 over the exact bytes and the moment. Pure.

A message carries `t=<seconds since 1970>,v1=<hex digest>` in a header. What is signed is the decimal seconds, a dot
and the body as it was sent: nothing is parsed before it is known who wrote it.
"""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum

HEADER = "X-Payment-Signature"
WINDOW = timedelta(minutes=5)
"""How far a message's moment may lie from now, either way: a copy that is sent later proves nothing."""
_SHAPE = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


class Standing(StrEnum):
    """What a signature is worth."""

    GOOD = "good"
    FORGED = "forged"
    """No signature, or not one made with the key over these bytes."""
    STALE = "stale"
    """Made with the key, but at another time: an old message sent again."""


def sign(body: bytes, *, key: bytes, at: datetime) -> str:
    """The header's value for `body` sent at `at`."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_digest(seconds, body, key)}"


def check(body: bytes, header: str, *, key: bytes, now: datetime) -> Standing:
    """What the signature of `body` is worth; compares in constant time."""
    found = _SHAPE.fullmatch(header)
    if found is None:
        return Standing.FORGED
    seconds = int(found[1])
    if not hmac.compare_digest(_digest(seconds, body, key), found[2]):
        return Standing.FORGED
    at = datetime.fromtimestamp(seconds, tz=UTC)
    return Standing.GOOD if abs(now - at) <= WINDOW else Standing.STALE


def _digest(seconds: int, body: bytes, key: bytes) -> str:
    return hmac.new(key, f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
