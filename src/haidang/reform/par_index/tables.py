"""Tables of the PAR INDEX: published trees, assessments of a year, their evidence, improvement measures."""

from django.db import models

from haidang.identity.api import Agency, User
from haidang.platform.streams import Streamed
from haidang.reform.par_index.labels import STATUS_LABELS


class CriteriaTree(Streamed):
    """A published tree, never altered: `content` as `tree.to_plain` writes it."""

    name = models.CharField(max_length=200)
    content = models.JSONField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    PREFIX = "par-tree"

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ParYear(models.Model):
    """That an agency is assessed for a year by a tree."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    tree = models.ForeignKey(CriteriaTree, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="par_year_once")]
        ordering = ["-year", "agency"]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.year}"


class Assessment(Streamed):
    """One criterion of an agency's year: who scores it until when, its own points, what the appraisal made of them.

    `directive`: the number of the directive that gave it out, None without one.
    """

    of_year = models.ForeignKey(ParYear, on_delete=models.PROTECT, related_name="assessments")
    criterion = models.CharField(max_length=20)
    maximum = models.DecimalField(max_digits=5, decimal_places=2)
    status = models.CharField(max_length=10, choices=[(key.value, words) for key, words in STATUS_LABELS.items()])
    owner = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    directive = models.PositiveBigIntegerField(null=True)
    own_points = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    explanation = models.TextField(blank=True)
    scored_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    scored_at = models.DateTimeField(null=True)
    appraised_points = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    reason = models.TextField(blank=True)
    appraised_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    appraised_at = models.DateTimeField(null=True)

    PREFIX = "par"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of_year", "criterion"], name="par_assessment_once")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.of_year_id} {self.criterion}"


class ParEvidence(models.Model):
    """A file behind an assessment, kept by the hash of its content."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="files")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Improvement(Streamed):
    """What will be done about a criterion's lost points: which measure, who, by when; `done_*` once it is done."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="improvements")
    lost = models.DecimalField(max_digits=5, decimal_places=2)
    measure = models.TextField()
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    directive = models.PositiveBigIntegerField(null=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_note = models.TextField(blank=True)

    PREFIX = "par-measure"

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.measure[:40]}"


PAR_TABLES = (ParYear, ParEvidence)
