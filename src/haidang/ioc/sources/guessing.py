"""Guesses for the wizard: the type of a column from its cells, a name of ours from the source's, the keys. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from haidang.ioc.sources.contract import NAME, Column, ColumnType
from haidang.ioc.sources.formats.sheet import Sheet
from haidang.ioc.sources.personal import name_is_suspect, values_are_suspect
from haidang.ioc.sources.values import Habits, Unfit, typed
from haidang.platform.text import fold

_ORDER: tuple[ColumnType, ...] = ("date", "moment", "integer", "real", "boolean")
_LEADING_ZERO = re.compile(r"0\d+")
_NEARLY_ALL = 0.9


def guess_type(cells: Sequence[object], habits: Habits) -> ColumnType:
    """The narrowest type as which nearly all filled cells read; codes that begin with 0 stay text."""
    filled = [cell for cell in cells if cell is not None and str(cell).strip()]
    if not filled or any(isinstance(cell, str) and _LEADING_ZERO.fullmatch(cell.strip()) for cell in filled):
        return "text"
    for type_ in _ORDER:
        if sum(1 for cell in filled if _reads(cell, type_, habits)) >= _NEARLY_ALL * len(filled):
            return type_
    return "text"


def _reads(cell: object, type_: ColumnType, habits: Habits) -> bool:
    if type_ == "moment" and len(str(cell)) <= len("2024-11-04"):
        return False
    if type_ == "date" and len(str(cell)) == len("20241104"):
        # Eight digits are a number before they are a day.
        return False
    if type_ == "boolean" and str(cell).strip().casefold() == "x":
        # A cross may mean yes; a column of them says too little.
        return False
    if type_ == "date" and isinstance(cell, datetime) and cell.hour:
        return False
    try:
        typed(cell, type_, habits)
    except Unfit:
        return False
    return True


def guess_name(source: str, taken: Iterable[str]) -> str:
    """A name of ours for a column of the source, unlike those taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", _ascii(source)).strip("_")[:36]
    name = plain if NAME.fullmatch(plain) else f"cot_{plain}"[:36].rstrip("_")
    found, number, held = name, 2, set(taken)
    while found in held:
        found, number = f"{name}_{number}", number + 1
    return found


def _ascii(text: str) -> str:
    # `fold` writes y as i, which is for searching; a name keeps what was written.
    folded = fold(text.replace("y", "\x01").replace("Y", "\x01"))
    return folded.replace("\x01", "y")


def guess_columns(sheet: Sheet, habits: Habits) -> list[Column]:
    """A column for each name of the sheet, as it looks."""
    found: list[Column] = []
    for source in sheet.names:
        cells = [line.cells.get(source) for line in sheet]
        personal = name_is_suspect(source) or values_are_suspect(cells)
        filled = sum(1 for cell in cells if cell is not None and str(cell).strip())
        found.append(
            Column(
                source=source,
                name=guess_name(source, [column.name for column in found]),
                type=guess_type(cells, habits),
                title=source,
                required=bool(cells) and filled == len(cells),
                personal=personal,
            )
        )
    return found


def guess_keys(columns: Sequence[Column], sheet: Sheet) -> tuple[str, ...]:
    """The fewest leading columns, at most three, whose cells together name each row once; none if there are none."""
    useful = [column for column in columns if column.required and not column.personal and column.type != "real"]
    for count in range(1, min(3, len(useful)) + 1):
        chosen = useful[:count]
        seen = {tuple(str(line.cells.get(column.source)) for column in chosen) for line in sheet}
        if sheet.lines and len(seen) == len(sheet.lines):
            return tuple(column.name for column in chosen)
    return ()
