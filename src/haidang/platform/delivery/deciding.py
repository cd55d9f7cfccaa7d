"""What an operator can do to a lane; called by the partner's room inside its act, with the lane's row locked.

These change the row that is handed in and leave saving it to the act's journal line (`platform/acts.write`).
"""

from datetime import datetime

from haidang.platform.models import OutboxLane, OutboxMessage
from haidang.platform.outbox import WAITING


def locked_lane(lane_id: int) -> OutboxLane | None:
    """The lane, locked for the rest of the transaction."""
    return OutboxLane.objects.select_for_update().filter(pk=lane_id).first()


def first_in(lane: OutboxLane) -> OutboxMessage | None:
    """The message that the lane stands at."""
    return OutboxMessage.objects.filter(WAITING, topic=lane.topic, stream=lane.subject).order_by("seq").first()


def try_again(lane: OutboxLane, *, now: datetime) -> None:
    """The lane's first message is due at once, as if it had never failed."""
    lane.next_try_at = now
    lane.stopped_at = lane.failed_at = None
    lane.attempts = lane.faults = 0
    lane.holder = lane.problem = ""


def give_up(lane: OutboxLane, message: OutboxMessage, *, now: datetime) -> None:
    """The message is never sent; what follows it in the lane goes on."""
    OutboxMessage.objects.filter(pk=message.pk).update(dropped_at=now)
    try_again(lane, now=now)
    following = first_in(lane)
    if following is None:
        lane.next_try_at = None
    lane.waiting_since = following.created_at if following else None


def send_again(lane: OutboxLane, *, from_seq: int, now: datetime) -> int:
    """All messages of the lane from line `from_seq` on wait once more; returns how many."""
    rows = OutboxMessage.objects.filter(topic=lane.topic, stream=lane.subject, seq__gte=from_seq)
    count = rows.update(delivered_at=None, dropped_at=None)
    if count:
        try_again(lane, now=now)
        lane.waiting_since = now
    return count
