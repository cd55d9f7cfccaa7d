"""What waits to be sent: one row for each message and address, written in the caller's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from haidang.notifications.channels import Channel
from haidang.notifications.models import Delivery, PushSubscription
from haidang.platform import journal
from haidang.platform.secrets import blind_index

LIFE = timedelta(hours=24)
"""What could not be shown on a browser for so long is not news any more."""


@dataclass(frozen=True, slots=True)
class Push:
    """A message to one person's browsers: `dedupe` names the matter; not before `at`.

    It is read on a locked screen, so it holds no personal data.
    """

    user_id: int
    dedupe: str
    title: str
    body: str
    at: datetime


def delivery(*, once: str, **values: Any) -> Delivery:
    """An unsaved row. Its key follows from `once` and nobody outside can guess it."""
    once = once[:240]
    key = blind_index(once, purpose="notifications.delivery")[:32]
    return Delivery(once=once, key=key, head_hash=journal.GENESIS, **values)


def push(messages: Iterable[Push]) -> int:
    """Queues each message for every browser of its person; returns how many are queued. The same one twice is one."""
    wanted: dict[int, list[Push]] = {}
    for message in messages:
        wanted.setdefault(message.user_id, []).append(message)
    rows = [
        delivery(
            once=f"push:{subscription}:{message.dedupe}",
            channel=Channel.PUSH,
            user_id=user_id,
            subscription_id=subscription,
            tag=message.dedupe[:180],
            subject=message.title[:100],
            body=message.body[:300],
            made_at=message.at,
            next_try_at=message.at,
            expires_at=message.at + LIFE,
        )
        for subscription, user_id in PushSubscription.objects.filter(user__in=wanted).values_list("pk", "user")
        for message in wanted[user_id]
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)
