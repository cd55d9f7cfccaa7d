"""Communes, districts and months that the samples are about. Pure but for the profile's list of agencies."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import haidang.profiles
from haidang.ioc.sources.samples.chance import whole

FIRST_MONTH = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Area:
    """A commune: its code of the state's list, its name, its district, how many people the samples say it has."""

    code: str
    name: str
    district: str
    people: int


@cache
def communes(profile: str = "brvt_2024") -> tuple[Area, ...]:
    """The communes of a profile; a district that has none stands for itself."""
    path = Path(haidang.profiles.__file__).parent / profile / "agencies.csv"
    with path.open(encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if row["area_code"] and not row["valid_to"]]
    district = {row["suffix"]: row for row in rows if row["level"] == "district"}
    below = [row for row in rows if row["level"] == "commune"]
    alone = [row for suffix, row in district.items() if all(row["parent_suffix"] != suffix for row in below)]
    return tuple(
        Area(
            row["area_code"],
            _place(row["name"]),
            _place(district[row["parent_suffix"]]["name"]) if row["level"] == "commune" else _place(row["name"]),
            whole(4_000, 26_000, "people", row["area_code"]),
        )
        for row in sorted([*below, *alone], key=lambda row: row["area_code"])
    )


def _place(name: str) -> str:
    return name.removeprefix("Ủy ban nhân dân ").strip()[:1].upper() + name.removeprefix("Ủy ban nhân dân ").strip()[1:]


def months(until: date, since: date = FIRST_MONTH) -> Iterator[date]:
    """The first day of every month that has ended by `until`."""
    month = since
    while (following := next_month(month)) <= until:
        yield month
        month = following


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def since_first(month: date) -> int:
    """How many months lie between the first one and `month`."""
    return (month.year - FIRST_MONTH.year) * 12 + month.month - FIRST_MONTH.month
