"""Alerts of the operations centre: something that somebody must look at, until it is over."""

from django.db import models
from django.db.models import Q

from haidang.identity.api import Agency


class Alert(models.Model):
    """One matter (`subject`, as "source:telecom") of one kind; open until it is over, seen again without a new row.

    `agency`: who must see to it. `data`: the figures behind the words, plain.
    """

    class Severity(models.TextChoices):
        """How grave."""

        WARNING = "warning"
        SERIOUS = "serious"

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.WARNING)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], condition=Q(ended_at=None), name="alert_open_once")
        ]
        indexes = [models.Index(fields=["-raised_at"], name="alert_list")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
