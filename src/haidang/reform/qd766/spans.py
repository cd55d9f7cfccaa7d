"""Months, quarters and years as the index is published by, with their names in addresses. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["month", "quarter", "year"]
_LENGTH: dict[Kind, int] = {"month": 1, "quarter": 3, "year": 12}
_KEY = re.compile(r"(20[0-9]{2})(?:-(0[1-9]|1[0-2])|-Q([1-4]))?")


@dataclass(frozen=True, slots=True)
class Span:
    """A calendar month, quarter or year; `number` is its place in the year, from 1."""

    kind: Kind
    year: int
    number: int

    @property
    def key(self) -> str:
        """As in addresses and files: 2024-11, 2024-Q4, 2024."""
        return {"month": f"{self.year}-{self.number:02}", "quarter": f"{self.year}-Q{self.number}"}.get(
            self.kind, str(self.year)
        )

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * _LENGTH[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        end = self.number * _LENGTH[self.kind]
        return date(self.year + end // 12, end % 12 + 1, 1) - timedelta(days=1)

    def moved(self, by: int) -> "Span":
        """The span of the same kind so many places later; earlier for a negative number."""
        many = 12 // _LENGTH[self.kind]
        place = self.year * many + self.number - 1 + by
        return Span(self.kind, place // many, place % many + 1)


def parse(key: str) -> Span | None:
    """The span with that key, or None."""
    found = _KEY.fullmatch(key)
    if found is None:
        return None
    year, month, quarter = found.groups()
    if month:
        return Span("month", int(year), int(month))
    return Span("quarter", int(year), int(quarter)) if quarter else Span("year", int(year), 1)


def of_day(day: date, kind: Kind = "month") -> Span:
    """The span of that kind in which a day lies."""
    return Span(kind, day.year, (day.month - 1) // _LENGTH[kind] + 1)
