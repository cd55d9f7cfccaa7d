"""Hiding personal data in what is kept of calls: excerpts for operators, who have no business in people's dossiers."""

import json
import re
from collections.abc import Mapping
from typing import Any

LIMIT = 1_000
HIDDEN = "•••"
# Fields that name a person or say how to reach him, in either generation, and secrets.
_PERSONAL = frozenset(
    {
        "ChuHoSo", "SoGiayToChuHoSo", "MaDoiTuong", "Email", "Fax", "SoDienThoai", "SoDinhDanh", "NguoiXuLy",
        "NguoiYeuCauBoSung", "NguoiTiepNhanBoSung", "ThongTinKhac", "ThongTinTra", "NoiDungXuLy", "NoiDungBoSung",
        "NoiDung", "TenNguoiNop", "TenChuHs", "SoDinhDanhChuHs", "DiaChiChiTiet", "NgaySinh", "TenTepDinhKem",
        "TenGiayTo", "ThongTinChiTiet", "session", "password", "access_token", "client_secret",
    }
)  # fmt: skip
_DIGITS = re.compile(r"(?<![\d.-])\d{7,}(?![\d.-])")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


def masked(value: Any) -> str:
    """A request or reply as text without personal data, cut to LIMIT characters."""
    return json.dumps(_masked(value), ensure_ascii=False)[:LIMIT]


def masked_text(text: str) -> str:
    """Words of a partner without long numbers and addresses; codes of dossiers stay."""
    return _MAIL.sub(HIDDEN, _DIGITS.sub(HIDDEN, text))[:LIMIT]


def _masked(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: HIDDEN if name in _PERSONAL and item else _masked(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(item) for item in value]
    return value
