"""The same figures counted again from nothing but the journal: slow, plain, and on a path of its own.

Every line of every dossier is read in order, up to the period's moment; what was told until then decides the cells. The
rows of the dossiers are not looked at. `haidang reports recount` holds this against what the database counts.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from haidang.dossiers.reports.counting import Key, behind, counted
from haidang.dossiers.reports.periods import COUNTED, Cell, Facts, Figures, Period, cells
from haidang.platform import journal
from haidang.platform.models import JournalEntry

PREFIX = "dossier:"
Codes = dict[tuple[Key, Cell], set[str]]
_PAUSING = {"request_supplement", "pause", "request_payment"}
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


def from_journal(entries: Sequence[JournalEntry], period: Period) -> tuple[Key, frozenset[Cell]]:
    """The key of the dossier that `entries` tell of, all of them in order, and the cells that it counts in."""
    filed = journal.data(entries[0])
    told = _Told(filed["channel"])
    for entry in entries[1:]:
        if entry.at >= period.until:
            break
        told.take(entry)
    return Key(filed["agency"], filed["procedure"], filed["procedure_version"]), cells(told.facts(), period)


@dataclass(slots=True)
class _Told:
    """What the lines read so far say of a dossier."""

    channel: str
    received_at: datetime | None = None
    may_pause: bool = False
    due_at: datetime | None = None
    finished_at: datetime | None = None
    closed_at: datetime | None = None
    is_refused: bool = False

    def take(self, entry: JournalEntry) -> None:
        """Reads the next line."""
        command, data = entry.kind.rsplit(".", 1)[1], journal.data(entry)
        if command == "accept":
            self.received_at, self.may_pause = entry.at, data["pause_policy"] != "none"
        if "due_at" in data:
            self.due_at = datetime.fromisoformat(data["due_at"]) if data["due_at"] else None
        elif data["v"] == 1 and command in _PAUSING:
            self._pause_untold(entry.at)
        if command == "finish":
            self.finished_at = entry.at
        if command in _CLOSING and self.closed_at is None:
            self.closed_at, self.is_refused = entry.at, command == "reject"

    def _pause_untold(self, at: datetime) -> None:
        """The first journals told the due date only of acts that set one, not of those that suspended it."""
        if self.may_pause and self.due_at and at <= self.due_at:
            self.due_at = None

    def facts(self) -> Facts:
        """The dossier as it stands after the lines read."""
        return Facts(self.channel, self.received_at, self.due_at, self.finished_at, self.closed_at, self.is_refused)


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
