"""Tables of what is brought to somebody's attention: notices, the rules that raise them, and quiet hours."""

from django.db import models

from haidang.identity.api import Agency, User
from haidang.platform.streams import Streamed
from haidang.steering.labels import NOTICE_LABELS, SUBJECT_LABELS


class AttentionRule(Streamed):
    """When somebody must be told about dossiers of an agency and of all below it: a kind with its parameters.

    The kinds are those of `attention.kinds`. Every change is a line of its journal; a notice keeps the version of the
    rule that raised it.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    params = models.JSONField(default=dict)
    recipient = models.CharField(max_length=20)
    is_active = models.BooleanField(default=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    PREFIX = "attention"

    def __str__(self) -> str:
        return f"{self.stream} {self.name}"


class Notice(models.Model):
    """Something that one person is told inside the house. The same `dedupe` is told to the same person once.

    `subject_kind`, `subject_key` say what it is about, as for directives (or "directive" with its id); `data` holds
    the figures of a digest. Shown from `shown_from` on, which quiet hours put off.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=list(NOTICE_LABELS.items()))
    dedupe = models.CharField(max_length=160)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    subject_kind = models.CharField(max_length=10, choices=[*SUBJECT_LABELS.items(), ("directive", "directive")])
    subject_key = models.CharField(max_length=100, blank=True)
    data = models.JSONField(default=dict)
    rule = models.ForeignKey(AttentionRule, null=True, on_delete=models.PROTECT, related_name="notices")
    rule_version = models.PositiveIntegerField(null=True)
    raised_at = models.DateTimeField()
    shown_from = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "dedupe"], name="notice_once")]
        indexes = [
            models.Index(fields=["user", "-shown_from"], name="notice_list"),
            models.Index(fields=["user"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.dedupe}"


class QuietHours(Streamed):
    """The hours of the day in which somebody wants no notices; without a row the installation's hold."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    starts = models.TimeField()
    ends = models.TimeField()

    PREFIX = "quiet"

    def __str__(self) -> str:
        return f"{self.user_id} {self.starts}–{self.ends}"
