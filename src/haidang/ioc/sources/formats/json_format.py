"""JSON: a list of objects, somewhere inside the answer."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from haidang.ioc.sources.formats.sheet import ROW_LIMIT, Line, Sheet, Unreadable
from haidang.platform.text import tidy

_SHARE = 0.5
"""A name in at least this share of the objects is a column; a rarer one is a fault of those objects."""


def read(content: bytes, settings: Mapping[str, Any]) -> Sheet:
    """Reads the objects at `settings["rows"]` (as "data.items"; blank: the whole). Raises Unreadable."""
    found = inside(document(content), str(settings.get("rows", "")))
    if isinstance(found, dict):
        found = [found]
    if not isinstance(found, list):
        raise Unreadable("no_rows", str(settings.get("rows", "")))
    if len(found) > ROW_LIMIT:
        raise Unreadable("too_many_rows")
    lines = [_line(item, number) for number, item in enumerate(found, start=1)]
    counts = Counter(name for line in lines if not line.problem for name in line.cells)
    whole = sum(1 for line in lines if not line.problem)
    names = tuple(name for name, count in counts.items() if count >= _SHARE * whole)
    return Sheet(names, lines, is_table=False)


def document(content: bytes) -> Any:
    """The JSON value; raises Unreadable."""
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Unreadable("not_json") from error


def inside(value: Any, path: str) -> Any:
    """What lies at a dotted path in a JSON value; None if nothing does."""
    for part in [part for part in path.split(".") if part]:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _refuse(word: str) -> float:
    raise ValueError(f"{word} is no JSON")


def _line(item: Any, number: int) -> Line:
    if not isinstance(item, dict):
        return Line(number, {"+": json.dumps(item, ensure_ascii=False)[:1_000]}, "not_object")
    return Line(number, {tidy(name): _flat(value) for name, value in item.items()})


def _flat(value: Any) -> Any:
    """Nested values as their JSON text, which only a text column takes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict | list) else value
