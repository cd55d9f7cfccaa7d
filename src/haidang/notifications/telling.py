"""Tells a person of a matter: the letter in his inbox and its deliveries, written in the caller's transaction.

Nothing leaves before that transaction has committed, because what is sent are rows that only then exist.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from haidang.identity.api import User
from haidang.notifications import past, providers, wording
from haidang.notifications.channels import LEAVING, WAKING, Channel
from haidang.notifications.kinds import Kind, Text, kind_of
from haidang.notifications.models import Delivery, Letter, PushSubscription
from haidang.notifications.preferences import Chosen, chosen_by
from haidang.notifications.queue import delivery
from haidang.notifications.quiet import Quiet
from haidang.notifications.templates import Texts
from haidang.platform import clock

LIFE = {
    Channel.EMAIL: timedelta(days=5),
    Channel.SMS: timedelta(days=2),
    Channel.ZALO: timedelta(days=2),
    Channel.PUSH: timedelta(days=1),
}
"""For how long it is tried; after that it is no news any more."""


@dataclass(frozen=True, slots=True)
class News:
    """What is to be told. `once` names the matter: the same person is told of it once. `link`: a path of this site.

    `values` gives the placeholders of the kind; it is called while the language of the reader is active.
    """

    kind: str
    once: str
    values: Callable[[], Mapping[str, str]]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom: an account, or addresses alone. Addresses said here come before those of the account."""

    user: User | None = None
    email: str = ""
    phone: str = ""

    def address(self, channel: Channel) -> str:
        """Where he is reached by e-mail, or by anything that goes to a telephone; empty: nowhere."""
        if channel is Channel.EMAIL:
            return self.email or (self.user.email if self.user else "")
        return self.phone or (self.user.phone if self.user else "")


def tell(news: News, recipient: Recipient, *, now: datetime) -> Letter | None:
    """Writes the letter and its deliveries; None if there is nobody to tell or he has been told.

    The kind must be declared (KeyError).
    """
    kind, user = kind_of(news.kind), recipient.user
    if past.is_past(now) or Letter.objects.filter(once=_once(news, recipient)).exists():
        return None
    chosen = chosen_by(user)
    ways = _ways(kind, recipient, chosen)
    if not ways:
        return None
    texts = Texts(kind).said({Channel.INBOX, *ways}, chosen.language)
    with override(chosen.language):
        values = news.values()
        said = {way: wording.fill(found.text, values, kind=kind, channel=way) for way, found in texts.items()}
        said[Channel.PUSH] = Text(str(kind.title), _("Mở Cổng dịch vụ công để xem."))
    letter = _letter(news, recipient, chosen, said[Channel.INBOX], is_hidden=Channel.INBOX not in ways, now=now)
    sent = [way for way in ways if way in said and way is not Channel.INBOX]
    told = _Told(letter, recipient, chosen.quiet, said, {way: found.number for way, found in texts.items()}, now)
    Delivery.objects.bulk_create([row for way in sent for row in told.deliveries(way)], ignore_conflicts=True)
    return letter


def _letter(news: News, recipient: Recipient, chosen: Chosen, text: Text, *, is_hidden: bool, now: datetime) -> Letter:
    return Letter.objects.create(
        user=recipient.user,
        kind=news.kind,
        once=_once(news, recipient),
        language=chosen.language,
        subject=text.subject,
        body=text.body,
        link=news.link,
        is_hidden=is_hidden,
        told_at=now,
    )


def _once(news: News, recipient: Recipient) -> str:
    return f"{recipient.user.pk if recipient.user else '-'}:{news.once}"[:200]


def _ways(kind: Kind, recipient: Recipient, chosen: Chosen) -> list[Channel]:
    """The channels that he has chosen and can be reached by, as far as anybody carries them here."""
    wanted = chosen.channels(kind)
    if recipient.user is None:
        wanted = wanted - {Channel.INBOX, Channel.PUSH}
    reached = {Channel.PUSH} | {way for way in LEAVING if recipient.address(way)}
    found = [way for way in LEAVING if way in wanted & reached and providers.has_any(way)]
    return ([Channel.INBOX] if Channel.INBOX in wanted else []) + found


@dataclass(frozen=True, slots=True)
class _Told:
    """A letter with what is said of it where, from which it follows what must be delivered."""

    letter: Letter
    recipient: Recipient
    quiet: Quiet
    said: Mapping[Channel, Text]
    numbers: Mapping[Channel, int]
    now: datetime

    def deliveries(self, way: Channel) -> Iterator[Delivery]:
        """The rows of one channel: one for an address, one for each browser."""
        once = self.letter.once
        if way is not Channel.PUSH:
            yield delivery(once=f"{way}:{once}", address=self.recipient.address(way), **self._common(way))
            return
        for found in PushSubscription.objects.filter(user=self.recipient.user):
            yield delivery(once=f"push:{found.pk}:{once}", subscription=found, tag=once[:180], **self._common(way))

    def _common(self, way: Channel) -> dict[str, Any]:
        starts = self.quiet.shown_from(clock.local(self.now)) if way in WAKING else self.now
        return {
            "letter": self.letter,
            "user": self.recipient.user,
            "channel": way,
            "kind": self.letter.kind,
            "subject": self.said[way].subject,
            "body": self.said[way].body,
            "template_number": self.numbers.get(way, 0),
            "made_at": self.now,
            "next_try_at": starts,
            "expires_at": starts + LIFE[way],
            "held": starts > self.now,
        }
