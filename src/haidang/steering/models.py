"""Tables of the room: directives and plan tasks with who does them, their files, answers and urgings, as they stand.

What has happened to each is in its journal stream; rows change only by `acts.perform`. Notices and rules of attention
stand in `notice_tables`.
"""

from django.db import models
from django.db.models import Q

from haidang.identity.api import Agency, User
from haidang.platform.streams import Streamed
from haidang.steering.figures import KEY_LIMIT
from haidang.steering.forecasts.tables import Forecast, ForecastMonth
from haidang.steering.labels import KIND_LABELS, PART_LABELS, STATUS_LABELS, SUBJECT_LABELS
from haidang.steering.lifecycle import OPEN
from haidang.steering.notice_tables import AttentionRule, Notice, QuietHours

# These tables stand in files of their own and belong to the same application.
FORECAST_TABLES = (Forecast, ForecastMonth)
NOTICE_TABLES = (AttentionRule, Notice, QuietHours)


class Directive(Streamed):
    """Something that somebody is told to do: a leader's directive, or a task of the Project 06 plan.

    `given_agency`: in whose name it is given. `subject_kind`, `subject_key`: what it is about (a dossier's code, an
    agency's code, a figure as "late@H06.03", a plan task's id); `before`: how that stood when it was given, frozen.
    `due_on` is the day, `due_at` its close of office; both None for a task without an end. `due_since`: when that due
    date was set. `answered_at`: when the answer that stands was given; None while there is none.
    """

    kind = models.CharField(max_length=10, choices=list(KIND_LABELS.items()))
    status = models.CharField(max_length=10, choices=[(key.value, words) for key, words in STATUS_LABELS.items()])
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    due_since = models.DateTimeField()

    subject_kind = models.CharField(max_length=10, choices=list(SUBJECT_LABELS.items()), default="none")
    subject_key = models.CharField(max_length=KEY_LIMIT, blank=True)
    before = models.JSONField(default=dict)

    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    PREFIX = "directive"

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="directive_open", condition=Q(status__in=sorted(s.value for s in OPEN))
            ),
            models.Index(fields=["subject_kind", "subject_key"], name="directive_subject"),
            models.Index(fields=["given_agency", "-given_at"], name="directive_given"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=True, due_at__isnull=True) | Q(due_on__isnull=False, due_at__isnull=False),
                name="directive_due_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.title[:40]}"


class Party(models.Model):
    """Who takes part in a directive: one leads, others co-operate or watch; an agency, or a person of it."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="parties")
    part = models.CharField(max_length=12, choices=list(PART_LABELS.items()))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive"], condition=Q(part="lead"), name="party_one_lead"),
            models.UniqueConstraint(fields=["directive", "agency"], condition=Q(person=None), name="party_agency_once"),
        ]
        indexes = [models.Index(fields=["agency", "part"], name="party_agency")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.directive_id} {self.part} {self.agency_id}"


class Answer(models.Model):
    """A report of what was done, and what became of it; `round` counts from 1, and 0 is a report of progress."""

    class Verdict(models.TextChoices):
        """What the giver made of it."""

        WAITING = "waiting"
        VERIFIED = "verified"
        SENT_BACK = "sent_back"
        PROGRESS = "progress"

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="answers")
    round = models.PositiveSmallIntegerField()
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.WAITING)
    judged_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.directive_id}#{self.round}"


class Attachment(models.Model):
    """A file of a directive, kept by the hash of its content: of the order itself, or evidence of an answer."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="attachments")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="attachments")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Urging(models.Model):
    """That a directive was urged: by hand, or by rule at a step of `schedule`, which happens once."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="urgings")
    step = models.CharField(max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    told = models.JSONField(default=list)
    """Names of those who were told, as they were then."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "step"], condition=~Q(step=""), name="urging_once")]
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.directive_id} {self.step or 'by hand'}"


class PlanTask(models.Model):
    """What a task of the Project 06 plan has beyond a directive: whose plan, number, group of utilities, product."""

    directive = models.OneToOneField(Directive, on_delete=models.CASCADE, related_name="plan_task")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=30)
    group = models.CharField(max_length=40)
    product = models.CharField(max_length=500, blank=True)
    is_recurring = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="plan_task_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number
