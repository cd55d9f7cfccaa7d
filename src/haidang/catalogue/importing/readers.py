"""Opens a file, tells from its content what it is, and yields its records as text, one by one.

Every refusal is a `FileUnusable` whose message says in Vietnamese what to do.
"""

import gzip
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext_lazy as _
from openpyxl.utils.exceptions import InvalidFileException

from haidang.platform.errors import Refused
from haidang.platform.text import fold

_LIMIT_BYTES = 1024**3
_HEADER_ROWS = 40
_COLUMNS = {
    "ma so": "code",
    "ma thu tuc": "code",
    "ma tthc": "code",
    "ma so tthc": "code",
    "ten": "name",
    "ten thu tuc": "name",
    "ten thu tuc hanh chinh": "name",
    "ten tthc": "name",
    "co quan ban hanh": "promulgator",
    "co quan cong bo": "promulgator",
    "co quan thuc hien": "executing",
    "linh vuc": "field",
}


class FileUnusable(Refused):
    """A file from which nothing can be imported."""

    code = "file-unusable"


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as received: line (or row) number in the file, and its text; `broken` says why it has none."""

    number: int
    text: str
    broken: str = ""


def open_records(path: Path) -> list[RawRecord]:
    """The records of a file: JSON lines (plain or gzip), one raw portal record, or an official Excel export."""
    content = _content(path)
    if content[:4] == b"PK\x03\x04":
        return list(_sheet_records(content, name=path.name))
    if content[:5] == b"%PDF-":
        raise FileUnusable(
            _(
                "“%(name)s” là tệp PDF. "
                "Hãy nhập tệp JSON, JSON Lines hoặc bản xuất Excel của Cổng dịch vụ công quốc gia."
            )
            % {"name": path.name}
        )
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise FileUnusable(
            _("“%(name)s” là tệp Excel kiểu cũ (.xls). Hãy mở và lưu lại dưới dạng .xlsx rồi nhập.")
            % {"name": path.name}
        )
    return _text_records(content, name=path.name)


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise FileUnusable(_("Không tìm thấy tệp “%(name)s”. Hãy kiểm tra lại đường dẫn.") % {"name": path}) from error
    except IsADirectoryError as error:
        raise FileUnusable(_("“%(name)s” là thư mục. Hãy chỉ đúng một tệp.") % {"name": path}) from error
    except (OSError, ValueError) as error:
        raise FileUnusable(
            _("Không đọc được tệp “%(name)s”: %(error)s.") % {"name": path, "error": _why(error)}
        ) from error
    if content[:2] == b"\x1f\x8b":
        content = _decompressed(content, name=path.name)
    if not content.strip():
        raise FileUnusable(_("Tệp “%(name)s” không có nội dung.") % {"name": path.name})
    return content


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _decompressed(content: bytes, *, name: str) -> bytes:
    try:
        with gzip.open(BytesIO(content)) as handle:
            plain = handle.read(_LIMIT_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FileUnusable(
            _("Tệp nén “%(name)s” bị hỏng hoặc chưa tải hết. Hãy tải lại tệp.") % {"name": name}
        ) from error
    if len(plain) > _LIMIT_BYTES:
        raise FileUnusable(_("Tệp “%(name)s” giải nén ra quá 1 GB. Hãy chia nhỏ tệp.") % {"name": name})
    return plain


def _text_records(content: bytes, *, name: str) -> list[RawRecord]:
    whole = _whole_record(content)
    if whole is not None:
        return [RawRecord(1, whole)]
    found = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            text = line.removesuffix(b"\r").decode()
        except UnicodeDecodeError as error:
            found.append(RawRecord(number, "", broken=str(error)))
            continue
        found.append(RawRecord(number, text))
    _refuse_if_foreign(found, name=name)
    return found


def _whole_record(content: bytes) -> str | None:
    """The file's text if all of it is one JSON object over several lines, as a raw portal record is saved."""
    if content.count(b"\n") == 0 or not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    try:
        text = content.decode()
        record = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return text.removeprefix("\ufeff") if isinstance(record, dict) else None


def _refuse_if_foreign(found: list[RawRecord], *, name: str) -> None:
    """Refuses a file in which no line looks like a procedure: it is another file, not one with broken lines."""
    if any(record.text.lstrip()[:1] == "{" and '"code"' in record.text for record in found):
        return
    raise FileUnusable(
        _(
            "“%(name)s” không phải là tệp thủ tục hành chính: không có dòng nào là bản ghi JSON có mã thủ tục. "
            "Hãy dùng tệp JSON Lines, bản ghi JSON hoặc bản xuất Excel của Cổng dịch vụ công quốc gia."
        )
        % {"name": name}
    )


def _sheet_records(content: bytes, *, name: str) -> Iterator[RawRecord]:
    try:
        with closing(openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)) as book:
            sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError) as error:
        raise FileUnusable(
            _("“%(name)s” không phải là tệp Excel đọc được. Hãy mở bằng Excel và lưu lại dạng .xlsx.") % {"name": name}
        ) from error
    tables = [(rows, header) for rows in sheets if (header := _header(rows)) is not None]
    if not tables:
        raise FileUnusable(
            _("Không thấy dòng tiêu đề “Mã số”, “Tên” trong “%(name)s”. Hãy dùng nguyên bản xuất Excel của Cổng.")
            % {"name": name}
        )
    offset = 0
    for rows, (index, columns) in tables:
        yield from _table_records(rows[index + 1 :], columns, first=offset + index + 2)
        offset += len(rows)


def _header(rows: list[tuple[Any, ...]]) -> tuple[int, dict[int, str]] | None:
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        columns: dict[int, str] = {}
        for position, cell in enumerate(row):
            key = _COLUMNS.get(fold(str(cell))) if cell is not None else None
            if key and key not in columns.values():
                columns[position] = key
        if {"code", "name"} <= set(columns.values()):
            return index, columns
    return None


def _table_records(rows: list[tuple[Any, ...]], columns: dict[int, str], *, first: int) -> Iterator[RawRecord]:
    for number, row in enumerate(rows, start=first):
        cells = [_cell(cell) for cell in row]
        if any(cells):
            named = {key: cells[position] for position, key in columns.items() if position < len(cells)}
            # The cells as they stand in the row are the original of a sheet; the names are read out of them.
            yield RawRecord(number, json.dumps({"cells": cells, **named}, ensure_ascii=False))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        # A code that Excel took for a number has lost its trailing zeros: d.dddddd has six decimals.
        return f"{value:.6f}" if 0 < value < 10 and value != int(value) else str(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
