"""What an operator sees of messages on their way, and what he can do: send one again, or give it up with a reason.

Addresses are masked: whoever looks after delivery has no business in who lives where.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.notifications.channels import LEAVING, Channel
from haidang.notifications.models import Delivery, State
from haidang.notifications.telling import LIFE
from haidang.notifications.templates import may_manage
from haidang.platform import acts, clock
from haidang.platform.acts import once, write
from haidang.platform.errors import Invalid, NotAllowed, Refused
from haidang.platform.secrets import mask

Order = acts.Order[User]
WAITING = (State.QUEUED,)
UNDECIDED = (State.FAILED,)
MOST_AT_ONCE = 500
"""Failed messages that one order sends again."""


class DeliveryNotFound(Refused):
    """There is no such message."""

    code = "delivery-not-found"


class WrongState(Refused):
    """The message stands in a way in which this cannot be done to it."""

    code = "wrong-state"


@dataclass(frozen=True, slots=True)
class Figures:
    """Messages of one channel as of `as_of`, by state; `oldest_at`: when the oldest that waits was to go."""

    channel: Channel
    as_of: datetime
    by_state: Mapping[State, int]
    oldest_at: datetime | None

    @property
    def total(self) -> int:
        """All messages of the channel that are kept."""
        return sum(self.by_state.values())


def figures(*, now: datetime) -> list[Figures]:
    """The figures of every channel that leaves the house."""
    counts: dict[str, dict[State, int]] = {way: {} for way in LEAVING}
    for way, state, number in Delivery.objects.values_list("channel", "state").annotate(number=Count("pk")).order_by():
        counts.setdefault(way, {})[State(state)] = number
    due = Delivery.objects.filter(state=State.QUEUED, next_try_at__lte=now)
    oldest = dict(due.values_list("channel").annotate(since=Min("next_try_at")).order_by())
    return [
        Figures(way, now, {state: counts[way].get(state, 0) for state in State}, oldest.get(way)) for way in LEAVING
    ]


def deliveries(*, channel: str = "", state: str = "") -> QuerySet[Delivery]:
    """Messages, newest first, narrowed to a channel and a state if these exist."""
    rows = Delivery.objects.order_by("-made_at", "-pk").defer("subject", "body")
    if channel in Channel.values:
        rows = rows.filter(channel=channel)
    return rows.filter(state=state) if state in State.values else rows


def masked(row: Delivery) -> str:
    """The address of a message as an operator sees it; a browser has none that says anything."""
    if row.channel == Channel.PUSH:
        return ""
    name, at, host = row.address.partition("@")
    return f"{name[:1]}•••@{host}" if at else mask(row.address)


def retry(*, delivery_id: int, actor: User, now: datetime, key: str) -> Delivery:
    """Sends a failed or dropped message again, to whichever provider takes it.

    One that may have been sent by a provider that never answered may so arrive twice: the operator decides that.
    Raises DeliveryNotFound, NotAllowed, WrongState, KeyReused.
    """
    order = Order("notifications.delivery.retry", actor, now, key, {"delivery": delivery_id})
    return _decide(order, delivery_id, {State.FAILED, State.DROPPED}, _queued(now))


def give_up(*, delivery_id: int, reason: str, actor: User, now: datetime, key: str) -> Delivery:
    """A message that waits or has failed is never sent, for a reason. Raises as `retry`, and Invalid (reason)."""
    why = reason.strip()
    if not why or len(why) > 500:
        raise Invalid(_("Hãy ghi rõ lý do (nhiều nhất 500 ký tự)."), field="reason")
    order = Order("notifications.delivery.give_up", actor, now, key, {"delivery": delivery_id, "reason": why})
    dropped = {"state": State.DROPPED, "next_try_at": None, "held": False, "ended_at": now}
    return _decide(order, delivery_id, {State.QUEUED, State.FAILED}, dropped)


def retry_failed(*, actor: User, now: datetime, key: str, channel: str = "") -> int:
    """Sends failed messages again, the newest first, up to `MOST_AT_ONCE`; returns how many."""
    if channel and channel not in Channel.values:
        raise Invalid(_("Không có kênh này."), field="channel")
    order = Order("notifications.delivery.retry_failed", actor, now, key, {"channel": channel})

    def act() -> dict[str, Any]:
        _require(actor, now)
        found = deliveries(channel=channel, state=State.FAILED).select_for_update()[:MOST_AT_ONCE]
        rows = list(found)
        for row in rows:
            _change(row, order, _queued(now))
        return {"count": len(rows)}

    answer, _replayed = once(order, act)
    return int(answer["count"])


def _queued(now: datetime) -> dict[str, Any]:
    fresh = {"attempts": 0, "problem": "", "is_uncertain": False, "provider": "", "held": False}
    return {"state": State.QUEUED, "next_try_at": now, "ended_at": None, **fresh}


def _decide(order: Order, delivery_id: int, states: set[State], values: Mapping[str, Any]) -> Delivery:
    def act() -> dict[str, Any]:
        _require(order.actor, order.now)
        row = Delivery.objects.select_for_update().filter(pk=delivery_id).first() if 0 < delivery_id < 2**63 else None
        if row is None:
            raise DeliveryNotFound(_("Không có tin này."))
        if row.state not in states:
            raise WrongState(_("Tin này đang ở trạng thái khác, không làm được việc đó."))
        if row.leased_until and row.leased_until > order.now:
            raise WrongState(_("Tin này đang được gửi. Hãy thử lại sau ít phút."))
        _change(row, order, values)
        return {"id": row.pk}

    answer, _replayed = once(order, act)
    return Delivery.objects.get(pk=answer["id"])


def _change(row: Delivery, order: Order, values: Mapping[str, Any]) -> None:
    before = row.state
    for name, value in values.items():
        setattr(row, name, value)
    if row.state == State.QUEUED:
        row.expires_at = order.now + LIFE[Channel(row.channel)]
    row.holder, row.leased_until = "", None
    write(row, order, {"from": before, "to": row.state, "reason": order.content.get("reason", "")})


def _require(actor: User, now: datetime) -> None:
    if not may_manage(actor, on=clock.local(now).date()):
        raise NotAllowed(_("Bạn không có quyền quản lý việc gửi tin."))
