"""A hundred calls about one payment at once, at a real site of several processes: the ledger changes once."""

import json
import threading
from datetime import UTC, datetime, timedelta, timezone
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from installation import kill

from haidang.payments import signing
from world import FEE_VND

CALLS, THREADS = 100, 25


def call(address, body, key):
    """Sends one call as the gateway does; the status."""
    signature = signing.sign(body, key=key, at=datetime.now(UTC))
    try:
        with urlopen(Request(address, body, {signing.HEADER: signature}), timeout=60) as answer:
            return answer.status
    except HTTPError as error:
        return error.code


def test_a_hundred_calls_at_once_change_the_ledger_once(house, monkeypatch):
    monkeypatch.setenv("HAIDANG_PAYMENT_GATEWAY_URL", "http://127.0.0.1:9")
    (owed,) = house.drive("owe")
    process, site = house.serve()
    key = (house.home / "keys" / "payment-gateway").read_bytes()
    at = datetime.now(timezone(timedelta(hours=7))).strftime("%Y%m%d%H%M%S")
    fields = {"MaThamChieu": owed["reference"], "MaGiaoDich": "GD-1", "SoTien": FEE_VND}
    body = json.dumps({**fields, "ThoiGianGD": at, "TrangThai": "00"}).encode()
    address, statuses, ready = f"{site}/thanh-toan/bao/cong-thanh-toan/", [], threading.Barrier(THREADS)

    def send():
        ready.wait()
        statuses.extend(call(address, body, key) for _call in range(CALLS // THREADS))

    threads = [threading.Thread(target=send) for _thread in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kill(process)
    assert statuses == [200] * CALLS
    (books,) = house.drive("books", owed["code"])
    assert books == {
        "kinds": ["requested", "paid"],
        "clearing": FEE_VND,
        "total": 0,
        "transfers": 1,
        "verdicts": {"taken": 1, "duplicate": CALLS - 1},
        "receipts": 1,
        "state": 4,
    }
    exit_code, audit = house.audit()
    assert (exit_code, audit["faults"]) == (0, [])
