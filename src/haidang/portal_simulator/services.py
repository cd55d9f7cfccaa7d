"""The services of generation A, each a function of the request's body: what is checked, what changes, what is answered.

`inbox` services (dossiers filed on the portal) are in no source: their names are ours and a setting of the client.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from haidang.portal_simulator import checks, tables
from haidang.portal_simulator.store import Store

Body = Mapping[str, Any]
Reply = dict[str, Any]
INBOX_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Portal:
    """The portal that the services belong to: its memory, the unit it serves, which steps between states it allows."""

    store: Store
    unit: str = "H06"
    wide_steps: bool = False


def good(result: Any = None, *, code: Any = "0", message: str = "Thành công") -> Reply:
    """A reply that says yes."""
    return {"error_code": code, "message": message, "result": [] if result is None else result}


def bad(code: str, message: str, result: Any = None) -> Reply:
    """A reply that says no."""
    return {"error_code": code, "message": message, "result": [] if result is None else result}


def serve(portal: Portal, body: Body) -> Reply:
    """Answers a request of one who has a session; all of it in one transaction."""
    service = body.get("service")
    handler = SERVICES.get(service) if isinstance(service, str) else None
    if handler is None:
        return bad("-9", f"Không có dịch vụ {service!r}")
    if body.get("madonvi") != portal.unit:
        return bad("-8", "Mã đơn vị không khớp với tài khoản")
    with portal.store.transaction():
        portal.store.count_call(str(service))
        return handler(portal, body)


def _look_up(portal: Portal, body: Body) -> Reply:
    found = portal.store.dossier(str(body.get("mahoso", "")))
    return good([found] if found else [])


def _sync_dossier(portal: Portal, body: Body) -> Reply:
    updating, data = body.get("isUpdating"), body.get("data")
    if updating not in ("True", "False"):
        return bad("-5", 'isUpdating phải là chuỗi "True" hoặc "False"')
    if not isinstance(data, list) or not data:
        return bad("-5", "data phải là danh sách hồ sơ")
    for record in data:
        problems = checks.dossier_problems(record)
        if problems:
            return bad("-5", "; ".join(problems[:5]), _named(record))
        refusal = _save(portal, record, is_update=updating == "True")
        if refusal:
            return refusal
    return good(_named(data[0]), code="00")


def _save(portal: Portal, record: Body, *, is_update: bool) -> Reply | None:
    known = portal.store.dossier(record["MaHoSo"])
    if known and not is_update:
        return bad("3", f"Hồ sơ {record['MaHoSo']} đã tồn tại", _named(record))
    if not known and is_update:
        return bad("-4", f"Hồ sơ {record['MaHoSo']} không tồn tại", _named(record))
    if known:
        before, after = known["TrangThaiHoSo"], record["TrangThaiHoSo"]
        if problem := checks.step_problem(before, after, wide=portal.wide_steps):
            return bad("-6", problem, _named(record))
        if known["MaTTHC"] != record["MaTTHC"]:
            return bad("-6", "Không được đổi thủ tục của hồ sơ", _named(record))
    portal.store.save_dossier(record)
    return None


def _progress(portal: Portal, body: Body) -> Reply:
    data = body.get("data")
    if not isinstance(data, list) or not data:
        return bad("-5", "data phải là danh sách tiến trình")
    for record in data:
        problems = checks.progress_problems(record)
        if problems:
            return bad("-5", "; ".join(problems[:5]), _named(record))
        known = portal.store.dossier(record["MaHoSo"])
        if known is None:
            return bad("-4", f"Hồ sơ {record['MaHoSo']} không tồn tại", _named(record))
        # A line that is known is the same line, whatever has happened since.
        if portal.store.has_progress(record):
            continue
        if problem := checks.step_problem(known["TrangThaiHoSo"], record["TrangThai"], wide=portal.wide_steps):
            return bad("-6", problem, _named(record))
        portal.store.add_progress(record)
    return good(_named(data[0]), code=0)


def _named(record: Any) -> list[Reply]:
    """The dossier that a reply is about."""
    return [{"MaHoSo": record.get("MaHoSo", "")}] if isinstance(record, dict) else []


def _procedure(portal: Portal, body: Body) -> Reply:
    found = portal.store.entry("procedure", str(body.get("maTTHC", "")))
    return good([found]) if found else bad("-4", "Không có thủ tục này")


def _procedures(portal: Portal, _body: Body) -> Reply:
    rows = portal.store.entries("procedure")
    return good([{"MATTHC": row["MATTHC"], "TENTTHC": row["TENTTHC"]} for row in rows])


def _shared_list(name: str) -> Callable[[Portal, Body], Reply]:
    return lambda _portal, _body: good([{"MA": code, "TEN": words} for code, words in tables.SHARED_LISTS[name]])


def _keep(kind: str, key: str) -> Callable[[Portal, Body], Reply]:
    def handler(portal: Portal, body: Body) -> Reply:
        data = body.get("data")
        if not isinstance(data, list) or not all(isinstance(item, dict) and item.get(key) for item in data):
            return bad("-5", f"data phải là danh sách có {key}")
        for item in data:
            portal.store.keep(kind, str(item[key]), item)
        return good()

    return handler


def _entries(kind: str) -> Callable[[Portal, Body], Reply]:
    return lambda portal, _body: good(portal.store.entries(kind))


def _answer_of(portal: Portal, body: Body) -> Reply:
    found = portal.store.entry("answer", str(body.get("macauhoi", "")))
    return good([found] if found else [])


def _inbox(portal: Portal, _body: Body) -> Reply:
    return good(portal.store.inbox(limit=INBOX_AT_ONCE))


def _acknowledge(portal: Portal, body: Body) -> Reply:
    code = str(body.get("mahoso", ""))
    if not portal.store.acknowledge(code):
        return bad("-4", f"Hồ sơ {code} không tồn tại")
    return good([{"MaHoSo": code}])


SERVICES: dict[str, Callable[[Portal, Body], Reply]] = {
    "TraCuuHoSo": _look_up,
    "DongBoHoSoMC": _sync_dossier,
    "CapNhatTienDoHoSoMC": _progress,
    "LayThuTuc": _procedure,
    "LayDanhSachTTHC": _procedures,
    "DongBoDanhGia": _keep("rating", "MaHoSo"),
    "DongBoHoiDap": _keep("question", "MaCauHoi"),
    "DongBoKetQuaHoiDapGuiTuDVCQG": _keep("answer", "MaCauHoi"),
    "LayDanhSachHoiDapGuiTuDVCQG": _entries("question_from_portal"),
    "LayDanhSachHoiDapBoCoQuan": _entries("question"),
    "LayNoiDungTraLoiTheoCauHoi": _answer_of,
    "LayHoSoNopTuDVCQG": _inbox,
    "XacNhanHoSoNopTuDVCQG": _acknowledge,
    **{name: _shared_list(name) for name in tables.SHARED_LISTS},
}
