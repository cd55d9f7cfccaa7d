"""Signs what goes to and comes from a message gateway: HMAC-SHA256 over the moment and the body."""

import hashlib
import hmac

MOMENT, SIGNATURE, KEY = "X-Haidang-Timestamp", "X-Haidang-Signature", "Idempotency-Key"


def sign(secret: str, *, moment: int, body: bytes) -> str:
    """The signature of `body` at `moment` (seconds since 1970, the machine's time)."""
    return "sha256=" + hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def is_signed(secret: str, *, moment: int, body: bytes, signature: str) -> bool:
    """Whether `signature` is that of `body`, in a time that does not depend on where it differs."""
    return hmac.compare_digest(sign(secret, moment=moment, body=body).encode(), signature.encode())
