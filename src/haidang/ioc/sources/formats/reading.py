"""Reads a delivery by the contract it arrived under."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from haidang.ioc.sources.contract import Contract
from haidang.ioc.sources.formats import csv_format, excel_format, json_format
from haidang.ioc.sources.formats.sheet import Sheet
from haidang.ioc.sources.values import Habits

_BY_SUFFIX = {".csv": csv_format.read, ".txt": csv_format.read, ".tsv": csv_format.read, ".xlsx": excel_format.read}
_BY_KIND = {"csv": csv_format.read, "excel": excel_format.read}


def read(content: bytes, *, name: str, kind: str, settings: Mapping[str, Any]) -> Sheet:
    """The sheet in `content`; raises Unreadable. A drop folder takes each file by its suffix."""
    if kind == "folder":
        reader = _BY_SUFFIX.get(PurePath(name).suffix.lower(), json_format.read)
    else:
        reader = _BY_KIND.get(kind, json_format.read)
    if kind == "sql":
        # Rows of a query are kept as the list of objects that the connector made of them.
        settings = {}
    return reader(content, settings)


def habits(contract: Contract) -> Habits:
    """How numbers are written there."""
    return Habits(decimal=str(contract.settings.get("decimal", ".")))
