"""The plan file: which agencies merge, split, move, are renamed or end on a date. JSON in UTF-8.

| field | content |
|---|---|
| `format` | `haidang.reorganisation/1` |
| `code` | the plan's own code: small letters, digits, hyphens (3–60) |
| `name` | what the plan is called |
| `date` | the day on which it takes effect, at 0:00 local time |
| `legal_basis` | the resolutions and decrees behind it |
| `unverified` | what in this file no public source confirms |
| `new` | agencies that begin: `code`, `name`, `short_name`, `level`, `parent` (null for the top one), `area_code`, `calendar` (code of an office calendar; blank: the nearest superior's) |
| `change` | agencies that go on under the same code: `code` and what changes of `name`, `short_name`, `level`, `parent`, `area_code` |
| `end` | agencies that end: `code`, `kind` (merge, split, rename, move, end), `heirs`, `officers` |
| `give` | agencies that go on but give work away: `code`, `heirs`, `officers` |
| `levels` | who executes what procedures leave to a level that ends: `level`, `procedures`, `fields`, `executors` (each a `level` or an `agency`) |

An heir is `code` with `procedures` and `fields` (codes of fields of law): these go to him. One heir of an ending agency
has neither and takes all the rest. Officers of an ending agency go to the main heir, or where `officers`
(`{account name: agency code}`) sends them. `@` at the head of an agency's code stands for the code of the
installation's province: `@.34.01`.
"""  # noqa: E501 (a table's rows are lines)

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from haidang.platform.canonical import canonical
from haidang.platform.errors import Refused
from haidang.platform.text import is_storable

FORMAT = "haidang.reorganisation/1"
LARGEST = 4 * 1024 * 1024
"""Bytes; the plan of a whole province has about 40 thousand."""

Code = Annotated[str, msgspec.Meta(min_length=1, max_length=35)]
LevelName = Literal["province", "department", "district", "commune"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a plan, and where in its file: `end[3].heirs[0].code`."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class PlanRefused(Refused):
    """A plan that cannot be read, applied or reverted; `problems` holds everything that was found."""

    code = "plan-refused"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(map(str, self.problems)))


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of the file; a field that nobody knows is an error, not an oversight."""


class Heir(_Row, frozen=True):
    """Who takes over; without `procedures` and `fields` all that no other heir takes."""

    code: Code
    procedures: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def is_main(self) -> bool:
        """Whether he takes the rest."""
        return not (self.procedures or self.fields)


class NewAgency(_Row, frozen=True):
    """An agency that begins."""

    code: Code
    name: Annotated[str, msgspec.Meta(min_length=2, max_length=200)]
    short_name: Annotated[str, msgspec.Meta(min_length=2, max_length=100)]
    level: LevelName
    parent: Code | None = None
    area_code: Annotated[str, msgspec.Meta(max_length=10)] = ""
    calendar: Annotated[str, msgspec.Meta(max_length=40)] = ""


class Change(_Row, frozen=True):
    """What changes of an agency that goes on; blank: as before."""

    code: Code
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    short_name: Annotated[str, msgspec.Meta(max_length=100)] = ""
    level: LevelName | Literal[""] = ""
    parent: Annotated[str, msgspec.Meta(max_length=35)] = ""
    area_code: Annotated[str, msgspec.Meta(max_length=10)] = ""


class End(_Row, frozen=True):
    """An agency that ends, and who takes over."""

    code: Code
    kind: Literal["merge", "split", "rename", "move", "end"]
    heirs: tuple[Heir, ...]
    officers: dict[str, str] = {}


class Give(_Row, frozen=True):
    """An agency that goes on and gives some of its work to others."""

    code: Code
    heirs: tuple[Heir, ...]
    officers: dict[str, str] = {}
    kind: Literal["split"] = "split"


class Executor(_Row, frozen=True):
    """Every agency of a level, or one agency."""

    level: LevelName | Literal[""] = ""
    agency: Annotated[str, msgspec.Meta(max_length=35)] = ""


class LevelRow(_Row, frozen=True):
    """Who executes what the procedures (without any: all others) leave to a level."""

    level: LevelName
    executors: tuple[Executor, ...]
    procedures: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


class Plan(_Row, frozen=True):
    """A plan as its file states it, with full agency codes and, once `filled`, procedures instead of fields."""

    format: Literal["haidang.reorganisation/1"]
    code: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9-]{1,58}[a-z0-9]\Z")]
    name: Annotated[str, msgspec.Meta(min_length=2, max_length=300)]
    on: date = msgspec.field(name="date")
    legal_basis: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    new: tuple[NewAgency, ...] = ()
    change: tuple[Change, ...] = ()
    end: tuple[End, ...] = ()
    give: tuple[Give, ...] = ()
    levels: tuple[LevelRow, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The plan as plain JSON values."""
        found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return found

    @property
    def passing(self) -> list["End | Give"]:
        """Every agency that passes work on, ending or not."""
        return [*self.end, *self.give]

    @property
    def content_hash(self) -> str:
        """Hash of what the plan says, however its file is laid out."""
        return hashlib.sha256(canonical(self.plain()).encode()).hexdigest()


