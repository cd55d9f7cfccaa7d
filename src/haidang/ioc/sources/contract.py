"""What a source promises: one immutable value, as profiles write it in JSON and as versions keep it.

Pure: neither Django nor the database. `problems.check` says what is wrong with one.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

ColumnType = Literal["text", "integer", "real", "boolean", "date", "moment"]
Kind = Literal["rest", "csv", "excel", "sql", "folder", "webhook"]
KINDS: tuple[Kind, ...] = ("rest", "csv", "excel", "sql", "folder", "webhook")
TYPES: tuple[ColumnType, ...] = ("text", "integer", "real", "boolean", "date", "moment")
PULLED: frozenset[Kind] = frozenset({"rest", "sql"})
"""Kinds that state how things are when asked: the same answer again is an answer, not a file sent twice."""
NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
"""A source's code and a column's own name: they become names of tables and columns of the lake."""


class Column(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One column: `source` is its name in what arrives, `name` ours.

    `minimum`, `maximum`: inclusive, for numbers. `values`: the only texts allowed, if any. `shape`: what a text looks
    like, 9 for a digit, A for a letter, * for anything. `personal`: checked, then forgotten; it reaches no table.
    """

    source: str
    name: str
    type: ColumnType = "text"
    title: str = ""
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    values: tuple[str, ...] = ()
    shape: str = ""
    unit: str = ""
    personal: bool = False


class Contract(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A source's contract.

    `agency`: code of the owner. `order`: the column that says which of two rows of one key is
    newer, and from where the next pull goes on; blank: what arrives later. `every_minutes`: how often it is pulled or
    its folder looked into. `fresh_minutes`: how old the last good delivery may be. `ignored`: columns of the source
    that are known and not wanted. `personal_basis`: why personal data may be processed; blank: there is none.
    """

    code: str
    title: str
    agency: str
    sector: str
    kind: Kind
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    settings: dict[str, Any] = {}
    order: str = ""
    every_minutes: int = 1440
    fresh_minutes: int = 2880
    ignored: tuple[str, ...] = ()
    personal_basis: str = ""
    is_sample: bool = False

    @property
    def kept(self) -> tuple[Column, ...]:
        """The columns whose values are kept: all but personal ones."""
        return tuple(column for column in self.columns if not column.personal)

    def column(self, name: str) -> Column | None:
        """The column of that name of ours."""
        return next((column for column in self.columns if column.name == name), None)


def plain(contract: Contract) -> dict[str, Any]:
    """A contract as plain values, as versions and profiles hold it."""
    found: dict[str, Any] = msgspec.to_builtins(contract)
    return found


def from_plain(found: Mapping[str, Any]) -> Contract:
    """The contract behind plain values; raises msgspec.ValidationError where they are none."""
    return msgspec.convert(dict(found), Contract)
