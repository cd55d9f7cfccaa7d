"""What every row with a journal of its own shares."""

from django.db import models


class Streamed(models.Model):
    """A row whose history is a journal stream: `version` is its length, `head_hash` its last hash."""

    version = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64)

    PREFIX = ""

    class Meta:
        abstract = True

    @property
    def stream(self) -> str:
        """The name of its journal stream."""
        return f"{self.PREFIX}:{self.pk}"
