"""What every reader gives: the names of the columns and the rows by line, whatever the file was."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

ROW_LIMIT = 500_000
"""The largest delivery that is read, in rows."""


class Unreadable(Exception):
    """A delivery that cannot be read as a whole; `code` says how: encoding, empty, not_json, no_rows, not_excel."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it came: its line in the file (from 1), its cells by the source's names.

    `problem` is the code of what is wrong with the row as a whole; its cells are then all that could be read.
    """

    number: int
    cells: dict[str, Any]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A delivery that was read. `is_table`: every column stands in the head, so that a missing one is missing."""

    names: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)
    is_table: bool = True

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)
