"""Terms: a value and a unit, never converted silently into another unit (Civil Code 2015, articles 144-148)."""

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from haidang.worktime.errors import TermError

_LARGEST = Decimal(1_000_000)
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


class Unit(StrEnum):
    """Units a term may have."""

    WORKING_DAY = "working_day"
    WORKING_HOUR = "working_hour"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    YEAR = "year"


class Convention(StrEnum):
    """How a term is counted: by whole days of the Civil Code, or by office minutes that run."""

    CIVIL = "civil"
    RUNNING = "running"

    @classmethod
    def named(cls, name: str | None) -> "Convention":
        """The convention of this name, civil without one; raises TermError."""
        if name is None:
            return cls.CIVIL
        if name in cls._value2member_map_:
            return cls(name)
        raise TermError(
            f"convention: không biết cách tính “{name}”; chọn civil hoặc running.",
            f"convention: unknown “{name}”; choose civil or running.",
        )


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as law or a procedure states it; `value` is not negative."""

    value: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if not self.value.is_finite() or not 0 <= self.value <= _LARGEST:
            raise TermError(
                f"Thời hạn phải là số từ 0 đến {_LARGEST}, không phải “{self.value}”.",
                f"A term must be a number from 0 to {_LARGEST}, not “{self.value}”.",
            )

    @classmethod
    def of(cls, value: int | str | Decimal, unit: Unit | str) -> "Term":
        """A term from a value and a unit; raises TermError that says which of them is wrong."""
        return cls(_value(str(value)), _unit(str(unit)))

    @classmethod
    def parse(cls, text: str) -> "Term":
        """Read "5 working_day", "1.5 working_day", "24 working_hour", "30 calendar_day", "1 month", "1 year"."""
        parts = text.split()
        if len(parts) != 2:
            raise TermError(
                f"Không đọc được thời hạn “{text}”: hãy viết số và đơn vị, ví dụ “5 working_day”.",
                f"Cannot read the term “{text}”: write a number and a unit, for example “5 working_day”.",
            )
        return cls.of(parts[0], parts[1])

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit.value}"

    def convention(self, asked: Convention) -> Convention:
        """The convention really used: hours always run, calendar units are always civil."""
        if self.unit is Unit.WORKING_HOUR:
            return Convention.RUNNING
        return asked if self.unit is Unit.WORKING_DAY else Convention.CIVIL

    def whole(self) -> int:
        """The value as a whole number, as the civil convention needs it; raises TermError for a fraction."""
        if self.value != self.value.to_integral_value():
            raise TermError(
                f"Cách tính theo ngày (civil) chỉ nhận số nguyên, không nhận “{self}”; "
                "hãy dùng cách tính theo giờ làm việc (running).",
                f"The civil convention counts whole numbers only, not “{self}”; use the running convention.",
            )
        return int(self.value)

    def budget(self, day_minutes: int) -> int:
        """Office minutes of a running term; a broken minute is rounded up: only then has all of it run."""
        minutes = 60 if self.unit is Unit.WORKING_HOUR else day_minutes
        return int((self.value * minutes).to_integral_value(ROUND_CEILING))


def _value(text: str) -> Decimal:
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    raise TermError(
        f"“{text}” không phải là số; hãy viết thời hạn như “5 working_day” hoặc “1.5 working_day”.",
        f"“{text}” is not a number; write a term such as “5 working_day” or “1.5 working_day”.",
    )


def _unit(text: str) -> Unit:
    singular = text.removesuffix("s")
    if singular in Unit._value2member_map_:
        return Unit(singular)
    known = ", ".join(Unit)
    raise TermError(
        f"Không biết đơn vị “{text}”; các đơn vị: {known}.",
        f"Unknown unit “{text}”; the units are: {known}.",
    )
