"""Tables of payments: what is asked for, what came in, what gateways told, and the ledger.

Amounts are whole đồng. `Payment`, `Transfer`, `Refund` and `Reconciliation` have journal streams; notices and the
ledger are append-only, which the database itself sees to.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Agency, User
from haidang.payments import postings
from haidang.platform.append_only import Immutable
from haidang.platform.secrets import EncryptedTextField
from haidang.platform.streams import Streamed


class Payment(Streamed):
    """What somebody is asked to pay for a `subject` of another room ("<kind>:<whatever it calls it>").

    `reference` is what the payer writes as the purpose and what gateways know the payment by. The beneficiary is
    frozen as it was when the payment was asked for; `is_sample`: an account of a demonstration that no bank knows.
    `applied`: whether the subject's room has taken note of the money.
    """

    PREFIX = "payment"

    class Status(models.TextChoices):
        """How it stands with the money."""

        WAITING = "waiting", _("Chờ nộp")
        PAID = "paid", _("Đã nộp")
        CANCELLED = "cancelled", _("Không thu nữa")

    class Applied(models.TextChoices):
        """Whether the subject's room has taken note."""

        NOT_YET = "not-yet", _("Chưa")
        TO_DO = "to-do", _("Đang ghi nhận")
        DONE = "done", _("Đã ghi nhận")
        REFUSED = "refused", _("Không ghi nhận được")

    reference = models.CharField(max_length=20, unique=True)
    subject = models.CharField(max_length=60, db_index=True)
    title = models.CharField(max_length=200)
    payer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    amount_vnd = models.BigIntegerField()
    bank_bin = models.CharField(max_length=6)
    bank_name = models.CharField(max_length=100)
    account = models.CharField(max_length=19)
    holder = models.CharField(max_length=100)
    is_sample = models.BooleanField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    requested_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=200, blank=True)
    applied = models.CharField(max_length=10, choices=Applied.choices, default=Applied.NOT_YET)
    apply_problem = models.CharField(max_length=500, blank=True)
    asks = models.PositiveSmallIntegerField(default=0)
    ask_at = models.DateTimeField(null=True)
    """When the gateway is to be asked next by ourselves; None: not any more."""

    class Meta(Streamed.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(status="waiting"), name="payment_one_open"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="payment_amount"),
        ]
        indexes = [
            models.Index(fields=["ask_at"], name="payment_to_ask", condition=Q(ask_at__isnull=False)),
            models.Index(fields=["id"], name="payment_to_apply", condition=Q(applied="to-do")),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def kind(self) -> str:
        """Whose subject it is: what stands before the first colon."""
        return self.subject.partition(":")[0]


class Transfer(Streamed):
    """Money that a gateway says has come in, once for each number that the gateway gave it.

    `told` is the reference as the gateway said it; `payment` the payment that it names, even where it could not take
    the money. `paid_at` is the gateway's moment, `taken_in_at` ours.
    """

    PREFIX = "transfer"

    class Standing(models.TextChoices):
        """What became of it."""

        MATCHED = "matched", _("Khớp yêu cầu nộp")
        WRONG_AMOUNT = "wrong-amount", _("Sai số tiền")
        TOO_LATE = "too-late", _("Đến sau khi yêu cầu đã kết thúc")
        TWICE = "twice", _("Nộp thừa một lần nữa")
        UNKNOWN = "unknown", _("Không rõ nộp cho việc gì")

    class Source(models.TextChoices):
        """How we came to know."""

        NOTICE = "notice", _("Cổng báo")
        QUERY = "query", _("Hỏi lại cổng")

    gateway = models.CharField(max_length=20)
    number = models.CharField(max_length=60)
    told = models.CharField(max_length=100)
    amount_vnd = models.BigIntegerField()
    paid_at = models.DateTimeField()
    taken_in_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    standing = models.CharField(max_length=12, choices=Standing.choices)
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="transfers")

    class Meta(Streamed.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["gateway", "number"], name="transfer_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="transfer_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.number}"