_Filling = TypeVar("_Filling", Heir, LevelRow)
_Passing = TypeVar("_Passing", End, Give)
_AT = re.compile(r"^(?P<what>.*) - at `\$\.?(?P<place>.*)`$")


def read(raw: bytes) -> Plan:
    """The plan that a file states, in full agency codes; raises PlanRefused that names row and field."""
    if len(raw) > LARGEST:
        raise PlanRefused([Problem("", str(_("Tệp kế hoạch quá lớn.")))])
    try:
        plan = msgspec.json.decode(raw, type=Plan)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        found = _AT.match(str(error))
        place, what = (found["place"], found["what"]) if found else ("", str(error))
        message = _("không đọc được: %(what)s") % {"what": what}
        raise PlanRefused([Problem(place or str(_("tệp")), message)]) from error
    unstorable = [place for place, text in _texts(plan.plain()) if not is_storable(text)]
    if unstorable:
        raise PlanRefused(Problem(place, str(_("có ký tự không đọc được."))) for place in unstorable)
    return _with_full_codes(plan)


def filled(plan: Plan, fields: Mapping[str, Iterable[str]]) -> Plan:
    """The plan with the procedures of its fields of law written out; `fields` maps a field to its procedures.

    Raises PlanRefused for a field that `fields` does not know.
    """
    problems: list[Problem] = []

    def fill(row: _Filling, place: str) -> _Filling:
        unknown = [code for code in row.fields if code not in fields]
        problems.extend(Problem(f"{place}.fields", _("không có lĩnh vực %(code)s.") % {"code": c}) for c in unknown)
        codes = {code for field in row.fields for code in fields.get(field, ())} | set(row.procedures)
        return msgspec.structs.replace(row, procedures=tuple(sorted(codes)), fields=())

    def fill_heirs(row: _Passing, place: str) -> _Passing:
        heirs = tuple(fill(heir, f"{place}.heirs[{at}]") for at, heir in enumerate(row.heirs))
        return msgspec.structs.replace(row, heirs=heirs)

    found = msgspec.structs.replace(
        plan,
        end=tuple(fill_heirs(row, f"end[{at}]") for at, row in enumerate(plan.end)),
        give=tuple(fill_heirs(row, f"give[{at}]") for at, row in enumerate(plan.give)),
        levels=tuple(fill(row, f"levels[{at}]") for at, row in enumerate(plan.levels)),
    )
    if problems:
        raise PlanRefused(problems)
    return found


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Where two plans say different things, as places in the file."""
    found = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if isinstance(old, list) and isinstance(new, list) and old != new:
            longest = range(max(len(old), len(new)))
            found += [f"{name}[{at}]" for at in longest if old[at : at + 1] != new[at : at + 1]]
        elif old != new:
            found.append(name)
    return found


def _with_full_codes(plan: Plan) -> Plan:
    replace = msgspec.structs.replace

    def heirs(row: End | Give) -> dict[str, Any]:
        return {
            "code": full(row.code),
            "heirs": tuple(replace(heir, code=full(heir.code)) for heir in row.heirs),
            "officers": {name: full(code) for name, code in row.officers.items()},
        }

    return replace(
        plan,
        new=tuple(
            replace(row, code=full(row.code), parent=full(row.parent) if row.parent else None) for row in plan.new
        ),
        change=tuple(replace(row, code=full(row.code), parent=full(row.parent)) for row in plan.change),
        end=tuple(replace(row, **heirs(row)) for row in plan.end),
        give=tuple(replace(row, **heirs(row)) for row in plan.give),
        levels=tuple(
            replace(row, executors=tuple(replace(each, agency=full(each.agency)) for each in row.executors))
            for row in plan.levels
        ),
    )


def full(code: str) -> str:
    """An agency's code with the installation's province in place of `@`."""
    return f"{settings.PROVINCE_CODE}{code[1:]}" if code.startswith("@") else code


def _texts(value: Any, place: str = "") -> Iterable[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield place, str(key)
            yield from _texts(item, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple):
        for at, item in enumerate(value):
            yield from _texts(item, f"{place}[{at}]")
