"""What an operator decides about messages on their way: once under its key, with a line in the lane's journal."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.exchange.errors import Conflict, NotAllowed, NotFound
from haidang.exchange.national import TOPIC
from haidang.identity import api as identity
from haidang.platform import acts, clock
from haidang.platform.acts import Payload, once, write
from haidang.platform.delivery import deciding, partners
from haidang.platform.models import OutboxLane
from haidang.platform.written import required

Order = acts.Order[identity.User]


@dataclass(frozen=True, slots=True)
class Done:
    """What an act answers: how many messages it concerns, and whether the same key had done it before."""

    messages: int
    replayed: bool


def may_manage(user: identity.User, *, on: datetime) -> bool:
    """Whether `user` may look after the exchange; the house's own account may, for commands of its own."""
    permission = identity.Permission.EXCHANGE_MANAGE
    return identity.is_system(user) or identity.has_anywhere(user, permission, on=clock.local(on).date())


def check(order: Order) -> None:
    """Refuses whoever has no business here."""
    if not may_manage(order.actor, on=order.now):
        raise NotAllowed(_("Chỉ quản trị viên được xử lý việc liên thông."))


def retry(*, lane_id: int, actor: identity.User, now: datetime, key: str) -> Done:
    """Lets a lane that rests or was stopped try its first message at once."""

    def change(lane: OutboxLane) -> Payload:
        first = deciding.first_in(lane)
        if first is None:
            raise Conflict(_("Không còn thông điệp nào chờ gửi của hồ sơ này."))
        told = {"seq": first.seq, "problem": lane.problem, "messages": 1}
        deciding.try_again(lane, now=now)
        return told

    order = Order("exchange.lane.retry", actor, now, key, {"lane": lane_id})
    return _to_lane(order, lane_id, change)


def give_up(*, lane_id: int, seq: int, reason: str, actor: identity.User, now: datetime, key: str) -> Done:
    """Never sends the message about line `seq`; what follows it goes on. The reason stays in the journal."""

    def change(lane: OutboxLane) -> Payload:
        why = required(reason, field="reason", message=_("Hãy ghi lý do bỏ, không gửi thông điệp này."))
        first = deciding.first_in(lane)
        if first is None or first.seq != seq:
            raise Conflict(_("Thông điệp này không còn đứng đầu hàng chờ. Hãy tải lại trang."))
        told = {"seq": seq, "problem": lane.problem, "reason": why, "messages": 1}
        deciding.give_up(lane, first, now=now)
        return told

    order = Order("exchange.lane.give_up", actor, now, key, {"lane": lane_id, "seq": seq, "reason": reason})
    return _to_lane(order, lane_id, change)


def replay(*, code: str, from_seq: int, actor: identity.User, now: datetime, key: str) -> Done:
    """Sends the messages of a dossier once more, from line `from_seq` on, those that had been given up as well."""
    lane = OutboxLane.objects.filter(topic=TOPIC, subject=f"dossier:{code}").first()

    def change(row: OutboxLane) -> Payload:
        return {"from_seq": from_seq, "messages": deciding.send_again(row, from_seq=from_seq, now=now)}

    order = Order("exchange.lane.replay", actor, now, key, {"code": code, "from_seq": from_seq})
    return _to_lane(order, lane.pk if lane else 0, change)


def retry_alike(*, problem: str, actor: identity.User, now: datetime, key: str) -> Done:
    """Lets every lane that was stopped for this very reason try again, such as after a setting was put right."""
    order = Order("exchange.lane.retry_alike", actor, now, key, {"problem": problem})

    def act() -> Payload:
        check(order)
        rows = OutboxLane.objects.select_for_update().filter(topic=TOPIC, stopped_at__isnull=False, problem=problem)
        found = list(rows.order_by("pk"))
        for lane in found:
            deciding.try_again(lane, now=now)
            write(lane, order, {"problem": problem, "messages": 1})
        return {"messages": len(found)}

    answer, replayed = once(order, act)
    return Done(answer["messages"], replayed)


def try_partner(*, actor: identity.User, now: datetime, key: str) -> Done:
    """Tries the portal at once although it counts as down."""
    order = Order("exchange.partner.try", actor, now, key, {})

    def act() -> Payload:
        check(order)
        partners.try_now(TOPIC)
        return {"messages": 0}

    answer, replayed = once(order, act)
    return Done(answer["messages"], replayed)


def _to_lane(order: Order, lane_id: int, change: Callable[[OutboxLane], Payload]) -> Done:
    def act() -> Payload:
        check(order)
        lane = deciding.locked_lane(lane_id) if 0 <= lane_id < 2**63 else None
        if lane is None:
            raise NotFound(_("Không tìm thấy hồ sơ này trong hàng chờ liên thông."))
        told = change(lane)
        write(lane, order, told)
        return {"messages": told["messages"]}

    answer, replayed = once(order, act)
    return Done(answer["messages"], replayed)
