"""Tables: what people are told, how it travels to them, on which browsers, and what they have chosen."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.notifications.channels import Channel
from haidang.platform.append_only import Immutable
from haidang.platform.secrets import EncryptedTextField
from haidang.platform.streams import Streamed


class Letter(models.Model):
    """What one person is told of one matter, in words that stay as they were; the same `once` is told once.

    With a `user` it is in his inbox, unless `is_hidden`: he has not chosen the inbox for that kind. Without one it is
    for somebody who has no account and is only sent. `link` is a path of this site.
    """

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    once = models.CharField(max_length=200, unique=True)
    language = models.CharField(max_length=2)
    subject = EncryptedTextField()
    body = EncryptedTextField()
    link = models.CharField(max_length=200, blank=True)
    is_hidden = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-told_at"], name="letter_inbox", condition=Q(is_hidden=False)),
            models.Index(fields=["user"], name="letter_unread", condition=Q(is_hidden=False, read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.once}"


class PushSubscription(models.Model):
    """A browser of one person (RFC 8030). Whoever knows the endpoint may wake it, so it is kept encrypted."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    endpoint = EncryptedTextField()
    endpoint_index = models.CharField(max_length=64, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.endpoint_index[:8]}"


class State(models.TextChoices):
    """How a delivery stands."""

    QUEUED = "queued", _("Chờ gửi")
    SENT = "sent", _("Đã gửi")
    DELIVERED = "delivered", _("Đã đến")
    FAILED = "failed", _("Không gửi được")
    DROPPED = "dropped", _("Đã bỏ")
    GATHERED = "gathered", _("Đã gộp vào tin khác")


class Delivery(Streamed):
    """One message on its way to one address by one channel; the same `once` goes once.

    `key` follows from `once` and is what a provider knows it by. A worker holds it until `leased_until` (`holder`);
    `provider` with `is_uncertain` says who may have sent it without answering, and is the only one asked again. What
    operators do to it are lines of its journal. `held`: it waits for the end of quiet hours.
    """

    PREFIX = "delivery"

    letter = models.ForeignKey(Letter, null=True, on_delete=models.CASCADE, related_name="deliveries")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    subscription = models.ForeignKey(PushSubscription, null=True, on_delete=models.CASCADE, related_name="messages")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    once = models.CharField(max_length=240, unique=True)
    key = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=60, blank=True)
    address = EncryptedTextField()
    subject = EncryptedTextField()
    body = EncryptedTextField()
    tag = models.CharField(max_length=180, blank=True)
    template_number = models.PositiveIntegerField(default=0)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    held = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    provider = models.CharField(max_length=40, blank=True)
    is_uncertain = models.BooleanField(default=False)
    reference = models.CharField(max_length=100, blank=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], name="message_waiting", condition=Q(state="queued")),
            models.Index(fields=["state", "-made_at"], name="message_states"),
            models.Index(fields=["user", "channel"], name="message_held", condition=Q(state="queued", held=True)),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.once}"


class MessageTemplate(Immutable):
    """A text that an administrator has published: the highest number of a kind, channel and language counts.

    Number 0, what the program ships, is in no row (`Kind.texts`).
    """

    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=150, blank=True)
    body = models.TextField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "channel", "language", "number"], name="message_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.language} v{self.number}"


class MessageTemplateSet(Streamed):
    """The journal of one text: which versions were published by whom; `newest` is the number that counts."""

    PREFIX = "message-template"

    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    language = models.CharField(max_length=2)
    newest = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "channel", "language"], name="template_set_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.language}"


class Preferences(Streamed):
    """What somebody has chosen: his language, his quiet hours, and for each kind that he has touched, the channels.

    `choices` is {kind: [channel, …]}; equal quiet hours: none.
    """

    PREFIX = "message-preferences"

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, default="vi")
    quiet_starts = models.TimeField()
    quiet_ends = models.TimeField()
    choices = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.stream


class ProviderStanding(models.Model):
    """How a provider has done: after so many failures in a row nobody asks it before `closed_until`."""

    name = models.CharField(max_length=40, unique=True)
    failures = models.PositiveIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class DeliveryReceipt(models.Model):
    """What a provider has reported about a delivery; the same event of a provider counts once."""

    provider = models.CharField(max_length=40)
    event = models.CharField(max_length=100)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="receipts")
    is_delivered = models.BooleanField()
    problem = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "event"], name="delivery_receipt_once")]

    def __str__(self) -> str:
        return f"{self.provider} {self.event}"


class CapturedMessage(models.Model):
    """What a demonstration would have sent: it is kept here instead of leaving the house."""

    key = models.CharField(max_length=32, unique=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = EncryptedTextField()
    subject = EncryptedTextField()
    body = EncryptedTextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="captured_newest")]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"
