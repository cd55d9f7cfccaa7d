"""What waits, since when and why; and how fast it goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet

from haidang.platform.models import OutboxLane, OutboxMessage
from haidang.platform.outbox import WAITING


class LaneState(StrEnum):
    """How a lane with something to send stands."""

    DUE = "due"
    HELD = "held"
    RESTING = "resting"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Figures:
    """A topic's delivery as of `as_of`: messages waiting, the oldest, lanes by state, messages delivered of late."""

    as_of: datetime
    waiting: int
    oldest_at: datetime | None
    lanes: Mapping[LaneState, int]
    last_minute: int
    last_hour: int
    last_day: int

    @property
    def per_minute(self) -> float:
        """Deliveries a minute over the last hour."""
        return self.last_hour / 60


def figures(topic: str, *, now: datetime) -> Figures:
    """The figures of `topic`; counted from indexes of what waits and of what was delivered within a day."""
    waiting = OutboxMessage.objects.filter(WAITING, topic=topic)
    oldest = OutboxLane.objects.filter(topic=topic, waiting_since__isnull=False).order_by("waiting_since").first()

    def since(span: timedelta) -> int:
        rows = OutboxMessage.objects.filter(topic=topic, delivered_at__gt=now - span, delivered_at__lte=now)
        return rows.count()

    return Figures(
        as_of=now,
        waiting=waiting.count(),
        oldest_at=oldest.waiting_since if oldest else None,
        lanes={state: lanes_in(topic, state, now=now).count() for state in LaneState},
        last_minute=since(timedelta(minutes=1)),
        last_hour=since(timedelta(hours=1)),
        last_day=since(timedelta(days=1)),
    )


def lanes_in(topic: str, state: LaneState, *, now: datetime) -> QuerySet[OutboxLane]:
    """The lanes of `topic` in `state`, those that wait longest first."""
    moving = Q(next_try_at__isnull=False, stopped_at__isnull=True)
    conditions = {
        LaneState.STOPPED: Q(stopped_at__isnull=False),
        LaneState.HELD: moving & ~Q(holder="") & Q(next_try_at__gt=now),
        LaneState.RESTING: moving & Q(holder="", next_try_at__gt=now),
        LaneState.DUE: moving & Q(next_try_at__lte=now),
    }
    return OutboxLane.objects.filter(conditions[state], topic=topic).order_by("waiting_since", "pk")


def state_of(lane: OutboxLane, *, now: datetime) -> LaneState | None:
    """How `lane` stands; None if it has nothing to send."""
    if lane.stopped_at is not None:
        return LaneState.STOPPED
    if lane.next_try_at is None:
        return None
    if lane.next_try_at <= now:
        return LaneState.DUE
    return LaneState.HELD if lane.holder else LaneState.RESTING


def waiting_in(lane: OutboxLane) -> list[OutboxMessage]:
    """The messages that wait in `lane`, in the order in which they go."""
    return list(OutboxMessage.objects.filter(WAITING, topic=lane.topic, stream=lane.subject).order_by("seq"))
