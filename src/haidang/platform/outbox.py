"""What must leave the house: written in the transaction of the act, delivered after commit by a worker."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from haidang.platform.canonical import canonical
from haidang.platform.models import OutboxMessage


def put(topic: str, *, stream: str, seq: int, payload: Mapping[str, Any], now: datetime) -> None:
    """Adds a message about journal line `seq` of `stream`; messages of one stream are delivered in order of `seq`."""
    OutboxMessage.objects.create(topic=topic, stream=stream, seq=seq, payload=canonical(payload), created_at=now)


def waiting(topic: str) -> int:
    """How many messages of `topic` wait for delivery."""
    return OutboxMessage.objects.filter(topic=topic, delivered_at__isnull=True).count()