class Notice(Immutable):
    """A call of a gateway as it arrived, whatever it was worth: nothing is dropped.

    `body` is what was sent as far as it is kept (`size` is all of it), `sha256` that of the whole.
    """

    class Verdict(models.TextChoices):
        """What the call was worth, and what followed."""

        TAKEN = "taken", _("Đã ghi nhận")
        DUPLICATE = "duplicate", _("Đã biết từ trước")
        STRAY = "stray", _("Tiền chưa xác định được")
        OTHER = "other", _("Giao dịch chưa hoặc không thành công")
        CONFLICT = "conflict", _("Khác với lần báo trước")
        STALE = "stale", _("Chữ ký quá hạn, đã hẹn hỏi lại cổng")
        FORGED = "forged", _("Chữ ký không đúng")
        MALFORMED = "malformed", _("Không đọc được")

    gateway = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    body = EncryptedTextField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    told = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=60, blank=True)
    amount_vnd = models.BigIntegerField(null=True)
    transfer = models.ForeignKey(Transfer, null=True, on_delete=models.PROTECT, related_name="notices")

    class Meta:
        indexes = [models.Index(fields=["verdict", "id"], name="notice_by_verdict")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.verdict} {self.number}"


class LedgerTransaction(Immutable):
    """An event in money: entries whose sum is zero. One that `reverses` another takes it back, at most once."""

    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in postings.Kind])
    at = models.DateTimeField()
    subject = models.CharField(max_length=80, db_index=True)
    """The journal stream of the payment, transfer or refund that it tells of."""
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class LedgerEntry(Immutable):
    """A line of a transaction: debit positive, credit negative."""

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(max_length=20, choices=[(one.value, one.value) for one in postings.Account])
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    amount_vnd = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount_vnd=0), name="ledger_entry_amount")]
        indexes = [models.Index(fields=["account", "agency"], name="ledger_by_account")]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_vnd}"


class Refund(Streamed):
    """Money of a transfer to be given back: asked for by one person, granted or rejected by another."""

    PREFIX = "refund"

    class Status(models.TextChoices):
        """How far it is."""

        REQUESTED = "requested", _("Chờ duyệt")
        GRANTED = "granted", _("Đã duyệt, chờ cổng trả")
        REJECTED = "rejected", _("Không duyệt")
        DONE = "done", _("Đã hoàn trả")

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="refunds")
    amount_vnd = models.BigIntegerField()
    reason = models.CharField(max_length=1_000)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REQUESTED)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=1_000, blank=True)
    done_at = models.DateTimeField(null=True)
    number = models.CharField(max_length=60, blank=True)
    """The gateway's number of the money that went back."""
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)

    class Meta(Streamed.Meta):
        abstract = False
        constraints = [models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="refund_amount")]

    def __str__(self) -> str:
        return f"{self.transfer} −{self.amount_vnd}"


class Reconciliation(Streamed):
    """A day of ours held against the gateway's statement of that day, as often as somebody asked for it."""

    PREFIX = "reconciliation"

    gateway = models.CharField(max_length=20)
    day = models.DateField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta(Streamed.Meta):
        abstract = False
        indexes = [models.Index(fields=["gateway", "day"], name="reconciliation_by_day")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.day}"


class ReconciliationLine(models.Model):
    """One number of the gateway in that day: how much we have, how much it says; None: that side does not know it.

    Money paid back is negative.
    """

    class Outcome(models.TextChoices):
        """How the two sides compare."""

        MATCHED = "matched", _("Khớp")
        MISSING_HERE = "missing-here", _("Cổng có, hệ thống chưa có")
        MISSING_THERE = "missing-there", _("Hệ thống có, sao kê không có")
        DIFFERS = "differs", _("Khác số tiền")

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.CASCADE, related_name="lines")
    number = models.CharField(max_length=60)
    told = models.CharField(max_length=100, blank=True)
    ours_vnd = models.BigIntegerField(null=True)
    theirs_vnd = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    repaired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reconciliation", "number"], name="reconciliation_line_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"
