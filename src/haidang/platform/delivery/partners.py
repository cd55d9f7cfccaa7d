"""Whether a topic's partner can be reached at all: an outage costs one attempt now and then, not one per message."""

from datetime import datetime
from random import Random

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce

from haidang.platform.delivery.rests import Rules, rest
from haidang.platform.models import OutboxPartner


def allowance(topic: str, rules: Rules, *, now: datetime) -> int:
    """How many lanes may be taken now: none while the partner rests, one to try whether it is back, else many."""
    partner = OutboxPartner.objects.filter(topic=topic).first()
    if partner is None or partner.next_try_at is None:
        return rules.at_once
    if partner.next_try_at > now:
        return 0
    # Whoever moves the moment on tries; the others wait for what comes of it.
    tried = OutboxPartner.objects.filter(pk=partner.pk, next_try_at=partner.next_try_at)
    return tried.update(next_try_at=now + rules.send_within)


def failed(topic: str, problem: str, rules: Rules, rng: Random, *, now: datetime) -> bool:
    """Counts a failure to reach the partner; returns whether it counts as down from now on."""
    OutboxPartner.objects.get_or_create(topic=topic)
    rows = OutboxPartner.objects.filter(topic=topic)
    rows.update(failures=F("failures") + 1, problem=problem[:500])
    count = rows.values_list("failures", flat=True).get()
    if count < rules.down_after:
        return False
    pause = rest(count - rules.down_after + 1, rng, first=rules.first_rest, longest=rules.longest_down)
    since = Coalesce("down_since", Value(now, output_field=DateTimeField()))
    rows.update(next_try_at=now + pause, down_since=since)
    return True


def answered(topic: str) -> None:
    """The partner has answered: failures before do not count any more."""
    rows = OutboxPartner.objects.filter(topic=topic, failures__gt=0)
    # Read first: nearly always there is nothing to write, and on SQLite a write waits for every other.
    if rows.exists():
        rows.update(failures=0, down_since=None, next_try_at=None, problem="")


def standing(topic: str) -> OutboxPartner:
    """How the partner stands; a row that is not stored where it has never failed."""
    return OutboxPartner.objects.filter(topic=topic).first() or OutboxPartner(topic=topic)


def try_now(topic: str) -> None:
    """Lets the next worker try at once, although the partner counted as down."""
    OutboxPartner.objects.filter(topic=topic).update(failures=0, next_try_at=None, down_since=None)
