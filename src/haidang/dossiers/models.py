"""Tables of the heart: the dossier, its clock ledger, documents, supplement requests, drafts and rating."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haidang.catalogue.api import ProcedureVersion
from haidang.dossiers.deadlines import Ground
from haidang.dossiers.fee_tables import FeeReceipt, FeeRequest, ReceiptCounter
from haidang.dossiers.labels import CHANNEL_LABELS, GROUND_LABELS, MONEY_LABELS, RATING_LABELS, STATE_LABELS
from haidang.dossiers.lifecycle import State
from haidang.dossiers.papers.models import IssuedPaper, PaperCounter  # noqa: F401  Django finds tables here
from haidang.identity.api import Agency, CalendarVersion, User
from haidang.platform.secrets import EncryptedTextField
from haidang.workflow.api import ProcessInstance

# The tables of money stand in a file of their own and belong to the same application.
MONEY_TABLES = (FeeRequest, FeeReceipt, ReceiptCounter)
_OPEN_STATES = [State.NEW, State.RECEIVED, State.PROCESSING, State.SUPPLEMENT, State.PAYMENT]


class Dossier(models.Model):
    """A citizen's matter with an agency, as it stands now; what has happened to it is in the journal.

    Three places: `agency` is competent; at `intake_agency`, which may be any agency of the province, it is handed in
    and the result is fetched; at `help_agency`, if anywhere, somebody helped to prepare it. Changed only by the
    commands in `services`. State of business is `state`, that of its fees `money`; delivery and synchronisation have
    states of their own, kept by the rooms that deal with them. `version` counts changes and is the length of the
    journal stream; `head_hash` is the stream's last hash.
    """

    code = models.CharField(max_length=60, unique=True)
    state = models.PositiveSmallIntegerField(choices=[(int(key), label) for key, label in STATE_LABELS.items()])
    version = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64)

    procedure_code = models.CharField(max_length=40)
    procedure_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    case_key = models.CharField(max_length=40)
    form_code = models.CharField(max_length=60)
    form_number = models.PositiveIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    intake_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    help_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=list(CHANNEL_LABELS.items()))

    applicant = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=200)
    owner_kind = models.CharField(max_length=10, choices=User.Kind.choices)
    owner_id_number = EncryptedTextField()
    owner_id_index = models.CharField(max_length=64, blank=True, db_index=True)
    owner_phone = EncryptedTextField()
    owner_email = EncryptedTextField()
    owner_address = EncryptedTextField()
    search_text = models.CharField(max_length=600)
    answers = EncryptedTextField()

    submitted_at = models.DateTimeField()
    receive_by = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    term = models.CharField(max_length=30, blank=True)
    convention = models.CharField(max_length=10, blank=True)
    pause_policy = models.CharField(max_length=10, blank=True)
    calendar_version = models.ForeignKey(CalendarVersion, null=True, on_delete=models.PROTECT, related_name="+")
    promised_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    is_paused = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    handover = models.CharField(max_length=10, blank=True)
    supplement_count = models.PositiveSmallIntegerField(default=0)
    money = models.CharField(max_length=10, choices=[(m.value, w) for m, w in MONEY_LABELS.items()], default="none")
    process = models.OneToOneField(ProcessInstance, null=True, on_delete=models.PROTECT, related_name="dossier")

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "due_at"], name="dossier_open", condition=Q(state__in=[int(s) for s in _OPEN_STATES])
            ),
            # Boards are counted from these two alone, without a look at the rows: all that is asked stands in them.
            models.Index(
                fields=[
                    *("agency", "procedure_code", "due_at", "warn_at"),
                    *("receive_by", "received_at", "is_paused", "state"),
                ],
                name="dossier_board",
                condition=Q(state__in=[int(s) for s in _OPEN_STATES]),
            ),
            models.Index(
                fields=["finished_at", "agency", "procedure_code", "due_at"],
                name="dossier_results",
                condition=Q(finished_at__isnull=False),
            ),
            models.Index(fields=["applicant", "-submitted_at"], name="dossier_mine"),
            models.Index(fields=["agency", "-submitted_at"], name="dossier_recent"),
            models.Index(fields=["procedure_code", "agency"], name="dossier_procedure"),
            models.Index(fields=["agency"], name="dossier_owing", condition=Q(money="requested")),
            models.Index(fields=["intake_agency", "received_at"], name="dossier_register"),
            models.Index(fields=["intake_agency", "returned_at"], name="dossier_handover"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def stream(self) -> str:
        """The name of the dossier's journal stream; also its subject in `workflow`."""
        return f"dossier:{self.code}"

    @property
    def receiving_agency_id(self) -> int:
        """Whose counter receives it: papers where they are handed in, an online filing at the competent agency."""
        return self.agency_id if self.channel == "online" else self.intake_agency_id


