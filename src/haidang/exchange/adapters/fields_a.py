"""A message as the objects of generation A: exact names, strings throughout, empty for what is not known (DOMAIN §1.2).

A field for which no source gives a code stays empty; nothing is made up, no state is put in the place of another.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from haidang.exchange.connector import Connector
from haidang.exchange.messages import Message
from haidang.platform import clock

Object = dict[str, Any]
Row = Mapping[str, Any]
_CITIZEN_DIGITS = {12: "1", 9: "2"}


def moment(value: datetime | date | None) -> str:
    """YyyyMMddHHmmss in Asia/Ho_Chi_Minh; empty for none."""
    if value is None:
        return ""
    return f"{clock.local(value) if isinstance(value, datetime) else value:%Y%m%d%H%M%S}"


def dossier_object(message: Message, to: Connector) -> Object:
    """The dossier (`DongBoHoSoMC`)."""
    facts = message.facts
    inputs = [row for row in facts.documents if row["kind"] == "input"]
    is_scanned = facts.channel != "online"
    found: Object = {
        "MaHoSo": facts.code,
        "MaTTHC": facts.procedure_code,
        "TenTTHC": message.procedure_name,
        "MaLinhVuc": message.field[0],
        "TenLinhVuc": message.field[1],
        "KenhThucHien": to.code("channel", facts.channel),
        **_owner(message, to),
        "ThongTinKhac": "",
        "TrichYeuHoSo": message.procedure_name,
        "NgayTiepNhan": moment(facts.received_at),
        "NgayHenTra": moment(facts.due_at),
        "TrangThaiHoSo": to.code("state", int(facts.state)),
        "NgayTra": moment(facts.returned_at),
        "ThongTinTra": "",
        "HinhThuc": to.code("handover", facts.handover) if facts.handover else "",
        "NgayKetThucXuLy": moment(facts.ended_at),
        "DonViXuLy": message.agency_name,
        "GhiChu": "",
        "TaiLieuNop": [_input(row, message, is_scanned=is_scanned) for row in inputs if row["requirement_key"]],
        "DanhSachLePhi": [
            _fee(line, _moment_of_fee(request, message), to)
            for request in facts.fee_requests
            for line in request["lines"]
        ],
        "DanhSachTepDinhKemKhac": [_other(row) for row in inputs if not row["requirement_key"]],
        "DanhSachHoSoBoSung": [_supplement(row, message) for row in facts.supplements],
        "DanhSachGiayToKetQua": [_result(row, message) for row in facts.documents if row["kind"] == "result"],
        "NoiNopHoSo": to.code("filed_at", "national" if message.is_from_portal else "province"),
        "HoSoCoThanhPhanSoHoa": "1" if is_scanned and inputs else "0",
        "TaiKhoanDuocXacThucVoiVNeID": "0",
        "DuocThanhToanTrucTuyen": "0",
        "NgayTuChoi": moment(facts.rejected_at),
        "NgayNopHoSo": moment(facts.submitted_at),
        "DSKetNoiCSDL": [],
    }
    return _limited(found, to)


def progress_object(message: Message, to: Connector) -> Object:
    """The message's line as a progress record (`CapNhatTienDoHoSoMC`)."""
    line, facts = message.facts.line, message.facts
    found: Object = {
        "MaHoSo": facts.code,
        "NguoiXuLy": line.actor,
        "ChucDanh": "",
        "ThoiDiemXuLy": moment(line.at),
        "PhongBanXuLy": message.agency_name,
        "NoiDungXuLy": ": ".join(text for text in (line.title, line.detail) if text),
        "TrangThai": to.code("state", int(line.state)),
        "NgayBatDau": moment(line.at),
        "NgayKetThucTheoQuyDinh": moment(facts.due_at),
    }
    return _limited(found, to)


def rating_object(message: Message) -> Object:
    """The citizen's rating (`DongBoDanhGia`); the sources name the service, not its fields, so these are ours."""
    rating = message.facts.rating or {}
    score, comment = str(rating.get("score", "")), rating.get("comment", "")
    return {"MaHoSo": message.code, "MucDo": score, "NoiDung": comment, "ThoiDiem": moment(rating.get("at"))}


