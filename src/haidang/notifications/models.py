"""Tables: the browsers that want to be told, and what they are to be told."""

from django.db import models

from haidang.identity.api import User
from haidang.platform.secrets import EncryptedTextField


class PushSubscription(models.Model):
    """A browser of one person (RFC 8030). Whoever knows the endpoint may wake it, so it is kept encrypted."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    endpoint = EncryptedTextField()
    endpoint_index = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.endpoint_index[:8]}"


class PushMessage(models.Model):
    """A message that waits for a browser, or has been delivered; the same `dedupe` goes to a browser once."""

    subscription = models.ForeignKey(PushSubscription, on_delete=models.CASCADE, related_name="messages")
    dedupe = models.CharField(max_length=180)
    title = models.CharField(max_length=100)
    body = models.CharField(max_length=300)
    next_try_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "dedupe"], name="push_once")]
        indexes = [
            models.Index(fields=["next_try_at"], name="push_waiting", condition=models.Q(next_try_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.dedupe}"
