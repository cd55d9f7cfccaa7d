"""Tables of the ground: the journal, the outbox, the record of idempotency keys, and when periodic work was done."""

from django.db import models
from django.db.models import Q

from haidang.platform.streams import Streamed


class JournalEntry(models.Model):
    """One line of an append-only, hash-chained log; `stream` names the thing that it happened to.

    `hash` covers the previous line's hash and every other column, so a line that is altered, taken out or put
    elsewhere breaks the chain at that place. Database triggers refuse UPDATE and DELETE.
    """

    stream = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    payload = models.TextField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="journal_stream_seq")]

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq} {self.kind}"


class OutboxMessage(models.Model):
    """What must leave the house because of a journal line; written in the same transaction, delivered later.

    It waits until it is delivered, or until an operator has given it up (`dropped_at`) with a reason that the journal
    of its lane keeps. `attempts` counts how often it was sent.
    """

    topic = models.CharField(max_length=60)
    stream = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    payload = models.TextField()
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "stream", "seq"], name="outbox_once")]
        indexes = [
            models.Index(
                fields=["topic", "stream", "seq"],
                name="outbox_waiting",
                condition=Q(delivered_at__isnull=True, dropped_at__isnull=True),
            ),
            models.Index(
                fields=["topic", "delivered_at"], name="outbox_delivered", condition=Q(delivered_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.stream}#{self.seq}"


class OutboxLane(Streamed):
    """The messages of one stream on their way to one partner: they go one after the other, so a lane is what is held.

    `next_try_at`: when its first waiting message may be sent; None when nothing waits. While a worker holds the lane
    (`holder`) it is the end of the lease, so that the lane of a worker that died comes back by itself. `attempts` and
    `faults` count failures of that first message; `stopped_at`: it was refused, and nothing follows it until somebody
    has decided (`delivery/`). Operators' decisions are lines of the lane's own journal.
    """

    PREFIX = "outbox-lane"

    topic = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    next_try_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    holder = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    failed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "subject"], name="outbox_lane_once")]
        indexes = [
            models.Index(
                fields=["topic", "next_try_at"],
                name="outbox_lane_due",
                condition=Q(next_try_at__isnull=False, stopped_at__isnull=True),
            ),
            models.Index(
                fields=["topic", "stopped_at"], name="outbox_lane_stopped", condition=Q(stopped_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.subject}"


class OutboxPartner(models.Model):
    """Whether a topic's partner can be reached: after `failures` in a row nobody tries before `next_try_at`."""

    topic = models.CharField(max_length=60, unique=True)
    failures = models.PositiveIntegerField(default=0)
    down_since = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.topic


class IdempotencyRecord(models.Model):
    """The answer that was given to a write under a key, so that the same write again gets the same answer."""

    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    command = models.CharField(max_length=60)
    request_hash = models.CharField(max_length=64)
    answer = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="idempotency_once")]

    def __str__(self) -> str:
        return f"{self.command} {self.key}"


class PeriodicRun(models.Model):
    """How a job of `platform.periodic` stands: the last slot that was done, who holds it until when, how it ended."""

    name = models.CharField(max_length=80, unique=True)
    slot = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name
