"""Notes among officers, sealed in the journal: they may name people, and a journal holds no personal data in clear."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from haidang.platform.secrets import decrypt, encrypt

_CONTEXT = "journal.note"


def sealed(text: str) -> dict[str, Any]:
    """What the journal keeps of a note."""
    return {"sealed": b64encode(encrypt(text, context=_CONTEXT)).decode()}


def opened(payload: Mapping[str, Any]) -> str:
    """The text of a note from its journal line."""
    return decrypt(b64decode(payload["sealed"]), context=_CONTEXT)
