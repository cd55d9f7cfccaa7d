"""Tables of the sectors' data. A source's journal stream tells what was done to it; contracts are written once."""

from django.db import models
from django.db.models import F, Q

from haidang.identity.api import Agency, User
from haidang.ioc.sources.contract import Contract, from_plain
from haidang.platform.append_only import Immutable
from haidang.platform.secrets import EncryptedTextField
from haidang.platform.streams import Streamed


class Source(Streamed):
    """A source as it stands: which contract holds, where the next pull goes on, who is running it.

    `cursor`: the greatest value of the order column that was loaded. `revision` counts changes of its rows: each row
    carries the one by which it last changed. `loaded_at`: when a delivery was last loaded whole. A run holds the source
    until `leased_until` under `lease`, which nobody else knows.
    """

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    sector = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey("SourceContract", null=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    cursor = models.CharField(max_length=100, blank=True)
    revision = models.PositiveBigIntegerField(default=0)
    loaded_at = models.DateTimeField(null=True)
    next_run_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, blank=True)

    PREFIX = "source"

    class Meta:
        ordering = ["sector", "title"]

    def __str__(self) -> str:
        return self.code


class SourceContract(Immutable):
    """A published version of a source's contract; `content` is `contract.plain`, secrets apart and encrypted."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="contracts")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    secrets = EncryptedTextField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="source_contract_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.source_id} v{self.number}"

    @property
    def value(self) -> Contract:
        """The contract itself."""
        return from_plain(self.content)


class SourceRun(models.Model):
    """A run: what it read and what became of each row. The database keeps the sum: nothing is dropped silently."""

    class State(models.TextChoices):
        """How it stands or ended."""

        RUNNING = "running"
        DONE = "done"
        HELD = "held"
        FAILED = "failed"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="runs")
    contract = models.ForeignKey(SourceContract, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    trigger = models.CharField(max_length=10)
    actor = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    deliveries = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    outdated = models.PositiveIntegerField(default=0)
    """Of the unchanged: rows older than what is held of their key."""
    quarantined = models.PositiveIntegerField(default=0)
    cursor_before = models.CharField(max_length=100, blank=True)
    cursor_after = models.CharField(max_length=100, blank=True)
    problem = models.CharField(max_length=60, blank=True)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(read=F("added") + F("changed") + F("unchanged") + F("quarantined")), name="source_run_sum"
            ),
            models.CheckConstraint(condition=Q(outdated__lte=F("unchanged")), name="source_run_outdated"),
        ]
        indexes = [models.Index(fields=["source", "-started_at"], name="source_run_list")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%Y-%m-%d %H:%M} {self.state}"

    @property
    def upserted(self) -> int:
        """Rows that were new or other than what was held."""
        return self.added + self.changed


class Delivery(models.Model):
    """What arrived, as it came, kept by the hash of its content. `reference` is the sender's own number for it."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        HELD = "held"
        LOADED = "loaded"
        REPEATED = "repeated"
        REFUSED = "refused"
        UNREADABLE = "unreadable"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="deliveries")
    run = models.ForeignKey(SourceRun, null=True, on_delete=models.PROTECT, related_name="loaded")
    contract = models.ForeignKey(SourceContract, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    reference = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField()
    rows = models.PositiveIntegerField(null=True)
    first_seen = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """Of a repeated delivery: the one with the same content that was loaded."""
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "reference"], condition=~Q(reference=""), name="delivery_reference_once"
            )
        ]
        indexes = [
            models.Index(fields=["source", "sha256"], name="delivery_content"),
            models.Index(fields=["source", "id"], name="delivery_waiting", condition=Q(state="waiting")),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.name}"


class SourceRow(models.Model):
    """The present state of one key, with where it came from: which line of which delivery, run, contract version."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="rows")
    key_hash = models.CharField(max_length=64)
    values = models.JSONField()
    order = models.CharField(max_length=40, blank=True)
    revision = models.PositiveBigIntegerField()
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    run = models.ForeignKey(SourceRun, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(SourceContract, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    repair = models.ForeignKey("BadRow", null=True, on_delete=models.PROTECT, related_name="+")
    """The quarantined row that was repaired into this one."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key_hash"], name="source_row_key")]
        indexes = [models.Index(fields=["source", "revision", "id"], name="source_row_changes")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.key_hash[:8]}"


class BadRow(models.Model):
    """A row that is not what the contract promises: as it came (personal cells masked), and why it was set apart."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open"
        REPAIRED = "repaired"
        DISMISSED = "dismissed"
        SUPERSEDED = "superseded"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="bad_rows")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="bad_rows")
    run = models.ForeignKey(SourceRun, on_delete=models.PROTECT, related_name="bad_rows")
    contract = models.ForeignKey(SourceContract, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    cells = models.JSONField()
    cells_hash = models.CharField(max_length=64)
    reasons = models.JSONField()
    """Pairs of a column's name in the source (blank: the whole row) and a code of `labels.REASONS`."""
    key_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    seen = models.PositiveIntegerField(default=1)
    last_seen_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "line"], name="bad_row_line")]
        indexes = [
            models.Index(fields=["source", "cells_hash"], name="bad_row_content"),
            models.Index(fields=["source", "id"], name="bad_row_open", condition=Q(state="open")),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.delivery_id}:{self.line} {self.state}"


class HeldChange(models.Model):
    """A delivery whose columns are not the contract's, held until somebody has decided. One open at a time."""

    class State(models.TextChoices):
        """What was decided."""

        OPEN = "open"
        APPROVED = "approved"
        REFUSED = "refused"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="held_changes")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")
    contract = models.ForeignKey(SourceContract, on_delete=models.PROTECT, related_name="+")
    difference = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source"], condition=Q(state="open"), name="held_change_one")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.state}"


class SourceDraft(models.Model):
    """What somebody has entered of a source that is not published yet; his own, kept between the wizard's steps."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, null=True, on_delete=models.CASCADE, related_name="+")
    content = models.JSONField(default=dict)
    secrets = EncryptedTextField()
    sample = EncryptedTextField()
    """Names and first rows of a delivery fetched for the preview, as JSON."""
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.content.get('code', '')}"
