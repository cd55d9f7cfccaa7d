"""What the portal refuses: unknown or missing fields, texts that are too long, dates and codes that are none. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from haidang.portal_simulator import tables

Record = Mapping[str, Any]


def dossier_problems(record: Any) -> list[str]:
    """What is wrong with a dossier object, in words; empty if it can be taken."""
    if not isinstance(record, dict):
        return ["Hồ sơ phải là một đối tượng"]
    known = {*tables.DOSSIER_TEXTS, *tables.DOSSIER_DATES, *tables.DOSSIER_CODES, *tables.PARTS}
    found = [f"Không có trường {name}" for name in record if name not in known]
    found += _texts(record, tables.DOSSIER_TEXTS)
    found += _dates(record, tables.DOSSIER_DATES)
    for name, codes in tables.DOSSIER_CODES.items():
        if name in record and record[name] not in codes:
            found.append(f"{name}: mã {record[name]!r} không có trong danh mục")
    found += [f"Thiếu {name}" for name in tables.REQUIRED if not record.get(name)]
    for name, texts in tables.PARTS.items():
        found += _parts(name, record.get(name, []), texts)
    return found + list(_codes(record)) + list(_dates_of_state(record))


def progress_problems(record: Any) -> list[str]:
    """The same for a progress record."""
    if not isinstance(record, dict):
        return ["Tiến trình phải là một đối tượng"]
    known = {*tables.PROGRESS_TEXTS, *tables.PROGRESS_DATES}
    found = [f"Không có trường {name}" for name in record if name not in known]
    found += _texts(record, tables.PROGRESS_TEXTS)
    found += _dates(record, tables.PROGRESS_DATES)
    found += [f"Thiếu {name}" for name in ("MaHoSo", "ThoiDiemXuLy", "TrangThai") if not record.get(name)]
    if record.get("TrangThai") not in tables.STATES:
        found.append(f"TrangThai: mã {record.get('TrangThai')!r} không có trong danh mục")
    return found


def step_problem(before: str, after: str, *, wide: bool) -> str:
    """Why a dossier cannot go from one state to the other; empty if it can."""
    allowed = {before} | tables.STEPS.get(before, set()) | (tables.WIDER.get(before, set()) if wide else set())
    if after in allowed:
        return ""
    return f"Không thể chuyển trạng thái từ {before} sang {after}"


def _texts(record: Record, limits: Mapping[str, int]) -> list[str]:
    found = []
    for name, most in limits.items():
        value = record.get(name, "")
        if not isinstance(value, str):
            found.append(f"{name} phải là chuỗi")
        elif len(value) > most:
            found.append(f"{name} dài {len(value)} ký tự, tối đa {most}")
    return found


def _dates(record: Record, names: tuple[str, ...]) -> list[str]:
    return [f"{name}: {record.get(name)!r} không phải yyyyMMddHHmmss" for name in names if not _is_date(record, name)]


def _is_date(record: Record, name: str) -> bool:
    value = record.get(name, "")
    if value == "":
        return True
    if not isinstance(value, str) or len(value) != 14 or not (value.isascii() and value.isdigit()):
        return False
    try:
        datetime.strptime(value, "%Y%m%d%H%M%S")  # noqa: DTZ007 the protocol's dates have no zone
    except ValueError:
        return False
    return True


def _parts(name: str, items: Any, texts: Mapping[str, int]) -> list[str]:
    if not isinstance(items, list):
        return [f"{name} phải là danh sách"]
    found = []
    dates = tuple(key[1:] for key in texts if key.startswith("?"))
    limits = {key: most for key, most in texts.items() if not key.startswith("?")}
    known = {*limits, *dates, *tables.NESTED.get(name, ())}
    for item in items:
        if not isinstance(item, dict):
            found.append(f"{name}: mỗi phần tử phải là một đối tượng")
            continue
        found += [f"{name}: không có trường {key}" for key in item if key not in known]
        found += [f"{name}.{problem}" for problem in [*_texts(item, limits), *_dates(item, dates)]]
    return found


def _codes(record: Record) -> Iterator[str]:
    if not tables.DOSSIER_CODE.fullmatch(str(record.get("MaHoSo", ""))):
        yield "MaHoSo không đúng cấu trúc"
    if not tables.PROCEDURE_CODE.fullmatch(str(record.get("MaTTHC", ""))):
        yield "MaTTHC không đúng cấu trúc"
    for item in record.get("DinhDanhCHS", []):
        digits = {"1": 12, "2": 9}.get(item.get("LoaiDinhDanh", "")) if isinstance(item, dict) else None
        if digits is None or len(item.get("SoDinhDanh", "")) != digits:
            yield "DinhDanhCHS: số không đúng với loại định danh"


def _dates_of_state(record: Record) -> Iterator[str]:
    for name in tables.DATES_OF_STATE.get(str(record.get("TrangThaiHoSo")), ()):
        if not record.get(name):
            yield f"Trạng thái {record['TrangThaiHoSo']} phải có {name}"
