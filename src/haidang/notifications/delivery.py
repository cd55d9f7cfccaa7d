"""Sends what waits, one message after the other, each held by one worker at a time.

A worker that dies between sending and marking leaves a lease that runs out; the message is then sent again to the same
provider under the same key. So every channel is at-least-once, and what makes it once is: for short messages and Zalo
the gateway's idempotency key, for e-mail the Message-ID, for web push the tag. The inbox is written with the letter.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db.models import F, Q, QuerySet

from haidang.notifications import digest, providers
from haidang.notifications.channels import Accepted, Channel, NotSent, Parcel, Provider, Rejected, Uncertain
from haidang.notifications.models import Delivery, PushSubscription, State
from haidang.notifications.rests import rest

log = logging.getLogger(__name__)

AT_ONCE = 500
"""Messages that one call looks at."""
SECONDS = 45
"""After so long a call ends, so that a job stays within its lease even if every provider is slow."""
LEASE = timedelta(minutes=5)
KEPT = timedelta(days=7)
"""For how long it is kept that a browser was told something that stands in no inbox here."""


def deliver(now: datetime) -> int:
    """Sends what is due; returns how many messages a provider has taken."""
    _forget(now)
    _give_up(now)
    digest.gather(now=now)
    due = Delivery.objects.filter(_free(now), state=State.QUEUED, next_try_at__lte=now)
    begun, taken = monotonic(), 0
    for pk in list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        if monotonic() - begun > SECONDS:
            break
        row = claim(pk, now=now)
        if row is not None:
            taken += _send(row, now=now)
    return taken


def claim(pk: int, *, now: datetime) -> Delivery | None:
    """Takes a message that is due for this worker in one UPDATE, which is what makes two workers agree."""
    rows = Delivery.objects.filter(_free(now), pk=pk, state=State.QUEUED, next_try_at__lte=now)
    token = secrets.token_hex(16)
    if not rows.update(holder=token, leased_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return Delivery.objects.filter(pk=pk, holder=token).select_related("subscription").first()


def _free(now: datetime) -> Q:
    return Q(leased_until__isnull=True) | Q(leased_until__lte=now)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of asking one provider: taken; ended (no problem); or why not yet, and whether others may be asked."""

    is_taken: bool = False
    problem: str = ""
    asks_on: bool = False


def _send(row: Delivery, *, now: datetime) -> bool:
    """Asks the providers in turn until one gives an answer that counts; whether the message was taken."""
    only = row.provider if row.is_uncertain else ""
    found = providers.open_now(Channel(row.channel), only=only, now=now)
    if not found.providers:
        # Nobody was asked, so it does not count as an attempt.
        _release(row, next_try_at=found.again_at or now + rest(row.attempts, key=row.key), attempts=row.attempts - 1)
        return False
    answer = _Answer()
    for provider in found.providers:
        answer = _ask(provider, row, now=now)
        if not answer.asks_on:
            break
    if answer.problem:
        _release(row, next_try_at=now + rest(row.attempts, key=row.key), problem=answer.problem)
    return answer.is_taken


def _ask(provider: Provider, row: Delivery, *, now: datetime) -> _Answer:
    # Said before it is asked: if this process dies now, nobody else may be asked.
    _held(row).update(provider=provider.name, is_uncertain=True)
    try:
        accepted = provider.send(_parcel(row, now))
    except NotSent as error:
        # An earlier attempt may still have been sent.
        _held(row).update(is_uncertain=row.is_uncertain)
        return _Answer(problem=_failed(provider, error, now=now), asks_on=True)
    except Rejected as error:
        providers.succeeded(provider.name, now=now)
        _reject(row, error, now=now)
        return _Answer()
    except Uncertain as error:
        return _Answer(problem=_failed(provider, error, now=now))
    except Exception as error:  # noqa: BLE001  a fault of ours must not stop the others; it may come after the sending
        # Its text may hold an address, so that only its name is logged.
        log.error("%s: %s", provider.name, type(error).__name__)
        return _Answer(problem=_failed(provider, error, now=now))
    providers.succeeded(provider.name, now=now)
    _mark(row, provider, accepted, now=now)
    return _Answer(is_taken=True)


def _parcel(row: Delivery, now: datetime) -> Parcel:
    to = row.subscription
    return Parcel(
        channel=Channel(row.channel),
        key=row.key,
        address=to.endpoint if to else row.address,
        subject=row.subject,
        body=row.body,
        at=now,
        tag=row.tag,
        p256dh=to.p256dh if to else "",
        auth=to.auth if to else "",
    )


def _failed(provider: Provider, error: Exception, *, now: datetime) -> str:
    """Remembers that the provider has failed; returns why, without anything personal."""
    is_ours = isinstance(error, NotSent | Uncertain)
    problem = str(error)[:150] if is_ours else type(error).__name__
    providers.failed(provider.name, problem, now=now)
    return problem


def _held(row: Delivery) -> QuerySet[Delivery]:
    """The row, as long as this worker holds it."""
    return Delivery.objects.filter(pk=row.pk, holder=row.holder, state=State.QUEUED)


def _release(row: Delivery, **values: Any) -> None:
    _held(row).update(holder="", leased_until=None, **values)


def _mark(row: Delivery, provider: Provider, accepted: Accepted, *, now: datetime) -> None:
    sent = {"provider": provider.name, "reference": accepted.reference[:100], "sent_at": now, "is_uncertain": False}
    state = State.DELIVERED if accepted.is_delivered else State.SENT
    delivered_at = now if accepted.is_delivered else None
    ended = {"state": state, "next_try_at": None, "problem": "", "delivered_at": delivered_at, "ended_at": now}
    if not _held(row).update(holder="", leased_until=None, **sent, **ended):
        # The provider's report was faster than its answer, or the lease has run out: it was sent all the same.
        Delivery.objects.filter(pk=row.pk, sent_at__isnull=True).update(**sent)


def _reject(row: Delivery, error: Rejected, *, now: datetime) -> None:
    if error.is_gone and row.subscription_id:
        PushSubscription.objects.filter(pk=row.subscription_id).delete()
        return
    _release(row, state=State.FAILED, next_try_at=None, ended_at=now, is_uncertain=False, problem=str(error)[:150])


def _give_up(now: datetime) -> None:
    """What nobody holds and is no news any more."""
    rows = Delivery.objects.filter(_free(now), state=State.QUEUED, expires_at__lte=now)
    rows.update(state=State.FAILED, next_try_at=None, ended_at=now, held=False, problem="expired")


def _forget(now: datetime) -> None:
    old = Delivery.objects.filter(channel=Channel.PUSH, letter__isnull=True, version=0, ended_at__lt=now - KEPT)
    old.delete()
