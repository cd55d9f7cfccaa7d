"""What the gateway answers to signed questions of the house: money under a reference, refunds, a day's statement."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from haidang.gateway_simulator.clock import Clock, words
from haidang.gateway_simulator.store import Moved, Overdrawn, Store

Fields = Mapping[str, Any]
COLUMNS = ("MaGiaoDich", "MaThamChieu", "SoTien", "ThoiGianGD")


class Declined(ValueError):
    """A question that is not answered; says why."""


def query(store: Store, _clock: Clock, fields: Fields) -> bytes:
    """`MaThamChieu` → all money that came in under it."""
    found = [_plain(moved) for moved in store.came_in(_text(fields, "MaThamChieu"))]
    return _json(MaLoi="00", DanhSach=found)


def refund(store: Store, clock: Clock, fields: Fields) -> bytes:
    """`MaYeuCau`, `MaGiaoDich`, `SoTien` → the number of the money that went back; once for each MaYeuCau."""
    of, amount = store.by_number(_text(fields, "MaGiaoDich")), fields.get("SoTien")
    if of is None or of.of:
        raise Declined("MaGiaoDich")
    if not isinstance(amount, int) or amount <= 0:
        raise Declined("SoTien")
    key, at = f"refund:{_text(fields, 'MaYeuCau')}", words(clock.now())
    try:
        moved, _is_new = store.move(key=key, reference=of.reference, amount=-amount, at=at, of=of.number)
    except Overdrawn as error:
        raise Declined("SoTien") from error
    return _json(MaLoi="00", MaGiaoDich=moved.number)


def statement(store: Store, _clock: Clock, fields: Fields) -> bytes:
    """`Ngay` as yyyyMMdd → CSV of all that moved that day."""
    out = io.StringIO()
    rows = csv.DictWriter(out, COLUMNS)
    rows.writeheader()
    rows.writerows(_plain(moved) for moved in store.on_day(_text(fields, "Ngay")))
    return out.getvalue().encode()


SERVICES: dict[str, Callable[[Store, Clock, Fields], bytes]] = {
    "/tra-cuu": query,
    "/hoan-tra": refund,
    "/sao-ke": statement,
}


def declined(reason: str) -> bytes:
    """The answer to a question that is not answered."""
    return _json(MaLoi="99", MoTa=reason)


def _plain(moved: Moved) -> dict[str, Any]:
    return dict(zip(COLUMNS, (moved.number, moved.reference, moved.amount, moved.at), strict=True))


def _text(fields: Fields, name: str) -> str:
    found = fields.get(name)
    if not isinstance(found, str) or not found:
        raise Declined(name)
    return found


def _json(**fields: Any) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()
