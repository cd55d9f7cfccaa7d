"""What an indicator is: its formula, whose it is, in which words and unit, what it aims at. Data that is checked. Pure.

A definition is published as one JSON document, kept as it is; `read` turns it into this. The formula is read apart
(`reading`), because the columns that it names may belong to a source that is not connected yet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from haidang.ioc.indicators.targets import OPEN, Aim, Better
from haidang.platform.errors import Invalid

CODE = re.compile(r"[a-z][a-z0-9-]{2,39}")
MOST_WORDS, MOST_SMALL, MOST_AIMS = 2_000, 10_000, 24
FIELDS = {
    *("code", "title", "note", "unit", "owner", "better", "small", "target", "target_source", "basis", "places"),
    *("item", "formula", "connect", "is_public"),
}


class Unit(StrEnum):
    """What the value is in."""

    PERCENT = "percent"
    MINUTE = "minute"
    """Office minutes, shown as working days and hours."""
    COUNT = "count"
    POINT = "point"


class Grain(StrEnum):
    """What a figure is of; every grain is also by month or any other period."""

    PROVINCE = "province"
    AGENCY = "agency"
    COMMUNE = "commune"
    PROCEDURE = "procedure"


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Vietnamese and English; without English the Vietnamese stands for both."""

    vi: str
    en: str = ""

    def __str__(self) -> str:
        return self.en if self.en and (get_language() or "vi").startswith("en") else self.vi


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of an indicator as it was published.

    `places`: the column by which the datasets are split, by grain. `item`: the column whose values can be listed behind
    a figure. `small`: below so many rows in the denominator a value is shown as one of a small number. `connect`: what
    must be supplied where there is no data. `basis`: the law or decision. `formula` is still to be read.
    """

    code: str
    title: Words
    unit: Unit
    owner: str
    formula: Mapping[str, Any]
    note: Words = field(default_factory=lambda: Words(""))
    better: Better = Better.NONE
    small: int = 0
    target: tuple[Aim, ...] = ()
    target_source: str = ""
    basis: str = ""
    places: Mapping[Grain, str] = field(default_factory=dict)
    item: str = ""
    connect: Words = field(default_factory=lambda: Words(""))
    is_public: bool = False

    @property
    def grains(self) -> tuple[Grain, ...]:
        """What figures there are besides those of the province."""
        return tuple(grain for grain in Grain if grain in self.places)


def read(data: Mapping[str, Any]) -> Definition:
    """The definition that `data` writes; raises Invalid with the field."""
    if strange := sorted(set(data) - FIELDS):
        raise Invalid(_("Không hiểu “%(name)s”.") % {"name": strange[0]}, field=strange[0])
    if not isinstance(data.get("formula"), Mapping):
        raise Invalid(_("Chỉ số phải có công thức."), field="formula")
    return Definition(
        code=_code(data.get("code")),
        title=_words(data.get("title"), "title", needed=True),
        unit=_choice(Unit, data.get("unit"), "unit"),
        owner=_line(data.get("owner"), "owner", needed=True),
        formula=dict(data["formula"]),
        note=_words(data.get("note"), "note"),
        better=_choice(Better, data.get("better", "none"), "better"),
        small=_small(data.get("small", 0)),
        target=_target(data.get("target", [])),
        target_source=_line(data.get("target_source", ""), "target_source"),
        basis=_line(data.get("basis", ""), "basis"),
        places=_places(data.get("places", {})),
        item=_line(data.get("item", ""), "item"),
        connect=_words(data.get("connect"), "connect"),
        is_public=data.get("is_public", False) is True,
    )


def _code(value: object) -> str:
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise Invalid(_("Mã gồm 3–40 chữ thường không dấu, chữ số, gạch nối, bắt đầu bằng chữ."), field="code")
    return value


def _line(value: object, name: str, *, needed: bool = False) -> str:
    if not isinstance(value, str) or len(value) > MOST_WORDS:
        raise Invalid(_("Nội dung dài quá hoặc không phải chữ."), field=name)
    if needed and not value.strip():
        raise Invalid(_("Hãy điền mục này."), field=name)
    return value.strip()


def _words(value: object, name: str, *, needed: bool = False) -> Words:
    if value is None and not needed:
        return Words("")
    if not isinstance(value, Mapping) or not set(value) <= {"vi", "en"}:
        raise Invalid(_("Hãy điền mục này."), field=name)
    return Words(_line(value.get("vi", ""), name, needed=needed), _line(value.get("en", ""), name))


def _choice(choices: Any, value: object, name: str) -> Any:
    if value not in {each.value for each in choices}:
        raise Invalid(_("Chọn một trong: %(choices)s.") % {"choices": ", ".join(choices)}, field=name)
    return choices(value)


def _small(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_SMALL:
        raise Invalid(_("Ngưỡng mẫu số nhỏ phải từ 0 đến 10.000."), field="small")
    return value


def _target(value: object) -> tuple[Aim, ...]:
    if not isinstance(value, list) or len(value) > MOST_AIMS:
        raise Invalid(_("Mục tiêu gồm nhiều nhất 24 mốc."), field="target")
    try:
        found = [
            Aim(date.fromisoformat(each["on"]) if each["on"] else OPEN, Fraction(str(each["value"]))) for each in value
        ]
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        raise Invalid(_("Mỗi mốc của mục tiêu gồm một ngày và một số."), field="target") from None
    if [aim.on for aim in found] != sorted({aim.on for aim in found}):
        raise Invalid(_("Các mốc của mục tiêu phải theo thứ tự ngày."), field="target")
    return tuple(found)


def _places(value: object) -> Mapping[Grain, str]:
    known = {each.value for each in Grain} - {Grain.PROVINCE}
    if not isinstance(value, Mapping) or not set(value) <= known:
        raise Invalid(_("Chia theo: cơ quan, xã, thủ tục."), field="places")
    return {Grain(name): _line(column, "places", needed=True) for name, column in value.items()}
