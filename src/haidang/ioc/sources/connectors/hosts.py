"""Which addresses the server may ask: those of the operator's list only, whoever wrote the contract.

The list stands in the settings, so that nobody who can declare sources can make the server ask the inner network.
Redirects are never followed, and every further page of an answer is checked again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from haidang.ioc.sources.connectors.port import Failed
from haidang.ioc.sources.samples import SAMPLE_HOST

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
MAX_BYTES = 50 * 1024 * 1024


def is_allowed(url: str) -> bool:
    """Whether the server may ask that address."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.username or parts.password:
        return False
    return host == SAMPLE_HOST or {host, f"{host}:{port}"} & set(settings.SOURCE_HOSTS) != set()


def get(client: httpx.Client, url: str, *, params: dict[str, str] | None = None) -> bytes:
    """What `url` answers; raises Failed for a host that is not allowed, an error, a redirect or too much."""
    if not is_allowed(url):
        raise Failed("host", url.partition("?")[0][:100])
    try:
        with client.stream("GET", url, params=params) as answer:
            if answer.status_code != httpx.codes.OK:
                raise Failed("status", str(answer.status_code))
            return _read(answer)
    except httpx.TimeoutException as error:
        raise Failed("timeout") from error
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise Failed("unreachable", type(error).__name__) from error


def _read(answer: httpx.Response) -> bytes:
    parts, size = [], 0
    for chunk in answer.iter_bytes():
        size += len(chunk)
        if size > MAX_BYTES:
            raise Failed("too_large")
        parts.append(chunk)
    return b"".join(parts)


@contextmanager
def client(headers: dict[str, str]) -> Iterator[httpx.Client]:
    """A client with time limits, without redirects and the machine's proxies; sample data is made in process."""
    from haidang.ioc.sources.samples.site import transport

    mounts = {f"all://{SAMPLE_HOST}": transport()}
    with httpx.Client(
        timeout=TIMEOUT, follow_redirects=False, trust_env=False, headers=headers, mounts=mounts
    ) as found:
        yield found
