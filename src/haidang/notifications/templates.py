"""Which text is said: what an administrator has published last, else what the program ships."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.notifications import wording
from haidang.notifications.channels import Channel
from haidang.notifications.kinds import LANGUAGES, Kind, Text, kind_of
from haidang.notifications.models import MessageTemplate, MessageTemplateSet
from haidang.platform import acts, clock, journal
from haidang.platform.acts import once, write
from haidang.platform.errors import Invalid, NotAllowed, Refused

_LIKE = {Channel.INBOX: Channel.EMAIL, Channel.ZALO: Channel.EMAIL}
"""Whose text a channel says that has none of its own."""
Order = acts.Order[identity.User]


class TemplateNotFound(Refused):
    """No room has declared such a text."""

    code = "template-not-found"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text and its number; 0: as shipped."""

    text: Text
    number: int


class Texts:
    """The texts of one kind as they stand now, read at once."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        rows = MessageTemplate.objects.filter(kind=kind.code).order_by("number")
        self._found = {key: Numbered(text, 0) for key, text in kind.texts.items()}
        self._found |= {
            (Channel(row.channel), row.language): Numbered(Text(row.subject, row.body), row.number) for row in rows
        }

    def own(self, channel: Channel, language: str) -> Numbered | None:
        """The text of that very channel."""
        return self._found.get((channel, language))

    def of(self, channel: Channel, language: str) -> Numbered | None:
        """What is said on `channel`: its own text, else that of the channel it is like; None: nothing is."""
        return self.own(channel, language) or self.own(_LIKE.get(channel, channel), language)

    def said(self, channels: Iterable[Channel], language: str) -> dict[Channel, Numbered]:
        """The text of each of `channels` that has one."""
        return {channel: found for channel in channels if (found := self.of(channel, language))}


def may_manage(user: identity.User, *, on: date) -> bool:
    """Whether `user` looks after messages and their texts, which are those of the whole province."""
    province = identity.agency(settings.PROVINCE_CODE, on=on)
    permission = identity.Permission.MESSAGES_MANAGE
    return identity.may(user, permission, agency_id=province.id, procedure_code="", on=on)


def history(kind: str, channel: str, language: str) -> list[MessageTemplate]:
    """The published versions of a text, newest first."""
    rows = MessageTemplate.objects.filter(kind=kind, channel=channel, language=language)
    return list(rows.order_by("-number").select_related("made_by"))


def publish_text(
    *, kind: str, channel: str, language: str, text: Text, number: int, actor: identity.User, now: datetime, key: str
) -> MessageTemplate:
    """Publishes the version after `number`, which the author has seen.

    Raises NotAllowed, TemplateNotFound, Invalid (subject, body, number), KeyReused.
    """
    content = {"kind": kind, "channel": channel, "language": language, "number": number}
    order = Order("notifications.template.publish", actor, now, key, content | _plain(text))

    def act() -> dict[str, Any]:
        if not may_manage(actor, on=clock.local(now).date()):
            raise NotAllowed(_("Bạn không có quyền sửa mẫu tin."))
        declared = declared_kind(kind, channel, language)
        for field, words in wording.problems(text, kind=declared, channel=Channel(channel)):
            raise Invalid(words, field=field)
        row = _locked(kind, channel, language)
        if row.newest != number:
            raise Invalid(_("Người khác vừa công bố một bản mới. Hãy xem bản đó rồi sửa lại."), field="number")
        row.newest += 1
        made = MessageTemplate.objects.create(
            kind=kind, channel=channel, language=language, number=row.newest, made_by=actor, made_at=now, **_plain(text)
        )
        write(row, order, {**content, "number": row.newest, **_plain(text)})
        return {"id": made.pk}

    answer, _replayed = once(order, act)
    return MessageTemplate.objects.get(pk=answer["id"])


def declared_kind(kind: str, channel: str, language: str) -> Kind:
    """The kind, if it says anything on that channel in that language. Raises TemplateNotFound."""
    try:
        found = kind_of(kind)
        is_one = language in LANGUAGES and Channel(channel) is not Channel.PUSH
    except (KeyError, ValueError):
        is_one = False
    if not is_one:
        raise TemplateNotFound(_("Không có mẫu tin này."))
    return found


def _plain(text: Text) -> dict[str, str]:
    return {"subject": " ".join(text.subject.split()), "body": text.body.replace("\r\n", "\n").strip()}


def _locked(kind: str, channel: str, language: str) -> MessageTemplateSet:
    """The row of a text's journal, locked; made when it is first edited."""
    which = {"kind": kind, "channel": channel, "language": language}
    MessageTemplateSet.objects.bulk_create(
        [MessageTemplateSet(**which, head_hash=journal.GENESIS)], ignore_conflicts=True
    )
    return MessageTemplateSet.objects.select_for_update().get(**which)
