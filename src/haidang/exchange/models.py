"""Tables of the room: calls that went wrong, and what comparing with the portal has found."""

from django.db import models


class TroubledCall(models.Model):
    """A call to a partner that did not go well, for operators; `request` is masked. Kept for 30 days."""

    at = models.DateTimeField()
    service = models.CharField(max_length=60)
    code = models.CharField(max_length=60, blank=True)
    problem = models.CharField(max_length=500)
    request = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="exchange_call_at"),
            models.Index(fields=["code"], name="exchange_call_code"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.code}: {self.problem}"
