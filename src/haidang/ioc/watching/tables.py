"""Tables of watches, and of who has taken note of an alert."""

from django.db import models

from haidang.identity.api import User
from haidang.ioc.alert_tables import Alert
from haidang.platform.streams import Streamed


class Watch(Streamed):
    """That an indicator is watched by `grain`: against `limit`, for age of its data (`limit` in hours), or by habit."""

    class Kind(models.TextChoices):
        """What is watched for."""

        BELOW = "below"
        ABOVE = "above"
        STALE = "stale"
        UNUSUAL = "unusual"

    indicator = models.CharField(max_length=40)
    grain = models.CharField(max_length=10)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    limit = models.FloatField(null=True)
    severity = models.CharField(max_length=10, choices=Alert.Severity.choices, default=Alert.Severity.WARNING)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    PREFIX = "watch"

    def __str__(self) -> str:
        return f"{self.kind} {self.indicator}"

    @property
    def alert_kind(self) -> str:
        """The kind of the alerts that it raises: its own, so that two watches never end each other's."""
        return f"watch.{self.pk}"


class Noted(Streamed):
    """That somebody has taken note of an alert and sees to it."""

    alert = models.OneToOneField(Alert, on_delete=models.CASCADE, related_name="noted")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    PREFIX = "alert-noted"

    def __str__(self) -> str:
        return f"{self.alert_id}"
