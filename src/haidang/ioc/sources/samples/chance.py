"""Numbers that look drawn and are the same for ever: a hash of what they are about. Pure."""

import hashlib


def share(*about: object) -> float:
    """A number from 0 up to 1 that belongs to `about`."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in about).encode()).digest()
    return int.from_bytes(digest[:6]) / 2**48


def whole(low: int, high: int, *about: object) -> int:
    """A whole number from `low` to `high`, both possible."""
    return low + int(share(*about) * (high - low + 1))


def around(value: float, spread: float, *about: object) -> float:
    """`value` up to `spread` (0.1: ten percent) higher or lower."""
    return value * (1 + spread * (2 * share(*about) - 1))
