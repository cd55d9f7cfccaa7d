"""One HTTP call to a partner: time limits, a limit on size, and what every failure of the way means."""

import json
from collections.abc import Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any

from haidang.platform.delivery.letters import Rejected, Unavailable

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 16 * 1024 * 1024
_ABOUT_THE_MESSAGE = frozenset({400, 413, 422})
_GOOD_FROM, _BAD_FROM = 200, 300


class Line:
    """Posts JSON and reads JSON. `deadline` (a reading of monotonic) is when the letter in hand must be done.

    Only a letter sets a deadline; calls of reconciling or refreshing have the read limit alone.
    """

    def __init__(self, client: "httpx.Client", *, read_seconds: float) -> None:
        self._client = client
        self._read_seconds = read_seconds
        self.deadline: float | None = None

    def post(self, url: str, body: Mapping[str, Any], *, headers: Mapping[str, str]) -> dict[str, Any]:
        """The JSON object that is answered; raises Unavailable or Rejected."""
        content = json.dumps(body, ensure_ascii=False).encode()
        sent = {"Content-Type": "application/json", "Charset": "utf-8", **headers}
        return _object(self._fetch("POST", url, headers=sent, content=content))

    def get(self, url: str, *, headers: Mapping[str, str]) -> bytes:
        """What lies at an address; raises Unavailable or Rejected."""
        return self._fetch("GET", url, headers=headers)

    def _fetch(self, method: str, url: str, *, headers: Mapping[str, str], content: bytes | None = None) -> bytes:
        import httpx

        limit = httpx.Timeout(self._left(), connect=min(5.0, self._left()))
        wish: dict[str, Any] = {"content": content, "headers": headers, "timeout": limit, "follow_redirects": False}
        try:
            with self._client.stream(method, url, **wish) as response:
                status, text = response.status_code, self._read(response)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unavailable(type(error).__name__) from error
        if status in _ABOUT_THE_MESSAGE:
            raise Rejected(f"HTTP {status}")
        if not _GOOD_FROM <= status < _BAD_FROM:
            raise Unavailable(f"HTTP {status}")
        return text

    def _left(self) -> float:
        """Seconds that this call may take."""
        if self.deadline is None:
            return self._read_seconds
        left = self.deadline - monotonic()
        if left <= 0:
            # The lane may be another worker's by now, so nothing more is sent.
            raise Unavailable("out of time")
        return min(self._read_seconds, left)

    def _read(self, response: "httpx.Response") -> bytes:
        """The body, which neither a flood nor a trickle can make endless."""
        end, parts, size = monotonic() + self._left(), [], 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > MOST_BYTES or monotonic() > end:
                raise Unavailable("endless reply")
        return b"".join(parts)


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unavailable("unreadable reply") from error
    if not isinstance(found, dict):
        raise Unavailable("unreadable reply")
    return found
