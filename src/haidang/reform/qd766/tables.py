"""The table of entered counts; rows change only by `entering`."""

from django.db import models

from haidang.identity.api import Agency, User
from haidang.platform.streams import Streamed


class EnteredCount(Streamed):
    """A count that the house cannot make itself: whose, of which span and input; `value` None: taken back.

    `source` says where it was read; `evidence_*` name a file in the store, blank without one.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    span = models.CharField(max_length=10)
    input = models.CharField(max_length=60)
    value = models.BigIntegerField(null=True)
    source = models.CharField(max_length=500)
    evidence_sha256 = models.CharField(max_length=64, blank=True)
    evidence_name = models.CharField(max_length=200, blank=True)
    evidence_type = models.CharField(max_length=100, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    PREFIX = "qd766-count"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "span", "input"], name="entered_count_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.span} {self.input}: {self.value}"
