"""A scorecard from an inputs file alone, so that a published figure of any province can be counted again. Pure."""

from collections.abc import Mapping
from typing import Any

import msgspec

from haidang.reform.qd766.definition import Index, Scope
from haidang.reform.qd766.scoring import Result, Total, rounded, score_all, total


class InputsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file holds: whose counts of which period, and, if other than the defaults, which readings."""

    inputs: dict[str, int | None]
    agency: str = ""
    period: str = ""
    scope: Scope = "province"
    choices: dict[str, str] = {}
    source: str = ""


class FileUnusable(ValueError):
    """The file is no inputs file; `args[0]` says why: "json", or "input" or "choice" with the unknown name."""


def read(content: bytes, index: Index) -> InputsFile:
    """The file's content, checked against the index. Raises FileUnusable."""
    try:
        found = msgspec.json.decode(content, type=InputsFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FileUnusable("json", str(error)) from error
    known = {item.key for item in index.inputs}
    for key in found.inputs:
        if key not in known:
            raise FileUnusable("input", key)
    options = {choice.key: {option.key for option in choice.options} for choice in index.choices}
    for key, option in found.choices.items():
        if option not in options.get(key, ()):
            raise FileUnusable("choice", f"{key}={option}")
    return found


def counted(file: InputsFile, index: Index, picked: Mapping[str, str]) -> list[Result]:
    """The points that the file's counts give by these readings. Raises BadInputs."""
    return score_all(index.read(picked, scope=file.scope), file.inputs)


def plain(results: list[Result], index: Index, picked: Mapping[str, str]) -> dict[str, Any]:
    """A scorecard as plain values: components, groups, total, and the readings by which it was counted."""
    groups = []
    for group in index.groups:
        own = [item for item in results if item.component.group == group.code]
        groups.append({"code": group.code, "name": group.name, **_total_plain(total(own))})
    return {
        "index": index.version,
        "decision": index.decision,
        "choices": index.chosen(picked),
        "components": [_result_plain(item) for item in results],
        "groups": groups,
        "total": _total_plain(total(results)),
    }


def _result_plain(item: Result) -> dict[str, Any]:
    return {
        "code": item.component.code,
        "name": item.component.name,
        "maximum": item.component.maximum,
        "standing": item.standing.value,
        "numerator": item.over,
        "denominator": item.under,
        "ratio": None if item.ratio is None else float(rounded(item.ratio, 6)),
        "points": None if item.points is None else float(rounded(item.points)),
        "missing": list(item.missing),
    }


def _total_plain(found: Total) -> dict[str, Any]:
    return {
        "points": float(rounded(found.points)) if found.covered else None,
        "covered": found.covered,
        "without_case": found.nothing,
        "missing": found.missing,
        "maximum": found.maximum,
    }
