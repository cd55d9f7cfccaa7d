"""Tables of internal processes: published definitions, and the steps that running ones have opened."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Agency, Role, User


class ProcessVersion(models.Model):
    """A published internal process: an ordered list of steps, each with a role and a budget of office hours."""

    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    steps = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="process_version_once")]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"


class ProcessInstance(models.Model):
    """One run of a process for a subject, which is named only by a text."""

    process = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT)
    subject = models.CharField(max_length=80, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.process_id} {self.subject}"


class StepInstance(models.Model):
    """A step that was opened: who is to do it, until when its budget lasts, who did it and when."""

    class Status(models.TextChoices):
        """Where the step stands."""

        OPEN = "open", _("Đang thực hiện")
        DONE = "done", _("Đã hoàn thành")
        CANCELLED = "cancelled", _("Đã hủy")

    instance = models.ForeignKey(ProcessInstance, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=16, choices=Role.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "position"], name="step_open_once", condition=models.Q(status="open")
            )
        ]
        indexes = [
            models.Index(fields=["agency", "role", "due_at"], name="step_open", condition=models.Q(status="open"))
        ]
        ordering = ["opened_at", "id"]

    def __str__(self) -> str:
        return f"{self.key} of {self.instance_id}"
