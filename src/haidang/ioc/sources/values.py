"""One cell as it arrives, made into a value of its column's type or refused with a code. Pure.

Values are plain: text, int, float, bool, ISO dates and moments (UTC) as text; None for nothing. Nothing is guessed:
what does not read as the type is a problem, never a default.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from haidang.ioc.sources.contract import Column, ColumnType
from haidang.platform.text import fold, is_storable, tidy

Value = str | int | float | bool | None
TEXT_LIMIT = 1_000
_LARGEST = 2**53
"""Beyond this a whole number is not the same number in every reader of the lake."""
_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_YES = {"1", "true", "co", "dung", "ies", "x"}
_NO = {"0", "false", "khong", "sai", "no"}
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class Unfit(Exception):
    """A cell that is not what its column promises; `code` says how."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Habits:
    """How the source writes: its decimal sign."""

    decimal: str = "."


def value_of(cell: object, column: Column, habits: Habits) -> Value:
    """The value in `cell`; raises Unfit."""
    value = typed(cell, column.type, habits)
    if value is None:
        if column.required:
            raise Unfit("missing")
        return None
    _check_range(value, column)
    if column.values and str(value) not in column.values:
        raise Unfit("not_allowed")
    if column.shape and not shape_pattern(column.shape).fullmatch(str(value)):
        raise Unfit("wrong_shape")
    return value


def typed(cell: object, type_: ColumnType, habits: Habits) -> Value:
    """`cell` as a value of `type_`, whatever else its column demands; None if it is empty. Raises Unfit."""
    if isinstance(cell, str):
        if not is_storable(cell):
            raise Unfit("unreadable")
        cell = tidy(cell)
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and not math.isfinite(cell):
        raise Unfit(f"not_{type_}")
    return _READERS[type_](cell, habits)


def _text(cell: object, _habits: Habits) -> str:
    if isinstance(cell, dict | list):
        raise Unfit("not_text")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    found = cell.isoformat() if isinstance(cell, date) else str(cell)
    if len(found) > TEXT_LIMIT:
        raise Unfit("too_long")
    return found


def _integer(cell: object, habits: Habits) -> int:
    number = _number(cell, habits, "not_integer")
    if isinstance(number, float) and not number.is_integer():
        raise Unfit("not_integer")
    if abs(number) > _LARGEST:
        raise Unfit("not_integer")
    return int(number)


def _real(cell: object, habits: Habits) -> float:
    return float(_number(cell, habits, "not_real"))


def _number(cell: object, habits: Habits, code: str) -> int | float:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise Unfit(code)
    if not isinstance(cell, str):
        if abs(cell) > _LARGEST and isinstance(cell, int):
            raise Unfit(code)
        return cell
    whole, fraction = _split(cell.replace(" ", ""), habits, code)
    if abs(int(whole)) > _LARGEST:
        raise Unfit(code)
    return float(f"{whole}.{fraction}") if fraction else int(whole)


def _split(text: str, habits: Habits, code: str) -> tuple[str, str]:
    """Digits before and after the decimal sign; the other sign may only part full groups of three."""
    decimal = re.escape(habits.decimal)
    group = re.escape("." if habits.decimal == "," else ",")
    found = re.fullmatch(
        rf"([+-]?)(\d{{1,18}}|\d{{1,3}}(?:{group}\d{{3}}){{1,5}})(?:{decimal}(\d{{1,12}}))?", text, re.ASCII
    )
    if found is None:
        raise Unfit(code)
    sign, whole, fraction = found.groups()
    return sign + re.sub(r"\D", "", whole), fraction or ""


def _boolean(cell: object, _habits: Habits) -> bool:
    if isinstance(cell, bool):
        return cell
    word = fold(str(cell))
    if word in _YES or word in _NO:
        return word in _YES
    raise Unfit("not_boolean")


def _date(cell: object, _habits: Habits) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    found = _as_date(cell) if isinstance(cell, str) else None
    if found is None:
        raise Unfit("not_date")
    return found.isoformat()


def _as_date(text: str) -> date | None:
    try:
        if match := _DAY_FIRST.fullmatch(text):
            day, month, year = (int(part) for part in match.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(cell: object, _habits: Habits) -> str:
    found = cell if isinstance(cell, datetime) else _as_moment(cell) if isinstance(cell, str) else None
    if found is None:
        raise Unfit("not_moment")
    # A source that says no zone means the time on the wall here.
    local = found if found.tzinfo else found.replace(tzinfo=_LOCAL)
    try:
        return local.astimezone(UTC).isoformat()
    except OverflowError:
        raise Unfit("not_moment") from None


def _as_moment(text: str) -> datetime | None:
    day, _space, time = text.partition(" ")
    if match := _DAY_FIRST.fullmatch(day):
        text = "{2}-{1:0>2}-{0:0>2}".format(*match.groups()) + f" {time}".rstrip()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


_READERS: dict[ColumnType, Callable[[object, Habits], Value]] = {
    "text": _text,
    "integer": _integer,
    "real": _real,
    "boolean": _boolean,
    "date": _date,
    "moment": _moment,
}


def _check_range(value: Value, column: Column) -> None:
    if not isinstance(value, int | float):
        return
    if column.minimum is not None and value < column.minimum:
        raise Unfit("too_small")
    if column.maximum is not None and value > column.maximum:
        raise Unfit("too_large")


def shape_pattern(shape: str) -> re.Pattern[str]:
    """The expression for a shape: 9 a digit, A a letter, * any run of characters, everything else itself."""
    parts = {"9": r"[0-9]", "A": r"[^\W\d_]", "*": r".*"}
    return re.compile("".join(parts.get(char, re.escape(char)) for char in shape))
