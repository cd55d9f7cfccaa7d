"""Every version of every procedure with the days on which it was in force: for figures of past months."""

from dataclasses import dataclass
from datetime import date

import msgspec
from django.db.models import Count, Max

from haidang.catalogue.content import Case, ChannelOffer
from haidang.catalogue.models import ProcedureVersion


@dataclass(frozen=True, slots=True)
class Span:
    """A version of a procedure in force from `valid_from` up to but without `valid_to` (None: still).

    `channels` and `service_levels` (`full`, `partial`) are empty while it was not offered.
    """

    code: str
    number: int
    is_offered: bool
    channels: tuple[ChannelOffer, ...]
    service_levels: tuple[str, ...]
    valid_from: date
    valid_to: date | None


def spans() -> list[Span]:
    """All spans by code and number; a version that was replaced on its own day was never in force."""
    parts = ("procedure__code", "number", "content__offered", "content__channels", "content__cases", "valid_from")
    rows = list(ProcedureVersion.objects.order_by("procedure__code", "number").values_list(*parts))
    found = []
    following: tuple[str, date] | None = None
    # From the last to the first: each ends where the one after it begins.
    for code, number, offered, channels, cases, begin in reversed(rows):
        until = following[1] if following and following[0] == code else None
        if until is None or begin < until:
            found.append(_span(code, number, bool(offered), channels, cases, begin, until))
            following = (code, begin)
    return found[::-1]


def _span(
    code: str, number: int, offered: bool, channels: object, cases: object, begin: date, until: date | None
) -> Span:
    if not offered:
        return Span(code, number, offered, (), (), begin, until)
    levels = {case.service_level for case in msgspec.convert(cases or [], tuple[Case, ...])}
    offers = msgspec.convert(channels or [], tuple[ChannelOffer, ...])
    return Span(code, number, offered, offers, tuple(level for level in ("full", "partial") if level in levels), begin, until)


def state() -> str:
    """Changes whenever a version is published: versions are never changed or removed."""
    found = ProcedureVersion.objects.aggregate(count=Count("id"), last=Max("id"))
    return f"{found['count']}:{found['last']}"
