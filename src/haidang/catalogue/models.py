"""Tables of the catalogue: procedures, their immutable versions, the source records as received, forms."""

from django.db import models

from haidang.platform.append_only import Immutable


class Procedure(models.Model):
    """An administrative procedure by its national code. `summary` repeats what lists and search need of `current`."""

    code = models.CharField(max_length=64, unique=True)
    current = models.ForeignKey("ProcedureVersion", null=True, on_delete=models.PROTECT, related_name="+")
    is_offered = models.BooleanField(default=False)
    search_text = models.TextField(blank=True)
    summary = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.code


class ProcedureVersion(Immutable):
    """What a procedure said from `valid_from` on, until a version with a higher number."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    valid_from = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_once")]

    def __str__(self) -> str:
        return f"{self.procedure.code} v{self.number}"


class SourceRecord(models.Model):
    """The last record received of a kind for a procedure, character by character as it came.

    `superseded` keeps earlier records of the same code in the same file; `odd` what the import found strange.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=16)
    original = models.TextField()
    superseded = models.JSONField(default=list)
    record_hash = models.CharField(max_length=64)
    odd = models.JSONField(default=list)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["procedure", "kind"], name="source_record_once")]

    def __str__(self) -> str:
        return f"{self.procedure.code} {self.kind}"


class FormVersion(Immutable):
    """A published form; the highest number of a code is in force."""

    code = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"


class CatalogueState(models.Model):
    """One row whose `generation` is another random word after every change, so that search indexes know."""

    generation = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.generation
