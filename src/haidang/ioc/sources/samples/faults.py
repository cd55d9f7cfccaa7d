"""Faults on demand: garbage in some rows, columns under another name. What a source does now and then. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from haidang.ioc.sources.samples.chance import share, whole

Row = dict[str, Any]
JUNK: tuple[Any, ...] = ("???", "#REF!", "chưa có số liệu", -999_999, "12/13/2024", "")


@dataclass(frozen=True, slots=True)
class Faults:
    """`garbage`: percent of rows of which a cell is junk; `renames`: a column's name → what it is called instead."""

    garbage: float = 0.0
    renames: Mapping[str, str] = field(default_factory=dict)
    seed: int = 2024


def spoiled(rows: Iterable[Row], faults: Faults) -> list[Row]:
    """The rows with their faults; the same for the same seed. Which rows are spoiled depends on their place."""
    found = []
    for place, row in enumerate(rows):
        bad = dict(row)
        if share("bad", faults.seed, place) * 100 < faults.garbage:
            names = list(bad)
            name = names[whole(0, len(names) - 1, "cell", faults.seed, place)]
            bad[name] = JUNK[whole(0, len(JUNK) - 1, "junk", faults.seed, place)]
        found.append({faults.renames.get(name, name): cell for name, cell in bad.items()})
    return found
