"""The portal as a WSGI application: sign-in, the one address of all services, a page to look at, and a door for tests.

POST /auth {username, password} · POST /services {session, madonvi, service, …} · GET / and /ho-so/CODE ·
GET and POST /trial (faults, state, filings: not part of the protocol).
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from haidang.portal_simulator import pages
from haidang.portal_simulator.faults import Fault, Faults
from haidang.portal_simulator.services import Portal, bad, serve
from haidang.portal_simulator.trial import trial

Start = Callable[[str, list[tuple[str, str]]], Any]
Environ = Mapping[str, Any]
MOST_BYTES = 8 * 1024 * 1024
EXPIRED = "Phiên làm việc không hợp lệ hoặc đã hết hạn"
_STATUS = {200: "200 OK", 400: "400 Bad Request", 404: "404 Not Found", 502: "502 Bad Gateway", 503: "503 Down",
           504: "504 Gateway Timeout"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply on its way out."""

    body: bytes
    status: int = 200
    media_type: str = "application/json; charset=utf-8"


@dataclass(slots=True)
class Application:
    """The portal with its account, behind a line on which things go wrong."""

    portal: Portal
    faults: Faults = field(default_factory=Faults)
    username: str = "tinh"
    password: str = "mat-khau-thu"  # noqa: S105 the account of a stand-in
    destination: str = "VDXP-DVCQG"
    sleep: Callable[[float], None] = time.sleep
    _last: Answer | None = None

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """WSGI."""
        answer = self.answer(environ)
        headers = [("Content-Type", answer.media_type), ("Content-Length", str(len(answer.body)))]
        start(_STATUS[answer.status], headers)
        return [answer.body]

    def answer(self, environ: Environ) -> Answer:
        """The reply to one request, by its path."""
        path, method = environ.get("PATH_INFO", "/"), environ["REQUEST_METHOD"]
        if method == "POST" and path in ("/auth", "/services"):
            return self._protocol(path, environ)
        if path == "/trial":
            return trial(self, method, _body(environ))
        if method == "GET" and path == "/":
            return Answer(pages.overview(self.portal.store, self.faults), media_type=pages.HTML)
        if method == "GET" and path.startswith("/tep/"):
            found = self.portal.store.entry("file", path.removeprefix("/tep/"))
            return Answer(bytes.fromhex(found["hex"]), media_type="application/pdf") if found else Answer(b"", 404)
        if method == "GET" and path.startswith("/ho-so/"):
            return self._page(path.removeprefix("/ho-so/"))
        return Answer(b"", 404)

    def _page(self, code: str) -> Answer:
        found = pages.dossier(self.portal.store, code)
        return Answer(found, media_type=pages.HTML) if found else Answer(b"", 404)

    def _protocol(self, path: str, environ: Environ) -> Answer:
        if self.faults.is_down:
            return Answer(b"", 503)
        body = _body(environ)
        if body is None:
            return Answer(b"", 400)
        if path == "/auth":
            return self._sign_in(body)
        if environ.get("HTTP_DSTCODE") != self.destination:
            return _json(bad("-7", "Thiếu hoặc sai tiêu đề dstcode"))
        return self._troubled(body)

    def _sign_in(self, body: Mapping[str, Any]) -> Answer:
        if (body.get("username"), body.get("password")) != (self.username, self.password):
            return _json({"error_code": -1, "message": "Sai tài khoản hoặc mật khẩu", "session": ""})
        return _json({"error_code": 0, "message": "Thành công", "session": self.portal.store.open_session()})

    def _troubled(self, body: Mapping[str, Any]) -> Answer:
        fault = self.faults.draw()
        if fault is Fault.BAD_GATEWAY:
            return Answer(b"<html>502 Bad Gateway</html>", 502, "text/html")
        if fault is Fault.TIMEOUT:
            if self.faults.coin():
                self._done(body)
            self.sleep(self.faults.hang_seconds)
            return Answer(b"", 504)
        if fault is Fault.EXPIRED:
            self.portal.store.end_session(str(body.get("session")))
        if fault is Fault.DUPLICATE:
            self._done(body)
        return self._arriving(fault, self._done(body), body)

    def _arriving(self, fault: Fault | None, answer: Answer, body: Mapping[str, Any]) -> Answer:
        """What of the reply arrives; the request has been carried out."""
        earlier, self._last = self._last, answer
        if fault is Fault.SLOW:
            self.sleep(self.faults.slow_seconds)
        if fault is Fault.TRUNCATED:
            return Answer(answer.body[: len(answer.body) // 2])
        if fault is Fault.LOST:
            return Answer(b"", 504)
        if fault is Fault.SWAPPED and earlier is not None and _is_good(answer):
            return earlier
        if fault is Fault.EXISTS and body.get("service") == "DongBoHoSoMC" and body.get("isUpdating") == "False":
            return _json(bad("-3", "Hồ sơ đã tồn tại trên hệ thống"))
        return answer

    def _done(self, body: Mapping[str, Any]) -> Answer:
        if not self.portal.store.has_session(str(body.get("session"))):
            return _json(bad("-1", EXPIRED))
        return _json(serve(self.portal, body))


def _is_good(answer: Answer) -> bool:
    """Whether the request was carried out; a refusal is never hidden behind somebody else's reply."""
    return json.loads(answer.body).get("error_code") in (0, "0", "00")


def _json(value: Any) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode())


def _body(environ: Environ) -> dict[str, Any] | None:
    """The JSON object that was sent; None if there is none."""
    try:
        size = min(int(environ.get("CONTENT_LENGTH") or 0), MOST_BYTES)
        found = json.loads(environ["wsgi.input"].read(size) or b"{}")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
