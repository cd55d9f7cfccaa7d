"""Tables of the ground: the journal, the outbox, the record of idempotency keys, and when periodic work was done."""

from django.db import models


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
    """What must leave the house because of a journal line; written in the same transaction, delivered later."""

    topic = models.CharField(max_length=60)
    stream = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    payload = models.TextField()
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "stream", "seq"], name="outbox_once")]
        indexes = [
            models.Index(fields=["topic", "id"], name="outbox_waiting", condition=models.Q(delivered_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.stream}#{self.seq}"


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
