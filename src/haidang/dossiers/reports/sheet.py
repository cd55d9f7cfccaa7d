"""A table to be printed, as values: heading, columns under groups, typed rows, notes, signatures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

Value = str | int | float | date | datetime | None


class Kind(StrEnum):
    """What stands in a column; an empty value of a SHARE is nothing of nothing and shown as a dash."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    DATE = "date"
    MOMENT = "moment"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what stands in it, its width in characters, and the heading that it shares with others."""

    title: str
    kind: Kind
    width: int
    group: str = ""
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: a value for each column; `depth` indents its first text, `is_strong` for sums."""

    values: Sequence[Value]
    depth: int = 0
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with everything around it. `made_on` stands at the head, `signers` at the foot."""

    superior: str
    agency: str
    made_on: date
    form: str
    title: str
    subtitles: Sequence[str]
    columns: Sequence[Column]
    lines: Sequence[Line]
    notes: Sequence[str] = ()
    signers: Sequence[str] = ()
    file_name: str = "bao-cao"
    text_column: int = field(default=1)

    @property
    def groups(self) -> list[tuple[str, int, int]]:
        """Headings over neighbouring columns as (title, first column, how many); "" stands for a column of its own."""
        found: list[tuple[str, int, int]] = []
        for title, same in groupby(enumerate(self.columns), key=lambda each: each[1].group or each[0]):
            members = [at for at, _column in same]
            found.append((title if isinstance(title, str) else "", members[0], len(members)))
        return found


def shown(value: Value, kind: Kind) -> str:
    """A value as papers write it: 1.505, 95,2 %, 04/11/2024, 09:00 04/11/2024, a dash for no share."""
    if value is None:
        return "–" if kind is Kind.SHARE else ""
    if isinstance(value, float):
        return f"{value * 100:.1f} %".replace(".", ",")
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, datetime):
        return f"{value:%H:%M %d/%m/%Y}" if kind is Kind.MOMENT else f"{value:%d/%m/%Y}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value