ENCRYPTED = tuple(field.name for field in Dossier._meta.fields if isinstance(field, EncryptedTextField))


class CodeCounter(models.Model):
    """How many dossiers an agency has taken in on a day; the row is locked while a code is made."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="code_counter_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}: {self.last}"


class ClockInterval(models.Model):
    """A line of the clock ledger: running, or paused on a legal ground; who started it, from when until when."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="clock")
    seq = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=20, blank=True, choices=[(g.value, w) for g, w in GROUND_LABELS.items()])
    reason = models.TextField(blank=True)
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="clock_interval_once"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(until__isnull=True), name="clock_one_open"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="clock_interval_span"
            ),
        ]
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.dossier_id}#{self.seq} {self.ground or 'running'}"

    @property
    def ground_or_none(self) -> Ground | None:
        """The ground of a pause; None for a running interval."""
        return Ground(self.ground) if self.ground else None


class Reappointment(models.Model):
    """That an apology moved the due date, once: by how many working days, from when to when, why, who is responsible.

    `days` is what the clock counts on: a later pause moves the whole. `due_before` and `due_after` say what was
    promised that day.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="reappointment")
    days = models.PositiveSmallIntegerField()
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()
    reason = models.TextField()
    unit = models.CharField(max_length=200)
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(due_after__gt=models.F("due_before")), name="reappointment_later")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} +{self.days}"


class DueDate(models.Model):
    """What the due date of a received dossier was from `since` up to but without `until` (None: still is).

    `due_at` is None while a pause holds the clock; `early_before` is when the local day of `due_at` begins; `seq` is
    the journal line of the act. Reports ask it for the due date as it stood at their moment.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="due_dates")
    seq = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    early_before = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="due_date_once"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(until__isnull=True), name="due_date_one_open"),
        ]
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.dossier_id}#{self.seq} {self.due_at}"


class Document(models.Model):
    """A file of a dossier, kept by the hash of its content, with the officer's verdict on it."""

    class Kind(models.TextChoices):
        """What the file is to the dossier."""

        INPUT = "input", _("Giấy tờ nộp")
        RESULT = "result", _("Kết quả giải quyết")

    class Verdict(models.TextChoices):
        """What the officer found."""

        UNCHECKED = "unchecked", _("Chưa kiểm tra")
        ACCEPTED = "accepted", _("Đạt")
        WRONG = "wrong", _("Chưa đạt")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.INPUT)
    requirement_key = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=100)
    round = models.PositiveSmallIntegerField(default=0)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.UNCHECKED)
    verdict_reason = models.TextField(blank=True)
    added_at = models.DateTimeField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["round", "position"]

    def __str__(self) -> str:
        return self.name


class SupplementRequest(models.Model):
    """A numbered request for what is missing; `items` is a list of {"title", "requirement_key", "reason"}."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="supplements")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField()
    items = models.JSONField()
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="supplement_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.dossier_id} supplement {self.number}"


class Rating(models.Model):
    """What the citizen thought of how the dossier was handled."""

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE)
    score = models.PositiveSmallIntegerField(choices=list(RATING_LABELS.items()))
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(score__gte=1, score__lte=3), name="rating_score")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.score}"


class Draft(models.Model):
    """A filing that its author has not submitted yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    procedure_code = models.CharField(max_length=40)
    procedure_version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="+")
    case_key = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    intake_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    help_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    answers = EncryptedTextField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.procedure_code} ({self.user_id})"


class DraftDocument(models.Model):
    """A file attached to a draft."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="documents")
    requirement_key = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.name
