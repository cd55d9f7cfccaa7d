"""A bare ASGI application, in a process of its own: under Django's handler every open connection would hold a thread.

One task looks at the journal for all connections together. A connection is told that something has changed only where
its reader may see figures, and is told nothing else: no count, no code, no agency. Every minute its session is asked
for anew, so that whoever signs out, or loses his role, hears no more.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.db import DatabaseError, close_old_connections, connection

from haidang.identity import api as identity
from haidang.leaders.live import readers, watching

PATH = "/dieu-hanh/truc-tiep/"
LOOK_SECONDS, BEAT_SECONDS, SESSION_SECONDS = 2.0, 15.0, 60.0
MOST_CONNECTIONS = 2_000
T = TypeVar("T")
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Live:
    """The application; `look_seconds` between two looks at the journal."""

    def __init__(self, *, look_seconds: float = LOOK_SECONDS, session_seconds: float = SESSION_SECONDS) -> None:
        self._look_seconds, self._session_seconds = look_seconds, session_seconds
        self._bells: dict[asyncio.Event, Sequence[identity.Scope]] = {}
        self._watch: asyncio.Task[None] | None = None
        # One thread, one connection to the database, however many readers there are.
        self._thread = ThreadPoolExecutor(max_workers=1)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers a request; anything that is not the stream is not found."""
        if scope["type"] == "lifespan":
            return await _lifespan(receive, send)
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "GET":
            return await _answer(send, 404)
        held = await self._asked(readers.scopes_of, headers.get("cookie", "")) if _is_own(headers) else []
        if not held:
            return await _answer(send, 403)
        if len(self._bells) >= MOST_CONNECTIONS:
            return await _answer(send, 503)
        return await self._stream(headers, held, receive, send)

    async def _stream(
        self, headers: dict[str, str], held: Sequence[identity.Scope], receive: Receive, send: Send
    ) -> None:
        bell = asyncio.Event()
        self._bells[bell] = held
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._look())
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await _begin(send, headers)
            await self._tell(bell, headers, gone, send)
        finally:
            gone.cancel()
            self._bells.pop(bell, None)

    async def _tell(self, bell: asyncio.Event, headers: dict[str, str], gone: asyncio.Task[None], send: Send) -> None:
        """Sends a hint at every ring and a beat in between, until the reader goes or may see no more."""
        asked_at = asyncio.get_running_loop().time()
        while not gone.done():
            ring = asyncio.create_task(bell.wait())
            await asyncio.wait({ring, gone}, timeout=BEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            ring.cancel()
            now = asyncio.get_running_loop().time()
            if now - asked_at >= self._session_seconds:
                asked_at, self._bells[bell] = now, await self._asked(readers.scopes_of, headers.get("cookie", ""))
                if not self._bells[bell]:
                    break
            rang = bell.is_set()
            bell.clear()
            await _chunk(send, "event: changed\ndata: {}\n\n" if rang else ": \n\n")
        if not gone.done():
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _look(self) -> None:
        """Rings for every connection that a change concerns, as long as there are any."""
        line: int | None = None
        while self._bells:
            try:
                if line is None:
                    line = await self._asked(watching.last_line)
                else:
                    line, change = await self._asked(watching.since, line)
                    for bell, held in list(self._bells.items()) if change else []:
                        if change and change.concerns(held):
                            bell.set()
            except DatabaseError:
                # A server that restarts is asked again; until then the pages go on asking by themselves.
                pass
            await asyncio.sleep(self._look_seconds)

    async def _asked(self, question: Callable[..., T], *values: Any) -> T:
        """Asks the database in the application's own thread."""

        def ask() -> T:
            close_old_connections()
            try:
                return question(*values)
            except DatabaseError:
                connection.close()
                raise

        return await asyncio.get_running_loop().run_in_executor(self._thread, ask)


def _is_own(headers: dict[str, str]) -> bool:
    """Whether the page that asks is of this very host, whatever its port: cookies know no ports either."""
    origin = headers.get("origin", "")
    return not origin or urlsplit(origin).hostname == urlsplit(f"//{headers.get('host', '')}").hostname


async def _begin(send: Send, headers: dict[str, str]) -> None:
    found = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    if origin := headers.get("origin"):
        found += [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"vary", b"Origin"),
        ]
    await send({"type": "http.response.start", "status": 200, "headers": found})
    await _chunk(send, "retry: 10000\n\n")


async def _chunk(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        kind = (await receive())["type"]
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return
