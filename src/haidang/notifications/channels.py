"""The ways by which a message reaches a person, and the port behind which each way's provider stands.

An adapter answers in one of four ways, and what is done next depends on nothing else: `Accepted`; `NotSent`, surely not
sent, so that another provider may be asked; `Uncertain`, perhaps sent, so that only the same provider may be asked
again under the same key; `Rejected`, never to be sent to that address.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """A way to a person. The inbox is a page of this house; the others leave it."""

    INBOX = "inbox", _("Hộp thư trên Cổng")
    EMAIL = "email", _("Thư điện tử")
    SMS = "sms", _("Tin nhắn SMS")
    ZALO = "zalo", _("Zalo")
    PUSH = "push", _("Thông báo đẩy")


LEAVING = (Channel.EMAIL, Channel.SMS, Channel.ZALO, Channel.PUSH)
"""Channels that need delivery."""
WAKING = frozenset({Channel.SMS, Channel.ZALO, Channel.PUSH})
"""Channels that ring: these wait for the end of somebody's quiet hours."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message on its way to one address at `at`, the house's time. `key` is the same however often it is tried.

    `p256dh` and `auth` are a browser's keys, for web push; `tag` makes a browser show it once.
    """

    channel: Channel
    key: str
    address: str
    subject: str
    body: str
    at: datetime
    tag: str = ""
    p256dh: str = ""
    auth: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has taken it; `reference` is its own name for it, `is_delivered` whether it has arrived already."""

    reference: str = ""
    is_delivered: bool = False


class NotSent(Exception):
    """It was surely not sent; the text says why, without addresses or content."""


class Uncertain(Exception):
    """It may have been sent: the provider did not answer what became of it."""


class Rejected(Exception):
    """The provider will never send this; `is_gone`: the address is no more."""

    def __init__(self, problem: str, *, is_gone: bool = False) -> None:
        super().__init__(problem)
        self.is_gone = is_gone


class Provider(Protocol):
    """Somebody who carries parcels of one channel; `name` is that of its settings, journal and webhook."""

    @property
    def name(self) -> str:
        """As `sms-1`."""

    def send(self, parcel: Parcel) -> Accepted:
        """Hands the parcel over. Raises NotSent, Uncertain or Rejected; nothing else."""
