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
    rows = ProcedureVersion.objects.order_by("-procedure__code", "-number").values_list(*parts)
    found, after, until = list[Span](), "", date.max
    # From the last to the first: each ends where the one after it begins.
    for code, number, offered, channels, cases, begin in rows:
        until = until if code == after else date.max
        if begin < until:
            offer = _offer(channels, cases) if offered else ((), ())
            found.append(Span(code, number, bool(offered), *offer, begin, None if until == date.max else until))
            after, until = code, begin
    return found[::-1]


def _offer(channels: object, cases: object) -> tuple[tuple[ChannelOffer, ...], tuple[str, ...]]:
    levels = {case.service_level for case in msgspec.convert(cases or [], tuple[Case, ...])}
    offers = msgspec.convert(channels or [], tuple[ChannelOffer, ...])
    return offers, tuple(level for level in ("full", "partial") if level in levels)


def state() -> str:
    """Changes whenever a version is published: versions are never changed or removed."""
    found = ProcedureVersion.objects.aggregate(count=Count("id"), last=Max("id"))
    return f"{found['count']}:{found['last']}"
