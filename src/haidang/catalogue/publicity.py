"""What the offered procedures make public: their online level, whether they cost something, which parts are missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.catalogue.models import ProcedureVersion

PART_LABELS: dict[str, str | Promise] = {
    "name": _("tên"),
    "steps": _("trình tự"),
    "channels": _("cách thức"),
    "documents": _("thành phần, số lượng hồ sơ"),
    "time": _("thời hạn"),
    "subjects": _("đối tượng"),
    "executing": _("cơ quan thực hiện"),
}
"""The parts that Decision 766 wants public of every procedure."""
_CONTENT = ("name", "steps", "channels", "cases", "subjects", "executing_names", "executing")


@dataclass(frozen=True, slots=True)
class Publicity:
    """An offered procedure. `level`: the highest online level of its cases; `lacks`: keys of PART_LABELS."""

    code: str
    name: str
    level: str
    has_fee: bool
    lacks: tuple[str, ...]


def publicity(*, on: date) -> list[Publicity]:
    """Every procedure that is offered at `on`, by code, as it then stood."""
    rows = ProcedureVersion.objects.filter(valid_from__lte=on).order_by("procedure__code", "number")
    newest = {code: (pk, digest) for code, pk, digest in rows.values_list("procedure__code", "id", "content_hash")}
    # Contents never change under their hash, so that what was read of them once holds.
    return list(_read(tuple(newest.values())))


@lru_cache(maxsize=4)
def _read(newest: tuple[tuple[int, str], ...]) -> tuple[Publicity, ...]:
    ids = {pk for pk, _digest in newest}
    rows = ProcedureVersion.objects.filter(content__offered=True).order_by("procedure__code")
    found = rows.values_list("id", "procedure__code", *(f"content__{part}" for part in _CONTENT))
    return tuple(
        _of(code, dict(zip(_CONTENT, parts, strict=True))) for pk, code, *parts in found.iterator() if pk in ids
    )


def _of(code: str, content: Mapping[str, Any]) -> Publicity:
    channels, cases = content["channels"] or [], content["cases"] or []
    levels = {case.get("service_level", "none") for case in cases}
    fees = [fee for channel in channels for fee in channel.get("fees", ())]
    parts = {
        "name": content["name"],
        "steps": content["steps"],
        "channels": channels,
        "documents": any(case.get("documents") for case in cases),
        "time": any(channel.get("time") for channel in channels),
        "subjects": content["subjects"],
        "executing": content["executing_names"] or content["executing"],
    }
    return Publicity(
        code=code,
        name=content["name"],
        level=next((level for level in ("full", "partial") if level in levels), "none"),
        # A fee without an amount says in words how it is reckoned: it is one all the same.
        has_fee=any(fee.get("amount_vnd") != 0 for fee in fees),
        lacks=tuple(key for key, value in parts.items() if not value),
    )
