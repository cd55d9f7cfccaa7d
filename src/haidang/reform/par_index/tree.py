"""A tree of criteria as versioned data. Pure.

The official criteria of a year come as a file of the same shape; what ships is a sample for trying, and says so.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

MOST_CRITERIA = 400
MOST_POINTS = Decimal(100)
_PLACES = -2


class Field(msgspec.Struct, frozen=True):
    """A field of reform; the counts are how many criteria its source names, None where it names none."""

    key: str
    name: str
    criteria_known: int | None = None
    sub_criteria_known: int | None = None


class Criterion(msgspec.Struct, frozen=True):
    """What is scored: up to `maximum` points, by the agency itself or from a survey."""

    key: str
    field: str
    name: str
    maximum: Decimal
    method: Literal["self", "survey"] = "self"
    note: str = ""


class Tree(msgspec.Struct, frozen=True):
    """A version of the criteria. `is_sample`: made up for trying, not a province's."""

    version: str
    name: str
    source: str
    fields: tuple[Field, ...]
    criteria: tuple[Criterion, ...]
    is_sample: bool = False

    @property
    def maximum(self) -> Decimal:
        """The points of all criteria."""
        return sum((item.maximum for item in self.criteria), Decimal(0))

    def of_field(self, key: str) -> list[Criterion]:
        """The criteria of a field, in order."""
        return [item for item in self.criteria if item.field == key]

    def criterion(self, key: str) -> Criterion | None:
        """The criterion with that key."""
        return next((item for item in self.criteria if item.key == key), None)


class TreeUnfit(ValueError):
    """A tree that cannot be used; `args` are what is wrong ("json", "keys", "field", "points", "many") and where."""


def read(content: bytes) -> Tree:
    """The tree of a file. Raises TreeUnfit."""
    try:
        found = msgspec.json.decode(content, type=Tree)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise TreeUnfit("json", str(error)) from error
    return checked(found)


def checked(found: Tree) -> Tree:
    """The tree; raises TreeUnfit."""
    for keys in ([item.key for item in found.fields], [item.key for item in found.criteria]):
        if len(keys) != len(set(keys)) or not all(0 < len(key) <= 20 for key in keys):
            raise TreeUnfit("keys", _odd(keys))
    if not 1 <= len(found.criteria) <= MOST_CRITERIA:
        raise TreeUnfit("many", str(len(found.criteria)))
    fields = {item.key for item in found.fields}
    for item in found.criteria:
        if item.field not in fields:
            raise TreeUnfit("field", item.key)
        if not is_points(item.maximum) or item.maximum == 0:
            raise TreeUnfit("points", item.key)
    return found


def _odd(keys: Sequence[str]) -> str:
    """The first key that is empty, too long or there twice."""
    return next((key for at, key in enumerate(keys) if not 0 < len(key) <= 20 or key in keys[:at]), "")


def is_points(value: Decimal) -> bool:
    """Whether a number can be points: 0 to MOST_POINTS, at most two decimals."""
    if not value.is_finite() or not 0 <= value <= MOST_POINTS:
        return False
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= _PLACES


def to_plain(found: Tree) -> dict[str, Any]:
    """A tree as plain values."""
    plain: dict[str, Any] = msgspec.to_builtins(found)
    return plain


def from_plain(plain: dict[str, Any]) -> Tree:
    """The tree that `to_plain` wrote."""
    return msgspec.convert(plain, Tree, strict=False)


@cache
def sample() -> Tree:
    """The tree that ships for trying."""
    return read((files("haidang.profiles") / "national" / "par_index_sample.json").read_bytes())
