"""The columns of the plan as a worksheet, and reading them: rows as people wrote them, by column."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from haidang.platform.text import fold, is_storable, tidy
from haidang.steering.errors import Invalid

COLUMNS: dict[str, str] = {
    "number": "Số nhiệm vụ",
    "group": "Nhóm tiện ích",
    "title": "Nội dung nhiệm vụ",
    "lead": "Cơ quan chủ trì",
    "cooperating": "Cơ quan phối hợp",
    "due": "Thời hạn",
    "product": "Sản phẩm",
    "done_on": "Ngày hoàn thành",
    "evidence": "Minh chứng",
}
"""The headings of the worksheet, in Vietnamese whoever reads: it is a paper of the state."""
NEEDED = ("number", "group", "title", "lead", "due")
MOST_ROWS = 2_000
MOST_BYTES = 5 * 1024 * 1024
_HEADING_WITHIN = 20
_CELL_LIMIT = 4_000
_VIETNAMESE_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}", re.ASCII)
_READING_ERRORS = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, EOFError)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the worksheet that is not empty: its number as the spreadsheet shows it, and its cells by column."""

    line: int
    cells: dict[str, Any]

    def text(self, column: str) -> str:
        """The cell as tidied text; a whole number without decimals."""
        value = self.cells.get(column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return tidy(str(value)) if value is not None else ""

    def day(self, column: str) -> date | None:
        """The cell as a day: a date of the spreadsheet, or 31/12/2024, or 2024-12-31. None when it is empty.

        Raises ValueError for anything else.
        """
        value = self.cells.get(column)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = self.text(column)
        if not text:
            return None
        if _VIETNAMESE_DAY.fullmatch(text):
            day, month, year = (int(part) for part in text.split("/"))
            return date(year, month, day)
        return date.fromisoformat(text)


def read(content: bytes) -> list[SheetRow]:
    """The rows of the first worksheet below its headings. Raises Invalid, in words, for a file that has none."""
    if len(content) > MOST_BYTES:
        raise Invalid(_("Tệp quá lớn: tối đa %(limit)s MB.") % {"limit": MOST_BYTES // 1024**2}, field="file")
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        rows = [tuple(row) for row in _limited(book.worksheets[0].iter_rows(values_only=True))]
        book.close()
    except (*_READING_ERRORS, IndexError) as error:
        raise Invalid(_("Không đọc được tệp Excel này. Hãy lưu lại ở dạng .xlsx."), field="file") from error
    heading, places = _headings(rows)
    found = []
    for line, row in enumerate(rows[heading + 1 :], start=heading + 2):
        cells = {name: _cell(row, place) for name, place in places.items()}
        if any(value not in (None, "") for value in cells.values()):
            found.append(SheetRow(line, cells))
    if not found:
        raise Invalid(_("Tệp không có nhiệm vụ nào dưới dòng tiêu đề."), field="file")
    return found


def _limited(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(rows):
        if number > MOST_ROWS + _HEADING_WITHIN:
            raise Invalid(_("Tệp có quá nhiều dòng: tối đa %(limit)s nhiệm vụ.") % {"limit": MOST_ROWS}, field="file")
        yield row[:50]


def _headings(rows: Sequence[tuple[Any, ...]]) -> tuple[int, dict[str, int]]:
    """The row of headings, from 0, and where each known column stands; raises Invalid naming those that miss."""
    known = {fold(title): name for name, title in COLUMNS.items()}
    best: dict[str, int] = {}
    for at, row in enumerate(rows[:_HEADING_WITHIN]):
        places = {known[fold(str(cell))]: place for place, cell in enumerate(row) if cell and fold(str(cell)) in known}
        if all(name in places for name in NEEDED):
            return at, places
        best = max(best, places, key=len)
    missing = ", ".join(COLUMNS[name] for name in NEEDED if name not in best)
    raise Invalid(_("Không thấy các cột: %(columns)s. Hãy dùng tệp mẫu.") % {"columns": missing}, field="file")


def _cell(row: tuple[Any, ...], place: int) -> Any:
    value = row[place] if place < len(row) else None
    if isinstance(value, str):
        # What no database keeps is taken out here, so that the row can still be told to whoever must mend it.
        value = value if is_storable(value) else "".join(char for char in value if is_storable(char))
        return value[:_CELL_LIMIT]
    return value
