"""What people are to be told on their browsers: written in the caller's transaction, delivered after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from haidang.notifications.models import PushMessage, PushSubscription

LIFE = timedelta(hours=24)
"""What could not be delivered for so long is not news any more."""


@dataclass(frozen=True, slots=True)
class Push:
    """A message to one person: `dedupe` names the matter; not before `at`.

    It is read on a locked screen, so it holds no personal data.
    """

    user_id: int
    dedupe: str
    title: str
    body: str
    at: datetime


def push(messages: Iterable[Push]) -> int:
    """Queues each message for every browser of its person; returns how many are queued. The same one twice is one."""
    wanted: dict[int, list[Push]] = {}
    for message in messages:
        wanted.setdefault(message.user_id, []).append(message)
    rows = [
        PushMessage(
            subscription_id=subscription,
            dedupe=message.dedupe[:180],
            title=message.title[:100],
            body=message.body[:300],
            next_try_at=message.at,
            expires_at=message.at + LIFE,
        )
        for subscription, user_id in PushSubscription.objects.filter(user__in=wanted).values_list("pk", "user")
        for message in wanted[user_id]
    ]
    PushMessage.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)
