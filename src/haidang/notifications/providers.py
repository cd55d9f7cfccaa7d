"""Who carries messages here: providers of each channel in the order in which they are asked, and how each is doing.

Settings name providers by address (docs/operations.md). A demonstration sends nothing: whatever leaves the house goes
to the mailbox that it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import F

from haidang.notifications.adapters.capture import Capture
from haidang.notifications.adapters.gateway import Gateway
from haidang.notifications.adapters.smtp import Security, Smtp
from haidang.notifications.adapters.web_push import WebPush
from haidang.notifications.channels import Channel, Provider
from haidang.notifications.models import ProviderStanding
from haidang.platform import clock

CLOSED_AFTER = 5
"""Failures in a row after which a provider is not asked for a while."""
_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(minutes=30)
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class BadAddress(ImproperlyConfigured):
    """A provider's address in the settings that cannot be used; the text does not repeat it, as it holds a secret."""


def is_captured() -> bool:
    """Whether this is a demonstration, which keeps what it would send."""
    return bool(clock.offset())


def of(channel: Channel) -> Sequence[Provider]:
    """The providers of `channel`, first choice first."""
    if channel is Channel.PUSH:
        return (WebPush(),)
    if is_captured():
        return (Capture(f"{channel}-demo"),)
    return _read(channel, tuple(settings.MESSAGE_PROVIDERS.get(channel.value, ())))


def check_settings() -> None:
    """Raises BadAddress for a provider that could never be asked: better at the start than in the middle of an act."""
    for name, addresses in settings.MESSAGE_PROVIDERS.items():
        _read(Channel(name), tuple(addresses))


def has_any(channel: Channel) -> bool:
    """Whether anybody carries messages of `channel` here."""
    return bool(of(channel))


def named(name: str) -> Provider | None:
    """The provider of that name."""
    every = [each for channel in Channel if channel is not Channel.INBOX for each in of(channel)]
    return next((each for each in every if each.name == name), None)


@lru_cache(maxsize=32)
def _read(channel: Channel, addresses: tuple[str, ...]) -> tuple[Provider, ...]:
    return tuple(_provider(channel, f"{channel}-{place}", urlsplit(text)) for place, text in enumerate(addresses, 1))


def _provider(channel: Channel, name: str, parts: SplitResult) -> Provider:
    if channel is Channel.EMAIL:
        return _smtp(name, parts)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not is_safe or not parts.username:
        raise BadAddress(f"{name}: https://SECRET@host/path")
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    place = f"{host}:{parts.port}" if parts.port else f"{host}"
    query = f"?{parts.query}" if parts.query else ""
    return Gateway(name, f"{parts.scheme}://{place}{parts.path or '/'}{query}", unquote(parts.username))


def _smtp(name: str, parts: SplitResult) -> Smtp:
    by_scheme = {"smtp": Security.STARTTLS, "smtps": Security.TLS, "smtp+plain": Security.NONE}
    security, sender = by_scheme.get(parts.scheme), parse_qs(parts.query).get("from", [""])[0]
    if security is None or not parts.hostname or "@" not in sender:
        raise BadAddress(f"{name}: smtps://USER:PASSWORD@host/?from=ADDRESS")
    if security is Security.NONE and parts.hostname not in _LOOPBACK:
        raise BadAddress(f"{name}: smtp+plain: 127.0.0.1 only")
    return Smtp(
        name=name,
        host=parts.hostname,
        port=parts.port or {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}[security],
        security=security,
        sender=sender,
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


@dataclass(frozen=True, slots=True)
class Open:
    """Providers that may be asked now; if there are none, when the first may be asked again."""

    providers: Sequence[Provider]
    again_at: datetime | None


def open_now(channel: Channel, *, only: str, now: datetime) -> Open:
    """Those of `channel` that are not closed at `now`. `only`: none but that one, as long as it is still there."""
    every = of(channel)
    wanted = [each for each in every if each.name == only] or list(every)
    closed = {
        row.name: row.closed_until
        for row in ProviderStanding.objects.filter(name__in=[each.name for each in wanted], closed_until__gt=now)
    }
    ends = [until for until in closed.values() if until]
    return Open([each for each in wanted if each.name not in closed], min(ends, default=None))


def succeeded(name: str, *, now: datetime) -> None:
    """It has answered: what failed before does not count any more."""
    if name == WebPush.name:
        return
    rows = ProviderStanding.objects.filter(name=name)
    if not rows.update(failures=0, closed_until=None, succeeded_at=now, problem=""):
        ProviderStanding.objects.bulk_create([ProviderStanding(name=name, succeeded_at=now)], ignore_conflicts=True)


def failed(name: str, problem: str, *, now: datetime) -> None:
    """It has not answered; from the fifth time in a row on it is left alone, each time for twice as long.

    Not web push: there each browser names a service of its own, and one that is gone says nothing about the others.
    """
    if name == WebPush.name:
        return
    ProviderStanding.objects.bulk_create([ProviderStanding(name=name)], ignore_conflicts=True)
    rows = ProviderStanding.objects.filter(name=name)
    rows.update(failures=F("failures") + 1, failed_at=now, problem=problem[:200])
    failures = rows.values_list("failures", flat=True).get()
    if failures >= CLOSED_AFTER:
        pause = min(_FIRST_PAUSE * 2 ** min(failures - CLOSED_AFTER, 10), _LONGEST_PAUSE)
        rows.update(closed_until=now + pause)


def standings() -> list[tuple[Channel, Provider, ProviderStanding]]:
    """Every provider with how it is doing; one that was never asked has an empty standing."""
    rows = {row.name: row for row in ProviderStanding.objects.all()}
    every = [(way, each) for way in Channel if way is not Channel.INBOX for each in of(way)]
    return [(way, each, rows.get(each.name) or ProviderStanding(name=each.name)) for way, each in every]
