"""Tables of money: what a dossier was asked to pay, the receipts given for it, and their numbers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Agency, User
from haidang.platform.secrets import EncryptedTextField


class FeeRequest(models.Model):
    """A numbered request to pay; changed only by commands, like the dossier.

    `lines` is a list of `fees.Line` as plain values, `exemptions` a list of {"key", "name", "percent", "ground"};
    `evidence` names the papers that show the exemption. Amounts are whole đồng. `total_vnd` is what is to be paid
    after exemptions. A request that was waived keeps the lines that it asked for.
    """

    class Status(models.TextChoices):
        """What has become of a request."""

        REQUESTED = "requested", _("Chờ nộp")
        PAID = "paid", _("Đã nộp")
        WAIVED = "waived", _("Được miễn")
        CANCELLED = "cancelled", _("Đã thu hồi")

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="fee_requests")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REQUESTED)
    lines = models.JSONField(default=list)
    total_vnd = models.BigIntegerField(default=0)
    exemptions = models.JSONField(default=list)
    evidence = EncryptedTextField()
    note = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="fee_request_once"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(status="requested"), name="fee_request_one_open"),
            models.CheckConstraint(condition=Q(total_vnd__gte=0), name="fee_request_total"),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.dossier_id} fee request {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it waits to be paid."""
        return self.status == self.Status.REQUESTED


class ReceiptCounter(models.Model):
    """The last receipt number of an agency in a series; the row is locked while a number is given out."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "series"], name="receipt_counter_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.series}: {self.last}"


class FeeReceipt(models.Model):
    """A receipt for a fee request that was paid in full. A cancelled one keeps its number, with the reason.

    `series` is the year in which it was given; numbers of an agency and series have no gaps. Who handed the money
    over is not stored. `reference` is the number of a transfer or of a voucher of the treasury.
    """

    class Method(models.TextChoices):
        """How the money came."""

        CASH = "cash", _("Tiền mặt")
        TRANSFER = "transfer", _("Chuyển khoản")
        OTHER = "other", _("Kho bạc, ngân hàng thu hộ")
        ONLINE = "online", _("Thanh toán trực tuyến")

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="fee_receipts")
    request = models.ForeignKey(FeeRequest, on_delete=models.PROTECT, related_name="receipts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    amount_vnd = models.BigIntegerField()
    method = models.CharField(max_length=10, choices=Method.choices)
    reference = models.CharField(max_length=60, blank=True)
    paid_at = models.DateTimeField()
    collected_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancel_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "series", "number"], name="fee_receipt_number_once"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(cancelled_at__isnull=True), name="fee_receipt_one_standing"
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="fee_receipt_amount"),
        ]
        # By time and number: numbers begin anew every year.
        ordering = ["paid_at", "number"]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The number with its series, as people write it: 0000012/2024."""
        return receipt_code(self.number, self.series)


BY_HAND = (FeeReceipt.Method.CASH, FeeReceipt.Method.TRANSFER, FeeReceipt.Method.OTHER)
"""How people take money in; online it comes by the gateway alone."""


def receipt_code(number: int, series: str) -> str:
    """A receipt's number with its series."""
    return f"{number:07d}/{series}"