def _owner(message: Message, to: Connector) -> Object:
    owner = message.facts.owner
    kind = _CITIZEN_DIGITS.get(len(owner.id_number)) if owner.kind == "citizen" else None
    return {
        "ChuHoSo": owner.name,
        "SoGiayToChuHoSo": owner.id_number,
        "LoaiDoiTuong": to.code("owner_kind", owner.kind),
        # The portal's own number of the account (TechID), known only to one who signed in through the portal.
        "MaDoiTuong": "",
        "Email": owner.email,
        "Fax": "",
        "SoDienThoai": owner.phone,
        "DinhDanhCHS": [{"LoaiDinhDanh": kind, "SoDinhDanh": owner.id_number}] if kind else [],
    }


def _input(row: Row, message: Message, *, is_scanned: bool) -> Object:
    return {
        "TepDinhKemId": str(row["id"]),
        "TenTepDinhKem": row["name"],
        "IsDeleted": "False",
        "MaThanhPhanHoSo": message.components.get(row["requirement_key"], ""),
        "DuongDanTaiTepTin": "",
        "DuocSoHoa": "1" if is_scanned else "0",
        "DuocTaiSuDung": "0",
        "DuocLayTuKhoDMQG": "0",
        "MaKetQuaThayThe": "",
    }


def _other(row: Row) -> Object:
    return {"TenGiayTo": row["title"], "SoLuong": "1", "LoaiGiayTo": ""}


def _moment_of_fee(request: Row, message: Message) -> str:
    """At which point of the way a fee was asked for: with the filing, with the result, or in between."""
    asked, facts = request["requested_at"], message.facts
    if facts.received_at is None or asked <= facts.received_at:
        return "intake"
    return "result" if facts.ended_at and asked >= facts.ended_at else "processing"


def _fee(line: Row, asked: str, to: Connector) -> Object:
    return {
        "TenPhiLePhi": line["name"],
        "MaPhiLePhi": line["key"],
        "HinhThucThu": to.code("fee_moment", asked),
        "Gia": str(line["total_vnd"]),
        "LoaiPhiLePhi": to.code("fee_kind", line.get("kind", "")),
    }


def _supplement(row: Row, message: Message) -> Object:
    """A request for what is missing, with the due date before it and the one after it was answered."""
    asked, answered = row["requested_at"], row["answered_at"]
    dates = message.facts.due_dates
    before = next((each["due_at"] for each in reversed(dates) if each["due_at"] and each["until"] == asked), None)
    after = next((each["due_at"] for each in dates if answered and each["due_at"] and each["since"] >= answered), None)
    items = "; ".join(f"{item['title']}: {item['reason']}" for item in row["items"])
    return {
        "HoSoBoSungId": f"{message.code}-{row['number']}",
        "NguoiYeuCauBoSung": "",
        "NoiDungBoSung": "\n".join(text for text in (row["reason"], items) if text),
        "NgayBoSung": moment(asked),
        "NguoiTiepNhanBoSung": "",
        "ThongTinTiepNhan": "",
        "NgayTiepNhanBoSung": moment(answered),
        # The codes of this field are in no source.
        "TrangThaiBoSung": "",
        "DanhSachGiayToBoSung": [],
        "DanhSachLePhiBoSung": [],
        "NgayHenTraTruoc": moment(before),
        "NgayHenTraMoi": moment(after),
    }


def _result(row: Row, message: Message) -> Object:
    return {
        "TenGiayTo": row["title"],
        "MaThanhPhanHoSo": "",
        "GiayToId": str(row["id"]),
        "DuongDanTepTinKetQua": "",
        # Where a procedure has several results, nobody has said which this one is.
        "MaGiayToKetQua": message.results[0] if len(message.results) == 1 else "",
    }


def _limited(found: Object, to: Connector) -> Object:
    """Every text cut to its limit, also in the parts of lists."""
    return {name: _cut(name, value, to) for name, value in found.items()}


def _cut(name: str, value: Any, to: Connector) -> Any:
    if isinstance(value, str):
        return to.limited(name, value)
    if isinstance(value, list):
        return [_limited(item, to) if isinstance(item, dict) else item for item in value]
    return value
