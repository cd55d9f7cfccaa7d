"""Every write carries a key: the same key with the same content gets the first answer again, never a second act."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from haidang.platform.canonical import canonical
from haidang.platform.errors import Invalid, Refused
from haidang.platform.models import IdempotencyRecord
from haidang.platform.text import is_storable, texts_in


class KeyReused(Refused):
    """The key has already served for another content."""

    code = "key-reused"


def check_key(key: str) -> None:
    """Refuses a write without a usable idempotency key."""
    if not 8 <= len(key) <= 80 or not is_storable(key):
        raise Invalid(_("Yêu cầu thiếu khóa chống gửi trùng (8–80 ký tự). Hãy tải lại trang."), field="key")


def check_write(key: str, request: Mapping[str, Any]) -> None:
    """Refuses a write without a usable key, or with characters that no database keeps."""
    check_key(key)
    if not all(is_storable(text) for text in texts_in(request)):
        raise Invalid(_("Nội dung có ký tự không đọc được. Hãy xóa ký tự đó rồi gửi lại."))


def fingerprint(request: Mapping[str, Any]) -> str:
    """Keyed hash of the canonical form of `request`: it holds identity numbers, which a plain hash would give away."""
    return hmac.new(settings.BLIND_INDEX_KEY, canonical(request).encode(), hashlib.sha256).hexdigest()


def recall(*, actor: str, key: str, command: str, request_hash: str) -> dict[str, Any] | None:
    """The answer given under `key`, or None if it is new. Raises KeyReused if it served for something else."""
    record = IdempotencyRecord.objects.filter(actor=actor, key=key).first()
    if record is None:
        return None
    if (record.command, record.request_hash) != (command, request_hash):
        raise reused()
    return dict(json.loads(record.answer))


def answer_under(*, actor: str, key: str, command: str) -> dict[str, Any] | None:
    """The answer of `command` under `key` whatever its content was, or None."""
    record = IdempotencyRecord.objects.filter(actor=actor, key=key, command=command).first()
    return dict(json.loads(record.answer)) if record else None


def reused() -> KeyReused:
    """The refusal of a key that has served for another content."""
    return KeyReused(_("Biểu mẫu này đã được gửi trước đó với nội dung khác. Hãy tải lại trang rồi thực hiện lại."))


def remember(
    *, actor: str, key: str, command: str, request_hash: str, answer: Mapping[str, Any], now: datetime
) -> None:
    """Stores `answer` under `key`, in the transaction of the act."""
    IdempotencyRecord.objects.create(
        actor=actor, key=key, command=command, request_hash=request_hash, answer=canonical(answer), at=now
    )
