"""Tables of the room: calls that went wrong, what comparing has found, dossiers that arrived from the portal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from haidang.dossiers.api import Dossier
from haidang.identity.api import Agency
from haidang.platform.secrets import EncryptedTextField
from haidang.platform.streams import Streamed


class TroubledCall(models.Model):
    """A call to a partner that did not go well, for operators; `request` is masked. Kept for 30 days."""

    at = models.DateTimeField()
    service = models.CharField(max_length=60)
    code = models.CharField(max_length=60, blank=True)
    problem = models.CharField(max_length=500)
    request = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="exchange_call_at"),
            models.Index(fields=["code"], name="exchange_call_code"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.code}: {self.problem}"


class DossierCheck(models.Model):
    """How a dossier stood against the portal when it was last asked: ours as of journal line `seq`, and theirs.

    `differs` names the fields that are not the same; texts of persons are never compared nor kept.
    """

    class Verdict(models.TextChoices):
        """What comparing has found."""

        SAME = "same", _("Khớp")
        WAITING = "waiting", _("Đang chờ gửi")
        STOPPED = "stopped", _("Bị dừng gửi")
        MISSING = "missing", _("Cổng chưa có")
        DIFFERS = "differs", _("Lệch")
        UNANSWERED = "unanswered", _("Chưa hỏi được")

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="exchange_check")
    procedure_code = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    seq = models.PositiveIntegerField()
    our_state = models.PositiveSmallIntegerField()
    their_state = models.CharField(max_length=4, blank=True)
    differs = models.JSONField(default=list)
    checked_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["verdict", "procedure_code"], name="exchange_check_verdict"),
            models.Index(fields=["checked_at"], name="exchange_check_at"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.verdict}"


class Filing(Streamed):
    """A dossier that a citizen filed on the national portal, as it arrived; `record` is what the portal sent.

    It is kept before the portal is told that it has arrived, so nothing is lost; one that cannot become a dossier here
    is held with the reason until somebody has decided. `case_key` and `agency` are what he decided, where he had to.
    """

    class Status(models.TextChoices):
        """What has become of it."""

        HELD = "held", _("Chờ xử lý")
        FILED = "filed", _("Đã thành hồ sơ")
        DISMISSED = "dismissed", _("Không nhận")

    PREFIX = "portal-filing"

    code = models.CharField(max_length=60, unique=True)
    procedure_code = models.CharField(max_length=40, blank=True)
    record = EncryptedTextField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.HELD)
    reason = models.CharField(max_length=500, blank=True)
    case_key = models.CharField(max_length=40, blank=True)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["status", "arrived_at"], name="exchange_filing_status")]

    def __str__(self) -> str:
        return f"{self.code}: {self.status}"
