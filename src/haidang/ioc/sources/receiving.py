"""What comes by itself: files handed in by people, and signed messages of a source's own system.

A message carries the sender's number for it, the moment, and HMAC-SHA256 over "moment.number.body" under the
contract's key. An old moment or a wrong signature is refused; a number seen before is answered as it was the first
time, so that the sender may safely send again; a number with another content is a conflict.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Permission, User
from haidang.ioc.sources import access
from haidang.ioc.sources.deliveries import Arrived, keep
from haidang.ioc.sources.errors import Conflict, Invalid, NotAllowed
from haidang.ioc.sources.publishing import secrets_of
from haidang.ioc.sources.tables import Delivery, Source
from haidang.platform import clock
from haidang.platform.acts import Order, Payload, once, write
from haidang.platform.text import is_storable

TOLERANCE = timedelta(minutes=5)
"""How far the sender's clock may be from the machine's."""
HANDED_IN = frozenset({"csv", "excel", "folder"})


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it came: the headers that sign it, and the body. `at`: Unix seconds, as text."""

    at: str
    number: str
    signature: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender is told: our number of the delivery, its content hash, and whether it had come before."""

    delivery_id: int
    sha256: str
    is_repeated: bool


def sign(body: bytes, *, at: str, number: str, signing_key: str) -> str:
    """The signature that a message must carry, as "sha256=…"."""
    text = f"{at}.{number}.".encode() + body
    return "sha256=" + hmac.new(signing_key.encode(), text, hashlib.sha256).hexdigest()


def receive(*, code: str, message: Message, now: datetime, machine_now: datetime) -> Receipt:
    """Keeps a signed message to be loaded by the next run; `machine_now` is what outside clocks are compared with.

    Raises NotAllowed for a source that takes none, a wrong signature or an old moment (one answer for all: it tells a
    stranger nothing), Invalid, Conflict.
    """
    source = Source.objects.filter(code=code, kind="webhook", is_active=True).select_related("contract").first()
    _check_signature(source, message, machine_now)
    if source is None or not (8 <= len(message.number) <= 80 and is_storable(message.number)):
        raise Invalid(_("Số của bản tin gồm 8–80 ký tự."), field="number")
    digest = hashlib.sha256(message.body).hexdigest()
    kept = keep(source, Arrived(message.body, f"{message.number}.json", message.number), now=now)
    if kept.delivery.sha256 != digest:
        raise Conflict(_("Số này đã dùng cho một bản tin có nội dung khác."))
    if kept.is_new:
        Source.objects.filter(pk=source.pk).update(next_run_at=now)
    return Receipt(kept.delivery.pk, digest, not kept.is_new)


def _check_signature(source: Source | None, message: Message, machine_now: datetime) -> None:
    signing_key = secrets_of(source.contract).get("signing_key", "") if source and source.contract else ""
    right = sign(message.body, at=message.at, number=message.number, signing_key=signing_key)
    is_right = hmac.compare_digest(right.encode(), message.signature.encode("utf-8", "replace"))
    is_number = message.at.isascii() and message.at.isdecimal() and len(message.at) < 12
    age = abs(machine_now.timestamp() - int(message.at)) if is_number else None
    if not signing_key or not is_right or age is None or age > TOLERANCE.total_seconds():
        raise NotAllowed(_("Chữ ký hoặc thời điểm của bản tin không hợp lệ."))


def hand_in(*, code: str, content: bytes, name: str, actor: User, now: datetime, key: str) -> Delivery:
    """Keeps a file that somebody hands in for a source of files; it is loaded by the next run.

    Raises SourceNotFound, NotAllowed, Invalid, KeyReused.
    """
    digest = hashlib.sha256(content).hexdigest()
    order = Order("ioc.source.hand_in", actor, now, key, {"code": code, "sha256": digest, "name": name})

    def act() -> Payload:
        on = clock.local(now).date()
        found = access.source_for(actor, code, on=on)
        access.require(actor, Permission.SOURCES_TEND, found.agency_id, on=on)
        source = Source.objects.select_for_update().get(pk=found.pk)
        if source.kind not in HANDED_IN:
            raise Invalid(_("Nguồn loại này không nhận tệp nộp tay."), field="file")
        if not content:
            raise Invalid(_("Tệp không có nội dung."), field="file")
        kept = keep(source, Arrived(content, name), now=now)
        source.next_run_at = now
        write(source, order, {"delivery": kept.delivery.pk, "sha256": digest, "state": str(kept.delivery.state)})
        return {"delivery": kept.delivery.pk}

    answer, _replayed = once(order, act)
    return Delivery.objects.get(pk=answer["delivery"])
