"""Keeping what arrives: as it came, by the hash of its content, before anybody looks into it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from haidang.ioc.sources.contract import PULLED
from haidang.ioc.sources.errors import Invalid
from haidang.ioc.sources.tables import Delivery, Source
from haidang.platform import files
from haidang.platform.text import tidy

MAX_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a connector or a sender brings. `reference`: the sender's own number for it, if he has one."""

    content: bytes
    name: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The row of what arrived; `is_new` is False when the same thing waits or has been numbered already."""

    delivery: Delivery
    is_new: bool


def keep(source: Source, arrived: Arrived, *, now: datetime) -> Kept:
    """Keeps a delivery. Content that waits already is not queued twice; a file that was loaded is marked repeated.

    Raises Invalid for what is larger than is taken.
    """
    if len(arrived.content) > MAX_BYTES:
        raise Invalid(_("Tệp lớn hơn %(limit)s MB.") % {"limit": MAX_BYTES // 1024**2}, field="file")
    digest = files.keep(arrived.content)
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=source.pk)
        if known := _known(source, digest, arrived.reference):
            return Kept(known, is_new=False)
        return Kept(_add(source, arrived, digest, now=now), is_new=True)


def _known(source: Source, digest: str, reference: str) -> Delivery | None:
    """The delivery that this is: the one of the same number, or one of the same content that waits."""
    rows = Delivery.objects.filter(source=source)
    if reference and (found := rows.filter(reference=reference).first()):
        return found
    if source.kind == "webhook":
        return None
    queued = rows.filter(state__in=[Delivery.State.WAITING, Delivery.State.HELD])
    if source.kind in PULLED:
        # An answer between two equal ones changed things and changed them back: all three count.
        newest = queued.order_by("id").last()
        return newest if newest and newest.sha256 == digest else None
    return queued.filter(sha256=digest).first()


def _add(source: Source, arrived: Arrived, digest: str, *, now: datetime) -> Delivery:
    loaded = None
    if source.kind not in PULLED and source.kind != "webhook":
        loaded = Delivery.objects.filter(source=source, sha256=digest, state=Delivery.State.LOADED).first()
    return Delivery.objects.create(
        source=source,
        sha256=digest,
        name=tidy(arrived.name)[:200] or "tep",
        size=len(arrived.content),
        reference=arrived.reference,
        received_at=now,
        state=Delivery.State.REPEATED if loaded else Delivery.State.WAITING,
        first_seen=loaded,
    )


def content_of(delivery: Delivery) -> bytes:
    """What arrived, as it came."""
    with files.open_file(delivery.sha256) as handle:
        return handle.read()
