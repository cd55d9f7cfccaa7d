"""Message encryption for web push (RFC 8291 over the content coding aes128gcm of RFC 8188): pure, one record."""

import base64
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
LARGEST = 3_000
"""Bytes of plain text; push services take bodies up to 4,096 bytes."""
_RECORD = 4_096
_LAST = b"\x02"


def from_url64(text: str) -> bytes:
    """Bytes written in base64url without padding. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def to_url64(data: bytes) -> str:
    """`data` in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """The 65 bytes of an uncompressed point."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def read_point(data: bytes) -> ec.EllipticCurvePublicKey:
    """A browser's public key (p256dh). Raises ValueError if it is no point of the curve."""
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, data)


def encrypt(
    plain: bytes,
    *,
    p256dh: bytes,
    auth: bytes,
    salt: bytes | None = None,
    sender: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body for the browser with these keys; `salt` and `sender` are made anew unless a test gives them.

    Raises ValueError for keys that are none, or more than `LARGEST` bytes.
    """
    if len(plain) > LARGEST:
        raise ValueError("message too long")
    salt, sender = salt or os.urandom(16), sender or ec.generate_private_key(CURVE)
    receiver = read_point(p256dh)
    shared = sender.exchange(ec.ECDH(), receiver)
    own = point(sender.public_key())
    secret = _derived(shared, salt=auth, info=b"WebPush: info\0" + point(receiver) + own, length=32)
    key = _derived(secret, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derived(secret, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    header = salt + _RECORD.to_bytes(4, "big") + len(own).to_bytes(1, "big") + own
    return header + AESGCM(key).encrypt(nonce, plain + _LAST, None)


def _derived(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)
