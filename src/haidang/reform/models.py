"""Tables of the room: time-reduction plans and simplification reviews, as they stand now.

What has happened to each is in its journal stream; rows change only by `acts.perform`.
"""

from django.db import models

from haidang.catalogue.api import ProcedureVersion
from haidang.identity.api import User
from haidang.platform.streams import Streamed
from haidang.reform.labels import STATUS_LABELS
from haidang.reform.par_index.tables import PAR_TABLES, Assessment, CriteriaTree, Improvement
from haidang.reform.qd766.tables import EnteredCount
from haidang.reform.sipas.tables import SURVEY_TABLES, Survey

# The tables of the scores stand in files of their own and belong to the same application.
SCORE_TABLES = (EnteredCount, Survey, CriteriaTree, Assessment, Improvement)
OTHER_TABLES = (*SURVEY_TABLES, *PAR_TABLES)


class Measure(Streamed):
    """What plans and reviews share: procedure and version they begin from, status, decision, resulting version."""

    procedure_code = models.CharField(max_length=64, db_index=True)
    from_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=[(key.value, words) for key, words in STATUS_LABELS.items()])
    reason = models.TextField()

    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    decision_number = models.CharField(max_length=60, blank=True)
    decision_date = models.DateField(null=True)
    decision_note = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    effective_on = models.DateField(null=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    document_name = models.CharField(max_length=200, blank=True)
    document_type = models.CharField(max_length=100, blank=True)

    new_version = models.ForeignKey(ProcedureVersion, null=True, on_delete=models.PROTECT, related_name="+")
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.PREFIX}:{self.pk} {self.procedure_code}"


class ReductionPlan(Measure):
    """A plan to commit to shorter times.

    `items`: [{"channel", "note", "place", "statutory", "before", "proposed"}] with times as {"value", "unit"} or None;
    `evidence`: what the trial on past dossiers said when it was proposed, item by item, frozen.
    """

    items = models.JSONField()
    evidence = models.JSONField()

    PREFIX = "reduction"


class SimplificationReview(Measure):
    """A review of a procedure and what it proposes.

    `changes`: [{"kind", "subject", "detail"}], kinds as in `labels.CHANGE_LABELS`; `saving_vnd`: what citizens and
    businesses would save a year, whole đồng, with `saving_note` on how it was estimated; None where nobody has.
    """

    changes = models.JSONField()
    saving_vnd = models.BigIntegerField(null=True)
    saving_note = models.TextField(blank=True)

    PREFIX = "simplification"
