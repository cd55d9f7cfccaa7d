"""Encryption of personal identifiers at rest and their blind index.

AES-256-GCM with the column's name as associated data, so that a value copied into another column does not decrypt.
The blind index is an HMAC under a key of its own: identifiers have little entropy, so without the key an index
could be enumerated.
"""

import hashlib
import hmac
import os
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

_VERSION = b"\x01"
_NONCE = 12


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def encrypt(text: str, *, context: str) -> bytes:
    """`text` as version byte + nonce + ciphertext, bound to `context` ("table.column")."""
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + _cipher(settings.FIELD_KEY).encrypt(nonce, text.encode(), context.encode())


def decrypt(blob: bytes, *, context: str) -> str:
    """The text behind `blob`; raises ValueError when key, context or bytes do not fit."""
    data = bytes(blob)
    if data[:1] != _VERSION:
        raise ValueError("unknown version of encrypted field")
    try:
        plain = _cipher(settings.FIELD_KEY).decrypt(data[1 : 1 + _NONCE], data[1 + _NONCE :], context.encode())
    except InvalidTag as error:
        raise ValueError(f"encrypted field {context} does not decrypt with this installation's key") from error
    return plain.decode()


def blind_index(value: str, *, purpose: str) -> str:
    """64 hex digits by which an encrypted `value` can be looked up; the same value differs between purposes."""
    normal = "".join(value.split()).upper()
    return hmac.new(settings.BLIND_INDEX_KEY, f"{purpose}\0{normal}".encode(), hashlib.sha256).hexdigest()


def mask(value: str, *, keep: int = 3) -> str:
    """`value` with all but its last `keep` characters hidden, for screens."""
    if not value:
        return ""
    return "•" * max(len(value) - keep, 3) + value[-keep:] if len(value) > keep else "•" * len(value)


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text that is ciphertext in the database and plain text on the instance; it cannot be filtered by."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", True)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Encrypts on the way into the database; an empty text stays empty bytes."""
        if isinstance(value, str):
            value = encrypt(value, context=self._context) if value else b""
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: bytes | None, _expression: object, _connection: object) -> str:
        """Decrypts on the way out."""
        return decrypt(value, context=self._context) if value else ""
