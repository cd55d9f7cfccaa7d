"""Tells the house that money has come in: signed, tried again until it answers, with the faults that are set."""

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from haidang.gateway_simulator import signing
from haidang.gateway_simulator.clock import Clock
from haidang.gateway_simulator.store import Moved, Store

TRIES = 5
_SECONDS = 10


def _post(url: str, body: bytes, headers: dict[str, str]) -> str:
    """Sends a call; the status that came back, or what went wrong."""
    request = urllib.request.Request(url, body, headers)  # noqa: S310 an address given at the start
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            return str(answer.status)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except OSError as error:
        return type(error).__name__


@dataclass(slots=True)
class Caller:
    """Sends calls to `url`; `post` and `sleep` are the ways out of the process."""

    store: Store
    clock: Clock
    key: bytes
    url: str
    post: Callable[[str, bytes, dict[str, str]], str] = _post
    sleep: Callable[[float], None] = time.sleep

    def tell_soon(self, moved: Moved) -> None:
        """Tells in a thread of its own, so that the payer does not wait."""
        threading.Thread(target=self.tell, args=(moved,), daemon=True).start()

    def tell(self, moved: Moved) -> None:
        """Sends the calls about a payment."""
        faults = self.store.faults
        if faults.is_lost or not self.url:
            self.store.note_call(moved.number, "lost", "")
            return
        if faults.late_seconds:
            self.sleep(faults.late_seconds)
        if faults.is_forged:
            self._send(moved, "forged", amount=moved.amount * 10, key=b"not the key")
        for copy in range(max(faults.copies, 1)):
            self._until_heard(moved, "call" if copy == 0 else "copy")

    def _until_heard(self, moved: Moved, what: str) -> None:
        for attempt in range(TRIES):
            if self._send(moved, what, amount=moved.amount, key=self.key) == "200":
                return
            self.sleep(2**attempt)

    def _send(self, moved: Moved, what: str, *, amount: int, key: bytes) -> str:
        fields = {"MaThamChieu": moved.reference, "MaGiaoDich": moved.number, "SoTien": amount}
        body = json.dumps({**fields, "ThoiGianGD": moved.at, "TrangThai": "00"}, ensure_ascii=False).encode()
        headers = {signing.HEADER: signing.sign(body, key, self.clock.now()), "Content-Type": "application/json"}
        answer = self.post(self.url, body, headers)
        self.store.note_call(moved.number, what, answer)
        return answer
