"""A connector: what a generation of the protocol calls things, read from its file in `connectors/`.

Code maps belong to the connector, not to the house: the same number means another thing in another generation.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Connector:
    """A connector's data. `maps`: from our values to the partner's codes, by kind."""

    key: str
    name: str
    data: Mapping[str, Any]

    def service(self, name: str) -> str:
        """What the partner calls a service of ours."""
        return str(self.data["services"][name])

    def code(self, kind: str, value: object) -> str:
        """The partner's code for a value of ours; empty where no source says one: never another's code instead."""
        return str(self.data["maps"].get(kind, {}).get(str(value), ""))

    def limited(self, field: str, text: str) -> str:
        """`text` as long as the partner takes it in `field`; cut with an ellipsis."""
        most = {**self.data.get("assumed_limits", {}), **self.data.get("limits", {})}.get(field)
        return text if most is None or len(text) <= most else text[: most - 1] + "…"

    def words(self, name: str) -> list[str]:
        """A list of the connector's data."""
        return [str(item) for item in self.data.get(name, [])]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a kind of values a connector has codes for; `missing` are ours without one."""

    kind: str
    mapped: int
    total: int
    missing: tuple[str, ...]
    note: str


@cache
def connector(key: str) -> Connector:
    """The connector of that generation ("a", "b")."""
    data = json.loads((files("haidang.exchange.connectors") / f"generation_{key}.json").read_text("utf-8"))
    return Connector(key, data["name"], data)


def coverage(found: Connector, values: Mapping[str, Iterable[object]]) -> list[Coverage]:
    """For every kind of ours (`values`: all values of it) how many have a code."""
    rows = []
    for kind, ours in values.items():
        names = [str(value) for value in ours]
        missing = tuple(name for name in names if not found.code(kind, name))
        note = str(found.data.get("notes", {}).get(kind, ""))
        rows.append(Coverage(kind, len(names) - len(missing), len(names), missing, note))
    return rows
