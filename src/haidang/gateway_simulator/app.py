"""The gateway as a WSGI application.

Signed, by the house: GET /thanh-toan?… (leads a citizen here), POST /tra-cuu, /hoan-tra, /sao-ke.
To look at and play with: GET /, GET and POST /ngan-hang, POST /thanh-toan/tra, POST /loi.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from haidang.gateway_simulator import pages, services, signing
from haidang.gateway_simulator.calling import Caller
from haidang.gateway_simulator.clock import Clock, words
from haidang.gateway_simulator.store import Faults, Moved, Store

Start = Callable[[str, list[tuple[str, str]]], Any]
MOST_BYTES = 64 * 1024
MOST_VND = 10**13
LINK, MESSAGE = timedelta(hours=2), timedelta(minutes=5)
"""How long a link to the pay page is good, and a message."""
_STATUS = {200: "200 OK", 303: "303 See Other", 400: "400 Bad Request", 403: "403 Forbidden", 404: "404 Not Found"}


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply on its way out."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", pages.HTML),)


@dataclass(frozen=True, slots=True)
class Application:
    """The gateway over its store."""

    store: Store
    clock: Clock
    caller: Caller
    key: bytes

    def __call__(self, environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        """WSGI."""
        answer = self.answer(environ)
        start(_STATUS[answer.status], [*answer.headers, ("Content-Length", str(len(answer.body)))])
        return [answer.body]

    def answer(self, environ: Mapping[str, Any]) -> Answer:
        """The reply to one request, by method and path."""
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/")
        if method == "GET":
            query = environ.get("QUERY_STRING", "")
            pages_by_path: dict[str, Callable[[], Answer]] = {
                "/": lambda: Answer(pages.overview(self.store)),
                "/ngan-hang": lambda: Answer(pages.bank()),
                "/thanh-toan": lambda: self._pay_page(query),
            }
            return pages_by_path.get(path, _not_found)()
        body = _body(environ)
        if method != "POST" or body is None:
            return Answer(b"", 400)
        if path in services.SERVICES:
            return self._serve(path, body, environ.get("HTTP_X_PAYMENT_SIGNATURE", ""))
        form = {name: found[0] for name, found in parse_qs(body.decode(errors="replace")).items()}
        posts = {"/thanh-toan/tra": self._pay, "/ngan-hang": self._transfer, "/loi": self._set_faults}
        return posts[path](form) if path in posts else _not_found()

    def _serve(self, path: str, body: bytes, signature: str) -> Answer:
        """A signed question of the house and its signed answer."""
        if not signing.is_good(body, signature, self.key, self.clock.now(), window=MESSAGE):
            return Answer(b"", 403)
        try:
            fields = json.loads(body)
            found = services.SERVICES[path](self.store, self.clock, fields if isinstance(fields, dict) else {})
        except (ValueError, RecursionError) as error:
            found = services.declined(str(error))
        signed = (signing.HEADER, signing.sign(found, self.key, self.clock.now()))
        return Answer(found, headers=(("Content-Type", "application/json"), signed))

    def _pay_page(self, query: str) -> Answer:
        order = self._order(query)
        if order is None:
            return Answer(pages.refused("Liên kết thanh toán không đúng hoặc đã quá hạn."), 403)
        reference, amount, nonce = order["MaThamChieu"], int(order["SoTien"]), secrets.token_hex(16)
        return Answer(pages.pay(reference=reference, amount=amount, title=order["NoiDung"], query=query, nonce=nonce))

    def _pay(self, form: Mapping[str, str]) -> Answer:
        order, nonce = self._order(form.get("query", "")), form.get("nonce", "")
        if order is None or not nonce:
            return Answer(pages.refused("Liên kết thanh toán không đúng hoặc đã quá hạn."), 403)
        if form.get("what") == "pay":
            self._take(f"pay:{nonce}", order["MaThamChieu"], int(order["SoTien"]))
        back = order["DuongDanTroVe"]
        return Answer(b"", 303, (("Location", back),)) if _is_web(back) else Answer(pages.refused("Đã xong."))

    def _order(self, query: str) -> dict[str, str] | None:
        """What a signed link asks for; None unless the house made it not long ago."""
        signed, _mark, signature = query.rpartition("&ChuKy=")
        given = parse_qs(f"ChuKy={signature}").get("ChuKy", [""])[0]
        if not signing.is_good(signed.encode(), given, self.key, self.clock.now(), window=LINK):
            return None
        return {name: found[0] for name, found in parse_qs(signed).items()}

    def _transfer(self, form: Mapping[str, str]) -> Answer:
        """Any transfer, as by a bank's application: a VietQR text, or a purpose and an amount."""
        reference, amount = form.get("reference", "").strip(), form.get("amount", "").replace(".", "").strip()
        if qr := form.get("qr", "").strip():
            reference, amount = _read_qr(qr)
        if not 0 < len(reference) <= 100 or not (amount.isascii() and amount.isdigit() and 0 < int(amount) < MOST_VND):
            return Answer(pages.bank("Hãy nhập mã VietQR, hoặc nội dung và số tiền."), 400)
        moved = self._take(f"bank:{secrets.token_hex(16)}", reference, int(amount))
        return Answer(pages.bank(f"Đã chuyển {pages.dong(moved.amount)}, mã giao dịch {moved.number}."))

    def _take(self, key: str, reference: str, amount: int) -> Moved:
        moved, is_new = self.store.move(key=key, reference=reference, amount=amount, at=words(self.clock.now()))
        if is_new:
            self.caller.tell_soon(moved)
        return moved

    def _set_faults(self, form: Mapping[str, str]) -> Answer:
        copies, late = form.get("copies", "1"), form.get("late", "0")
        if not (copies.isdecimal() and late.isdecimal()):
            return Answer(pages.refused("Số không hợp lệ."), 400)
        faults = Faults(min(int(copies), 20), min(int(late), 3_600), "lost" in form, "forged" in form)
        self.store.set_faults(faults)
        return Answer(b"", 303, (("Location", "/"),))


def _read_qr(text: str) -> tuple[str, str]:
    """(purpose, amount) of a VietQR text, read leniently as a bank's application would not; empty if unreadable."""
    fields = _fields(text)
    return _fields(fields.get("62", "")).get("08", ""), fields.get("54", "")


def _fields(text: str) -> dict[str, str]:
    found, at = {}, 0
    while text[at + 2 : at + 4].isdecimal():
        end = at + 4 + int(text[at + 2 : at + 4])
        found[text[at : at + 2]] = text[at + 4 : end]
        at = end
    return found


def _is_web(address: str) -> bool:
    return urlsplit(address).scheme in {"http", "https"}


def _not_found() -> Answer:
    return Answer(pages.refused("Không có trang này."), 404)


def _body(environ: Mapping[str, Any]) -> bytes | None:
    """What was sent, if it is not too long."""
    try:
        size = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None
    return bytes(environ["wsgi.input"].read(size)) if 0 <= size <= MOST_BYTES else None
