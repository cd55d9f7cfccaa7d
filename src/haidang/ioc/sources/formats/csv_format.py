"""CSV in the encodings and with the separators that offices here send."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from haidang.ioc.sources.formats.sheet import ROW_LIMIT, Line, Sheet, Unreadable
from haidang.platform.text import tidy

ENCODINGS = ("utf-8-sig", "utf-16", "windows-1258")
SEPARATORS = (",", ";", "\t", "|")
_CELL_LIMIT = 100_000


def read(content: bytes, settings: Mapping[str, Any]) -> Sheet:
    """Reads a CSV file; `settings`: encoding, separator (blank: found out), skip (title lines before the head).

    Raises Unreadable.
    """
    text = _decoded(content, str(settings.get("encoding", "")))
    body = text.splitlines(keepends=True)[int(settings.get("skip", 0)) :]
    if not body:
        raise Unreadable("empty")
    separator = str(settings.get("separator", "")) or _guess(body[0])
    if "\0" in text:
        raise Unreadable("encoding")
    rows = csv.reader(io.StringIO("".join(body), newline=""), delimiter=separator)
    try:
        names = unique_names(next(rows))
        lines = [_line(names, row, rows.line_num + int(settings.get("skip", 0))) for row in rows if row]
    except (csv.Error, StopIteration) as error:
        raise Unreadable("not_csv", str(error)) from error
    if len(lines) > ROW_LIMIT:
        raise Unreadable("too_many_rows")
    return Sheet(names, lines)


def unique_names(cells: list[Any]) -> tuple[str, ...]:
    """The head's names, tidied; raises Unreadable when one is empty or stands twice."""
    names = [tidy(str(cell if cell is not None else "")) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names or "" in names:
        raise Unreadable("no_head")
    if len(set(names)) != len(names):
        raise Unreadable("double_head", next(name for name in names if names.count(name) > 1))
    return tuple(names)


def _decoded(content: bytes, encoding: str) -> str:
    """The text; UTF-8, with or without its mark, is told from UTF-16 by that mark when the contract names none."""
    if not encoding:
        encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable("encoding", encoding) from error


def _guess(head: str) -> str:
    return max(SEPARATORS, key=head.count)


def _line(names: tuple[str, ...], row: list[str], number: int) -> Line:
    cells: dict[str, Any] = dict(zip(names, row, strict=False))
    extra = [cell for cell in row[len(names) :] if cell.strip()]
    if extra:
        return Line(number, {**cells, "+": " | ".join(extra)[:_CELL_LIMIT]}, "too_many_cells")
    return Line(number, cells, "too_few_cells" if len(row) < len(names) else "")
