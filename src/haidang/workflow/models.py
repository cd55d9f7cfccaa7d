"""Tables of internal processes: published versions, running instances, and the steps and timers that they opened."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Agency, Role, User
from haidang.platform.append_only import Immutable


class ProcessVersion(Immutable):
    """A published internal process: a BPMN 2.0 file that has passed every check. Never changed.

    `content_hash`: SHA-256 of `bpmn`, by which the plan read from it is remembered.
    """

    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    bpmn = models.TextField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="process_version_once")]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"


class ProcessInstance(models.Model):
    """One run of a process for a subject, which is named only by a text.

    `moves` are those of the subject's journal; everything else here and in the tables below follows from them.
    """

    process = models.ForeignKey(ProcessVersion, on_delete=models.PROTECT)
    subject = models.CharField(max_length=80, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    moves = models.JSONField(default=list)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.process_id} {self.subject}"


class StepInstance(models.Model):
    """A step that was opened: who is to do it, until when its budget lasts, who closed it, when and how.

    `node`: its element in the process file; `move`: index of the move that opened it; `hours`: its budget in office
    hours; `choice`: the decision taken on completing it. `assignee`: who has taken it or was given it; none: whoever
    holds its role may do it. `on_behalf_of`: in whose place it was done (ký thay, làm thay).
    """

    class Status(models.TextChoices):
        """Where the step stands."""

        OPEN = "open", _("Đang thực hiện")
        DONE = "done", _("Đã hoàn thành")
        RETURNED = "returned", _("Đã trả lại bước trước")
        CANCELLED = "cancelled", _("Đã hủy")

    instance = models.ForeignKey(ProcessInstance, on_delete=models.CASCADE, related_name="steps")
    node = models.CharField(max_length=100)
    move = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=16, choices=Role.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    unit = models.CharField(max_length=40, blank=True)
    hours = models.FloatField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    choice = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    on_behalf_of = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instance", "node", "move"], name="step_once"),
            models.UniqueConstraint(
                fields=["instance", "node"], name="step_open_once", condition=models.Q(status="open")
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "role", "due_at"], name="step_open", condition=models.Q(status="open")),
            models.Index(fields=["assignee", "due_at"], name="step_assigned", condition=models.Q(status="open")),
        ]
        ordering = ["opened_at", "id"]

    def __str__(self) -> str:
        return f"{self.node} of {self.instance_id}"


class WaitingTimer(models.Model):
    """A timer that was started: when it is to fire, counted in office time, and what became of it."""

    class Status(models.TextChoices):
        """Where the timer stands."""

        WAITING = "waiting", _("Đang chờ")
        FIRED = "fired", _("Đã đến giờ")
        CANCELLED = "cancelled", _("Đã hủy")

    instance = models.ForeignKey(ProcessInstance, on_delete=models.CASCADE, related_name="timers")
    node = models.CharField(max_length=100)
    move = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    started_at = models.DateTimeField()
    fire_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance", "node", "move"], name="timer_once")]
        indexes = [models.Index(fields=["fire_at"], name="timer_waiting", condition=models.Q(status="waiting"))]
        ordering = ["started_at", "id"]

    def __str__(self) -> str:
        return f"{self.node} of {self.instance_id}"
