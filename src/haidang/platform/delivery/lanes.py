"""Holding lanes: who may send the messages of a stream just now, and how a lane stands afterwards."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from haidang.platform.models import OutboxLane, OutboxMessage
from haidang.platform.outbox import WAITING


@dataclass(frozen=True, slots=True)
class Hold:
    """A lane in the hands of one worker, known by `token` until the lease has passed to another."""

    lane_id: int
    topic: str
    subject: str
    token: str
    attempts: int
    faults: int


def claim(topic: str, count: int, *, now: datetime, lease: timedelta) -> list[Hold]:
    """Takes up to `count` lanes whose time has come, the longest due first, so that no other worker has them.

    On PostgreSQL two workers skip each other's rows; on SQLite the transaction holds the write lock from its begin.
    """
    token = secrets.token_hex(16)
    due = OutboxLane.objects.filter(topic=topic, next_try_at__lte=now, stopped_at__isnull=True)
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True).order_by("next_try_at")[:count])
        ids = [row.pk for row in rows]
        OutboxLane.objects.filter(pk__in=ids).update(next_try_at=now + lease, holder=token)
    return [Hold(row.pk, topic, row.subject, token, row.attempts, row.faults) for row in rows]


def renew(hold: Hold, *, now: datetime, lease: timedelta) -> bool:
    """Extends the lease; False if another worker has the lane by now."""
    return bool(_held(hold).update(next_try_at=now + lease))


def first_waiting(hold: Hold) -> OutboxMessage | None:
    """The lane's next message to send."""
    rows = OutboxMessage.objects.filter(WAITING, topic=hold.topic, stream=hold.subject)
    return rows.order_by("seq").first()


@transaction.atomic
def delivered(hold: Hold, message: OutboxMessage, *, now: datetime, lease: timedelta) -> OutboxMessage | None:
    """Marks `message` as delivered and returns the next to send; None ends the hold.

    Marked even if the lease was lost meanwhile: it has been delivered all the same.
    """
    # The lane first: whoever puts a message holds its lock until he has committed (outbox.wake).
    OutboxLane.objects.select_for_update().filter(pk=hold.lane_id).first()
    sent = OutboxMessage.objects.filter(WAITING, pk=message.pk)
    sent.update(delivered_at=now, attempts=F("attempts") + 1)
    following = first_waiting(hold)
    good = {"attempts": 0, "faults": 0, "problem": "", "failed_at": None}
    if following is None:
        _held(hold).update(next_try_at=None, waiting_since=None, holder="", **good)
        return None
    still_held = _held(hold).update(next_try_at=now + lease, waiting_since=following.created_at, **good)
    return following if still_held else None


@transaction.atomic
def put_off(
    hold: Hold, message: OutboxMessage, *, now: datetime, until: datetime, problem: str, is_fault: bool
) -> None:
    """The message stays first in its lane, which rests until `until`."""
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1)
    _held(hold).update(
        next_try_at=until,
        holder="",
        attempts=F("attempts") + 1,
        faults=F("faults") + int(is_fault),
        problem=problem[:500],
        failed_at=now,
    )


@transaction.atomic
def stop(hold: Hold, message: OutboxMessage, *, now: datetime, problem: str) -> None:
    """The message is set aside for an operator; nothing of its stream overtakes it."""
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=F("attempts") + 1)
    _held(hold).update(holder="", attempts=F("attempts") + 1, problem=problem[:500], failed_at=now, stopped_at=now)


def let_go(holds: Sequence[Hold], *, now: datetime) -> None:
    """Gives lanes back untried."""
    if holds:
        ids = [hold.lane_id for hold in holds]
        OutboxLane.objects.filter(pk__in=ids, holder=holds[0].token).update(next_try_at=now, holder="")


@transaction.atomic
def settle_empty(hold: Hold) -> None:
    """A lane in which nothing waits, such as one whose message was given up, has nothing to be tried for."""
    OutboxLane.objects.select_for_update().filter(pk=hold.lane_id).first()
    if first_waiting(hold) is None:
        _held(hold).update(next_try_at=None, waiting_since=None, holder="")


def _held(hold: Hold) -> QuerySet[OutboxLane]:
    return OutboxLane.objects.filter(pk=hold.lane_id, holder=hold.token)
