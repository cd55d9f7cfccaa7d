"""One line of a delivery judged by the contract: a row with its key and values, or the reasons why it is none. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from haidang.ioc.sources.contract import Contract
from haidang.ioc.sources.formats.sheet import Line
from haidang.ioc.sources.values import Habits, Unfit, Value, value_of
from haidang.platform.canonical import canonical

Reason = tuple[str, str]
"""A column's name in the source (blank: the whole row) and a code."""
_SHIFT = 2**54


@dataclass(frozen=True, slots=True)
class Good:
    """A row that is what was promised; `order` compares as text."""

    line: int
    key_hash: str
    values: dict[str, Value]
    order: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that is not; `key_hash` where at least its key can be read."""

    line: int
    cells: dict[str, Any]
    reasons: list[Reason]
    key_hash: str


def judge(line: Line, contract: Contract, habits: Habits) -> Good | Bad:
    """Whether a line is a row of `contract`; every fault of it is named, not only the first."""
    values: dict[str, Value] = {}
    reasons: list[Reason] = [("", line.problem)] if line.problem else []
    reasons += [(name, "unknown_column") for name in _strangers(line, contract)]
    for column in contract.columns:
        try:
            values[column.name] = value_of(line.cells.get(column.source), column, habits)
        except Unfit as fault:
            reasons.append((column.source, fault.code))
    key_hash = key_hash_of(values, contract)
    if reasons:
        return Bad(line.number, masked(line.cells, contract), reasons, key_hash)
    kept = {column.name: values[column.name] for column in contract.kept}
    return Good(line.number, key_hash, kept, order_text(values.get(contract.order)))


def _strangers(line: Line, contract: Contract) -> list[str]:
    known = {column.source for column in contract.columns} | set(contract.ignored) | {"+"}
    return [name for name, cell in line.cells.items() if name not in known and cell not in (None, "")]


def key_hash_of(values: Mapping[str, Value], contract: Contract) -> str:
    """The hash of the key's values; blank if one of them cannot be read."""
    if any(values.get(name) is None for name in contract.keys):
        return ""
    return hashlib.sha256(canonical({"key": [values[name] for name in contract.keys]}).encode()).hexdigest()


def order_text(value: Value) -> str:
    """A value of the order column as text that sorts as the value does; blank where there is none."""
    return f"{value + _SHIFT:020d}" if isinstance(value, int) else str(value or "")


def masked(cells: Mapping[str, Any], contract: Contract) -> dict[str, Any]:
    """The cells as they are kept and shown: of a personal column only that something stood there.

    In a row whose cells have slipped, any cell may hold what belongs to a personal column.
    """
    personal = {column.source for column in contract.columns if column.personal}
    slipped = bool(personal) and "+" in cells
    return {name: _plain(cell, hide=name in personal or slipped) for name, cell in cells.items()}


def _plain(cell: Any, *, hide: bool) -> Any:
    if cell is None or cell == "":
        return None
    if hide:
        return "•••"
    if isinstance(cell, bool | int | float):
        return cell
    return (cell.isoformat() if hasattr(cell, "isoformat") else str(cell))[:4_000].replace("\0", "�")


def cells_hash(cells: Mapping[str, Any]) -> str:
    """By which a bad row that comes again is known."""
    return hashlib.sha256(canonical({"cells": {key: str(value) for key, value in cells.items()}}).encode()).hexdigest()


def cursor_of(order: str, contract: Contract) -> str:
    """The greatest loaded value of the order column as its source writes it; blank for none."""
    column = contract.column(contract.order)
    if not order or column is None:
        return ""
    return str(int(order) - _SHIFT) if column.type == "integer" else order
