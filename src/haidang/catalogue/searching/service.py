"""Search, counts and browsing over the published catalogue.

The index is built when first asked and kept until the catalogue is another one.
"""

from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from haidang.catalogue.labels import LIFE_EVENTS
from haidang.catalogue.models import CatalogueState, Procedure
from haidang.catalogue.searching.index import Entry, Index, build, positions
from haidang.identity import api as identity
from haidang.platform import clock


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A procedure in a list. `services` are its online levels (full, partial), `fields` pairs of code and name."""

    code: str
    name: str
    fields: tuple[tuple[str, str], ...]
    service_levels: tuple[str, ...]
    levels: tuple[str, ...]
    life_event: str
    offered: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search; `total` counts all hits."""

    total: int
    items: list[SearchHit]


@dataclass(frozen=True, slots=True)
class ServiceCounts:
    """How many services the province offers: `full` and `partial` each include the `both` that are both by case."""

    total: int
    full: int
    partial: int
    both: int


@dataclass(frozen=True, slots=True)
class Group:
    """A value one can browse by, with the number of offered procedures behind it."""

    key: str
    name: str
    count: int


class _Kept:
    """The index of this process and the generation it was built from."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.state: tuple[str, Index] | None = None


_kept = _Kept()


def current_index() -> Index:
    """The index of the catalogue as it is now: one query by primary key, and a rebuild if that has changed."""
    generation = CatalogueState.objects.filter(pk=1).values_list("generation", flat=True).first() or ""
    state = _kept.state
    if state and state[0] == generation:
        return state[1]
    with _kept.lock:
        if not _kept.state or _kept.state[0] != generation:
            _kept.state = (generation, build(_entries()))
        return _kept.state[1]


def warm() -> int:
    """Builds the index before the first citizen asks; returns the number of procedures in it."""
    return len(current_index().entries)


def _entries() -> list[Entry]:
    rows = Procedure.objects.filter(current__isnull=False).order_by("code")
    columns = rows.values_list("code", "search_text", "summary", "is_offered")
    return [_entry(*row, offered=offered) for *row, offered in columns.iterator(chunk_size=2000)]


def _entry(code: str, folded: str, summary: dict[str, Any], *, offered: bool) -> Entry:
    fields = tuple((field[0], field[1]) for field in summary["fields"])
    marks = [f"field:{field_code or name}" for field_code, name in fields]
    for kind, values in (("level", "levels"), ("service", "services"), ("rule", "executing")):
        marks += [f"{kind}:{value}" for value in summary[values]]
    if summary["life_event"]:
        marks.append(f"life:{summary['life_event']}")
    return Entry(
        code=code,
        name=summary["name"],
        folded=folded,
        offered=offered,
        fields=fields,
        levels=tuple(summary["levels"]),
        services=tuple(summary["services"]),
        life_event=summary["life_event"],
        marks=tuple(marks),
    )


def search(
    words: str,
    *,
    limit: int = 20,
    offset: int = 0,
    field: str | None = None,
    life_event: str | None = None,
    agency_code: str | None = None,
    level: str | None = None,
    service: str | None = None,
    offered_only: bool = True,
    on: date | None = None,
) -> SearchPage:
    """Procedures that answer `words`, best first; without words all of them by name.

    `field` is a field's code, `service` is full, partial or both, `agency_code` an agency that executes at `on`
    (by default today). Raises identity.AgencyNotFound for an agency that is not there.
    """
    index = current_index()
    within = index.offered if offered_only else index.all
    chosen = {"field": field, "life": life_event, "level": level}
    for kind, value in chosen.items():
        if value:
            within &= index.marked(f"{kind}:{value}")
    if service:
        for one in ("full", "partial") if service == "both" else (service,):
            within &= index.marked(f"service:{one}")
    if agency_code:
        within &= _executed_by(agency_code, index, on=on or clock.today())
    found = index.find(words, within=within)
    return SearchPage(len(found), [_hit(index.entries[at]) for at in found[offset : offset + limit]])


def _executed_by(agency_code: str, index: Index, *, on: date) -> int:
    """Bitset of the procedures that an agency executes at `on`."""
    agency, executors = identity.agency(agency_code, on=on), identity.executors(on)
    found = 0
    for mark, bits in index.marks("rule:"):
        rule = mark.removeprefix("rule:")
        mine, special = bits if agency.id in executors.of(rule) else 0, executors.special(rule)
        for at in positions(bits) if special else ():
            code = index.entries[at].code
            if code in special:
                mine = mine | 1 << at if agency.id in executors.of(rule, code) else mine & ~(1 << at)
        found |= mine
    return found


def _hit(entry: Entry) -> SearchHit:
    return SearchHit(
        entry.code, entry.name, entry.fields, entry.services, entry.levels, entry.life_event, entry.offered
    )


def counts() -> ServiceCounts:
    """The province's services, counted from the same marks by which the lists behind them are filtered."""
    index = current_index()
    full, partial = (index.marked(f"service:{one}") & index.offered for one in ("full", "partial"))
    return ServiceCounts(
        total=index.offered.bit_count(),
        full=full.bit_count(),
        partial=partial.bit_count(),
        both=(full & partial).bit_count(),
    )


def browse_fields() -> list[Group]:
    """The fields of the offered procedures by name."""
    index = current_index()
    names = {code or name: name for at in positions(index.offered) for code, name in index.entries[at].fields}
    found = [
        Group(key, names[key], count)
        for mark, bits in index.marks("field:")
        if (key := mark.removeprefix("field:")) in names and (count := (bits & index.offered).bit_count())
    ]
    return sorted(found, key=lambda group: group.name)


def browse_life_events() -> list[Group]:
    """The life events of the national portal that have offered procedures, in the portal's order of a life."""
    index = current_index()
    return [
        Group(key, str(name), count)
        for key, name in LIFE_EVENTS.items()
        if (count := (index.marked(f"life:{key}") & index.offered).bit_count())
    ]
