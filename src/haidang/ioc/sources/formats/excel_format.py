"""Excel sheets: title rows first, then the head, then rows, as offices send them."""

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from haidang.ioc.sources.formats.csv_format import unique_names
from haidang.ioc.sources.formats.sheet import ROW_LIMIT, Line, Sheet, Unreadable

_SIZE_LIMIT = 300 * 1024 * 1024
"""What a workbook may grow to when unpacked, in bytes."""


def read(content: bytes, settings: Mapping[str, Any]) -> Sheet:
    """Reads one sheet; `settings`: sheet (name; blank: the first), head_row (its number; 0: the first full row).

    Formulas give the values that were stored with them. Raises Unreadable.
    """
    from openpyxl import load_workbook

    _check_size(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        name = str(settings.get("sheet", "")) or book.sheetnames[0]
        rows = list(enumerate(book[name].iter_rows(values_only=True, max_row=ROW_LIMIT + 50), start=1))
    except Exception as error:
        # openpyxl lets whatever its parsers meet through.
        raise Unreadable("not_excel", type(error).__name__) from error
    head = _head(rows, int(settings.get("head_row", 0)))
    names = unique_names(list(rows[head][1]))
    return Sheet(names, [_line(names, row, number) for number, row in rows[head + 1 :] if _is_filled(row)])


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(item.file_size for item in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable("not_excel") from error
    if size > _SIZE_LIMIT:
        raise Unreadable("too_large")


def _head(rows: list[tuple[int, tuple[Any, ...]]], wanted: int) -> int:
    """The place of the head row: the one named, else the first whose cells are all filled texts, at least two."""
    for place, (number, row) in enumerate(rows):
        if wanted and number == wanted:
            return place
        if not wanted and _looks_like_head(row):
            return place
    raise Unreadable("no_head")


def _looks_like_head(row: tuple[Any, ...]) -> bool:
    cells = list(row)
    while cells and cells[-1] is None:
        cells.pop()
    return len(cells) > 1 and all(isinstance(cell, str) and cell.strip() for cell in cells)


def _is_filled(row: tuple[Any, ...]) -> bool:
    return any(cell not in (None, "") for cell in row)


def _line(names: tuple[str, ...], row: tuple[Any, ...], number: int) -> Line:
    padded = [*row, *[None] * (len(names) - len(row))]
    cells: dict[str, Any] = dict(zip(names, padded, strict=False))
    extra = [str(cell) for cell in row[len(names) :] if cell not in (None, "")]
    return Line(number, {**cells, "+": " | ".join(extra)}, "too_many_cells") if extra else Line(number, cells)
