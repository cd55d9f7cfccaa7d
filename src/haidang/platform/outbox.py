"""What must leave the house: written in the transaction of the act, delivered after commit by a worker."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Q, Value
from django.db.models.functions import Coalesce

from haidang.platform.canonical import canonical
from haidang.platform.journal import GENESIS
from haidang.platform.models import OutboxLane, OutboxMessage

WAITING = Q(delivered_at__isnull=True, dropped_at__isnull=True)


def put(topic: str, *, stream: str, seq: int, payload: Mapping[str, Any], now: datetime) -> None:
    """Adds a message about journal line `seq` of `stream`; messages of one stream are delivered in order of `seq`."""
    OutboxMessage.objects.create(topic=topic, stream=stream, seq=seq, payload=canonical(payload), created_at=now)
    wake(topic, stream, now=now)


def wake(topic: str, stream: str, *, now: datetime) -> None:
    """Tells workers that the lane of `stream` has something to send.

    A lane that is resting, held or stopped stays so. The row is written even then: its lock is what keeps a worker from
    finding the lane empty while the message that is to follow is not committed yet.
    """
    lanes = OutboxLane.objects.filter(topic=topic, subject=stream)
    moment = Value(now, output_field=DateTimeField())
    awake = {"next_try_at": Coalesce("next_try_at", moment), "waiting_since": Coalesce("waiting_since", moment)}
    if lanes.update(**awake):
        return
    lane = OutboxLane(topic=topic, subject=stream, next_try_at=now, waiting_since=now, head_hash=GENESIS)
    OutboxLane.objects.bulk_create([lane], ignore_conflicts=True)
    # Where somebody else made the row just now, nothing was added and it must be written all the same.
    lanes.update(**awake)


def waiting(topic: str) -> int:
    """How many messages of `topic` wait for delivery."""
    return OutboxMessage.objects.filter(WAITING, topic=topic).count()


def waiting_streams(topic: str, streams: Iterable[str]) -> set[str]:
    """Which of `streams` have messages of `topic` that wait."""
    rows = OutboxMessage.objects.filter(WAITING, topic=topic, stream__in=list(streams))
    return set(rows.values_list("stream", flat=True).distinct())
