"""What has changed between the columns a contract names and those that have arrived. Pure.

A difference holds a delivery back until somebody has decided; a guess says which new column is a missing one renamed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from haidang.ioc.sources.contract import Column, ColumnType, Contract
from haidang.ioc.sources.formats.sheet import Sheet
from haidang.ioc.sources.guessing import guess_type
from haidang.ioc.sources.values import Habits, Unfit, typed
from haidang.platform.text import fold

_ENOUGH = 5
"""From so many filled cells on it can be said that a column has another type than it had."""
_SHARE = 0.5
_ALIKE = 60.0
_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Retyped:
    """A column whose cells no longer read as its type."""

    name: str
    declared: ColumnType
    found: ColumnType


@dataclass(frozen=True, slots=True)
class Differences:
    """By the source's own names. `renamed`: missing → new, as guessed."""

    missing: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    retyped: tuple[Retyped, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.new or self.retyped)


def differences(contract: Contract, sheet: Sheet, habits: Habits) -> Differences:
    """What differs. An object without an optional name says nothing about it; a table without a column lost it."""
    if not sheet.lines:
        return Differences()
    declared = {column.source: column for column in contract.columns}
    present = set(sheet.names)
    seen_anywhere = present if sheet.is_table else {name for line in sheet for name in line.cells}
    new = [name for name in sheet.names if name not in declared and name not in contract.ignored]
    missing = [name for name, column in declared.items() if name not in seen_anywhere]
    if not sheet.is_table and not new:
        missing = [name for name in missing if declared[name].required]
    retyped = [found for name in present & declared.keys() if (found := _retyped(declared[name], sheet, habits))]
    renamed = _renamed([declared[name] for name in missing], new, sheet, habits)
    if not sheet.is_table:
        kept = {was for was, _is in renamed}
        missing = [name for name in missing if declared[name].required or name in kept]
    return Differences(tuple(missing), tuple(new), tuple(sorted(retyped, key=lambda item: item.name)), renamed)


def _cells(sheet: Sheet, name: str) -> list[object]:
    cells = (line.cells.get(name) for line in sheet.lines[:_LOOKED_AT])
    return [cell for cell in cells if cell is not None and str(cell).strip()]


def _fits(cell: object, type_: ColumnType, habits: Habits) -> bool:
    try:
        typed(cell, type_, habits)
    except Unfit:
        return False
    return True


def _retyped(column: Column, sheet: Sheet, habits: Habits) -> Retyped | None:
    cells = _cells(sheet, column.source)
    unfit = sum(1 for cell in cells if not _fits(cell, column.type, habits))
    if len(cells) < _ENOUGH or unfit < _SHARE * len(cells):
        return None
    return Retyped(column.source, column.type, guess_type(cells, habits))


def _renamed(missing: list[Column], new: Iterable[str], sheet: Sheet, habits: Habits) -> tuple[tuple[str, str], ...]:
    """Pairs of a missing column and the new one that is most like it: by name, and its cells read as its type."""
    scored = []
    for column in missing:
        for name in new:
            cells = _cells(sheet, name)
            fit = sum(1 for cell in cells if _fits(cell, column.type, habits)) / len(cells) if cells else 0.0
            scored.append((fuzz.token_set_ratio(_key(column.source), _key(name)) * fit, column.source, name))
    pairs: dict[str, str] = {}
    for score, was, name in sorted(scored, reverse=True):
        # With one missing and one new column of its type nothing else is left that it could be.
        alone = len(missing) == 1 and score > 0 and len(scored) == 1
        if (score >= _ALIKE or alone) and was not in pairs and name not in pairs.values():
            pairs[was] = name
    return tuple(sorted(pairs.items()))


def _key(name: str) -> str:
    return fold(name).replace("_", " ")
