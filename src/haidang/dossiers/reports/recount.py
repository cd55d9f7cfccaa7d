"""The same figures counted again from nothing but the journal: slow, plain, and on a path of its own.

Every line of every dossier is read in order, up to the period's moment; what was told until then decides the cells. The
rows of the dossiers are not looked at. `haidang reports recount` holds this against what the database counts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from haidang.dossiers.reports.counting import Key, behind, counted
from haidang.dossiers.reports.periods import COUNTED, Cell, Facts, Figures, Period, cells
from haidang.platform import journal
from haidang.platform.models import JournalEntry

PREFIX = "dossier:"
Codes = dict[tuple[Key, Cell], set[str]]
_CLOSING = {"reject", "withdraw", "stop", "finish"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure on which the two counts disagree, with the dossiers that only one of them has."""

    key: Key
    cell: Cell
    by_database: int
    by_journal: int
    only_database: tuple[str, ...]
    only_journal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recount:
    """What was compared: how many dossiers and lines were read, how many figures there are, where they differ."""

    dossiers: int
    lines: int
    figures: int
    differences: list[Difference]


def recount(period: Period, *, progress: Callable[[int], None] | None = None) -> Recount:
    """Counts `period` from the journal and compares every figure with the database's; `progress` gets dossiers done."""
    told: Codes = defaultdict(set)
    dossiers = lines = 0
    for stream, entries in journal.streams(PREFIX):
        dossiers += 1
        lines += len(entries)
        key, found = from_journal(entries, period)
        for cell in found:
            told[key, cell].add(stream.removeprefix(PREFIX))
        if progress:
            progress(dossiers)
    figures = counted(period, Q())
    return Recount(dossiers, lines, len(figures) * len(COUNTED), _differences(figures, _listed(period), told))


def from_journal(entries: Iterable[JournalEntry], period: Period) -> tuple[Key, frozenset[Cell]]:
    """The key of the dossier that `entries` tell of, all of them in order, and the cells that it counts in."""
    key, channel = Key(0, "", 0), ""
    received_at: datetime | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    closed_at: datetime | None = None
    is_refused = False
    for entry in entries:
        command, data = entry.kind.rsplit(".", 1)[1], journal.data(entry)
        if command == "submit":
            key, channel = Key(data["agency"], data["procedure"], data["procedure_version"]), data["channel"]
        if entry.at >= period.until:
            break
        if command == "accept":
            received_at = entry.at
        if "due_at" in data:
            due_at = datetime.fromisoformat(data["due_at"]) if data["due_at"] else None
        if command == "finish":
            finished_at = entry.at
        if command in _CLOSING and closed_at is None:
            closed_at = entry.at
            is_refused = command == "reject"
    return key, cells(Facts(channel, received_at, due_at, finished_at, closed_at, is_refused), period)


def _listed(period: Period) -> Codes:
    """The dossiers behind every figure, as the pages list them."""
    found: Codes = defaultdict(set)
    for cell in COUNTED:
        for code, *key in behind(period, cell, Q()).values_list("code", *Key._fields):
            found[Key(*key), cell].add(code)
    return found


def _differences(figures: Mapping[Key, Figures], listed: Codes, told: Codes) -> list[Difference]:
    places = {(key, cell) for key in figures for cell in COUNTED} | set(listed) | set(told)
    found = []
    for key, cell in sorted(places):
        figure = figures.get(key, Figures()).of(cell)
        rows, lines = listed.get((key, cell), set()), told.get((key, cell), set())
        if figure != len(rows) or rows != lines:
            found.append(Difference(key, cell, figure, len(lines), *_only(rows, lines)))
    return found


def _only(rows: set[str], lines: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(sorted(rows - lines)), tuple(sorted(lines - rows))
