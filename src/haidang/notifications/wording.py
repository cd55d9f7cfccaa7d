"""Texts with named placeholders: filling them in, and saying what is wrong with one that somebody has written. Pure."""

import re
from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.notifications import segments
from haidang.notifications.channels import Channel
from haidang.notifications.kinds import Kind, Text

MOST_SEGMENTS = 3
"""Short messages that one text may take, however long its values are."""
WITH_SUBJECT = frozenset({Channel.INBOX, Channel.EMAIL, Channel.PUSH})
_SUBJECT_LIMIT = 150
_BODY_LIMITS = {Channel.INBOX: 4_000, Channel.EMAIL: 8_000, Channel.SMS: 480, Channel.ZALO: 2_000, Channel.PUSH: 300}
_NAME = re.compile(r"\{([a-z_]+)\}")


def fill(text: Text, values: Mapping[str, str], *, kind: Kind, channel: Channel) -> Text:
    """`text` with its placeholders filled in; a text in the 7-bit alphabet stays in it. A missing value is empty."""
    is_short = channel is Channel.SMS
    plain = is_short and segments.is_plain(_NAME.sub("", text.body))
    cut = {
        each.name: _cut(values.get(each.name, ""), each.short if is_short else each.limit, plain=plain)
        for each in kind.placeholders
    }
    subject, body = (_NAME.sub(lambda found: cut.get(found[1], ""), part) for part in (text.subject, text.body))
    return Text(" ".join(subject.split())[:_SUBJECT_LIMIT], body.strip())


def _cut(value: str, limit: int, *, plain: bool) -> str:
    value = segments.plain(value) if plain else value
    mark = "..." if plain else "…"
    return value if len(value) <= limit else value[: limit - len(mark)].rstrip() + mark


def longest(text: Text, *, kind: Kind) -> segments.Size:
    """How long a short message gets when every value is as long as it may be."""
    widest = {each.name: "x" * each.short for each in kind.placeholders}
    return segments.size(fill(text, widest, kind=kind, channel=Channel.SMS).body)


def problems(text: Text, *, kind: Kind, channel: Channel) -> Iterator[tuple[str, str | Promise]]:
    """What is wrong with a text, as pairs (field, words); nothing if it can be published."""
    yield from _problems_of_subject(text, channel)
    limit = _BODY_LIMITS[channel]
    if not text.body.strip():
        yield "body", _("Hãy viết nội dung.")
    elif len(text.body) > limit:
        yield "body", _("Nội dung dài quá %(limit)s ký tự.") % {"limit": limit}
    for field, part in (("subject", text.subject), ("body", text.body)):
        yield from _problems_of_names(field, part, kind)
    if channel is Channel.SMS and (found := longest(text, kind=kind)).segments > MOST_SEGMENTS:
        yield "body", _("Khi các giá trị dài nhất, tin này cần %(needed)s tin SMS; nhiều nhất là %(most)s.") % {
            "needed": found.segments, "most": MOST_SEGMENTS
        }  # fmt: skip


def _problems_of_subject(text: Text, channel: Channel) -> Iterator[tuple[str, str | Promise]]:
    if channel not in WITH_SUBJECT:
        if text.subject.strip():
            yield "subject", _("Kênh này không có tiêu đề.")
    elif not text.subject.strip():
        yield "subject", _("Hãy viết tiêu đề.")
    elif len(text.subject) > _SUBJECT_LIMIT or "\n" in text.subject.strip():
        yield "subject", _("Tiêu đề chỉ một dòng, nhiều nhất %(limit)s ký tự.") % {"limit": _SUBJECT_LIMIT}


def _problems_of_names(field: str, part: str, kind: Kind) -> Iterator[tuple[str, str | Promise]]:
    known = sorted(kind.names)
    for name in sorted(set(_NAME.findall(part)) - kind.names):
        words = _("Loại tin này không có giá trị {%(name)s}. Dùng được: %(known)s.")
        yield field, words % {"name": name, "known": ", ".join(f"{{{each}}}" for each in known)}
    if set("{}") & set(_NAME.sub("", part)):
        yield field, _("Dấu { và } chỉ dùng để gọi một giá trị, ví dụ {code}.")
