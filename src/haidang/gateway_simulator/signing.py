"""Signatures of messages: HMAC-SHA256 over the decimal seconds, a dot and the exact bytes."""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

HEADER = "X-Payment-Signature"
_SHAPE = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def sign(body: bytes, key: bytes, at: datetime) -> str:
    """The signature of `body` at a moment."""
    seconds = int(at.timestamp())
    return f"t={seconds},v1={_digest(seconds, body, key)}"


def is_good(body: bytes, signature: str, key: bytes, now: datetime, *, window: timedelta) -> bool:
    """Whether `signature` was made over these bytes with `key`, not longer than `window` from now."""
    found = _SHAPE.fullmatch(signature)
    if found is None or not hmac.compare_digest(_digest(int(found[1]), body, key), found[2]):
        return False
    return abs(now - datetime.fromtimestamp(int(found[1]), UTC)) <= window


def _digest(seconds: int, body: bytes, key: bytes) -> str:
    return hmac.new(key, f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
