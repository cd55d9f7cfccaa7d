"""Every figure counted again without the lake: what the journals tell, row by row, in plain Python.

`haidang recount` holds this against what the lake says, and names the dossiers on which the two differ. Datasets that
no journal tells are read from the rooms' own tables from the beginning, on which nobody kept a cursor.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from haidang.identity import api as identity
from haidang.ioc.indicators import catalogue, figures, plain, reach, told
from haidang.ioc.indicators.behind import Part, items, parts
from haidang.ioc.indicators.catalogue import Spec
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.indicators.figures import WHOLE, Asked, Figure
from haidang.ioc.indicators.formula import Measure, columns_read
from haidang.ioc.indicators.keeping import MONTHS
from haidang.ioc.indicators.periods import Frame, months
from haidang.ioc.lake import reading as lake
from haidang.platform import facts

Progress = Callable[[int], None]
Rows = list[Mapping[str, Any]]
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure on which the two counts disagree, with the items that only one of them has, by side."""

    code: str
    frame: str
    grain: Grain
    place: str
    by_lake: Figure | None
    by_journal: Figure | None
    only_lake: tuple[str, ...] = ()
    only_journal: tuple[str, ...] = ()


@dataclass(slots=True)
class Recount:
    """What was compared: rows read and figures compared; indicators without data; where the two differ."""

    dossiers: int = 0
    figures: int = 0
    indicators: list[str] = field(default_factory=list)
    without_data: list[str] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)
    """Indicators of a column that no journal tells."""
    differences: list[Difference] = field(default_factory=list)


def recount(*, on: date, progress: Progress | None = None) -> Recount:
    """Counts every indicator in force again and compares every figure of the last months. Raises LakeNotReady."""
    source, done = lake.reader(), Recount()
    slow = _Slow(source, progress)
    for spec in catalogue.current(on=on):
        if spec.formula is None or not catalogue.is_filled(spec, source):
            done.without_data.append(spec.code)
        elif not slow.tells(spec):
            done.unproven.append(spec.code)
        else:
            done.indicators.append(spec.code)
            for grain in (Grain.PROVINCE, *spec.definition.grains):
                _compare(spec, grain, source, slow, on=on, done=done)
    done.dossiers = slow.dossiers
    return done


class _Slow:
    """Rows of datasets from another path than the lake, each read once, with what their columns hold."""

    def __init__(self, source: lake.Reader, progress: Progress | None) -> None:
        self._source, self._progress = source, progress
        self._rows: dict[str, Rows] = {}
        self.schemas = catalogue.schemas()
        self.dossiers = 0

    def tells(self, spec: Spec) -> bool:
        """Whether every column that the indicator reads is told."""
        for dataset, columns in columns_read(spec.readable).items():
            rows = self.rows(dataset)
            if rows and not columns | set(spec.definition.places.values()) <= set(rows[0]):
                return False
        return True

    def rows(self, dataset: str) -> Rows:
        """All rows of a dataset as of the lake's own moment."""
        if dataset not in self._rows:
            until = self._source.as_of_tables([dataset])
            found = _from_journals(until, self._progress) if dataset == "dossiers" else _from_rooms(dataset)
            self._rows[dataset] = found
            self.dossiers += len(found) if dataset == "dossiers" else 0
        return self._rows[dataset]


def _from_journals(until: datetime, progress: Progress | None) -> Rows:
    return list(told.dossiers(until=until, progress=progress))


def _from_rooms(name: str) -> Rows:
    """A dataset asked for from its beginning, the last word about each key."""
    dataset, cursor, found = facts.datasets()[name], "", dict[tuple[Any, ...], Mapping[str, Any]]()
    while True:
        batch = dataset.changes(cursor, _BATCH)
        rows = [dict(zip(dataset.names, row, strict=True)) for row in batch.rows]
        if batch.is_whole:
            found.clear()
        groups = {tuple(row[column] for column in dataset.grouped_by) for row in rows} | set(batch.gone)
        for key in [key for key, row in found.items() if tuple(row[c] for c in dataset.grouped_by) in groups]:
            del found[key]
        found |= {tuple(row[column] for column in dataset.key): row for row in rows}
        cursor = batch.cursor
        if batch.is_last:
            return list(found.values())


def _compare(spec: Spec, grain: Grain, source: lake.Reader, slow: _Slow, *, on: date, done: Recount) -> None:
    frames = months(as_of=source.as_of_tables(spec.readable.datasets), count=MONTHS)
    asked = Asked(frames, grain, reach.EVERYTHING, on)
    by_lake = figures.count(spec.definition, spec.readable, asked, source)
    by_journal = _counted(spec, grain, frames, slow, on)
    done.figures += len(by_lake)
    for key, place in sorted({*by_lake, *by_journal}):
        left, right = by_lake.get((key, place)), by_journal.get((key, place))
        if not _same(left, right):
            frame = next(frame for frame in frames if frame.key == key)
            one = Asked([frame], grain, reach.EVERYTHING, on)
            only = _who(spec, one, place, source, slow)
            done.differences.append(Difference(spec.code, key, grain, place, left, right, *only))


def _same(left: Figure | None, right: Figure | None) -> bool:
    """Equal, but for how floating numbers were added up and interpolated."""
    if left is None or right is None:
        return left is right
    pairs = [(left.numerator, right.numerator), (left.denominator, right.denominator), (left.base, right.base)]
    return all(a == b or (a is not None and b is not None and abs(a - b) <= 1e-6 * max(1, abs(a))) for a, b in pairs)


def _counted(spec: Spec, grain: Grain, frames: Sequence[Frame], slow: _Slow, on: date) -> figures.Figures:
    """The same figures from the slow rows; a place with none in a frame is left out, as in the lake."""
    found: dict[tuple[str, str], list[tuple[plain.Number | None, int] | None]] = {}
    for number, measure in enumerate(spec.readable.measures):
        for place, rows in _by_place(spec, measure, grain, slow, on).items():
            for frame in frames:
                counted = plain.total(measure, rows, frame, slow.schemas[measure.dataset])
                if any(plain.holds(measure.where, row, frame, slow.schemas[measure.dataset]) for row in rows):
                    sides = found.setdefault((frame.key, place), [None] * len(spec.readable.measures))
                    sides[number] = counted
    return {key: figures.figure(spec.readable, sides) for key, sides in found.items()}


def _by_place(spec: Spec, measure: Measure, grain: Grain, slow: _Slow, on: date) -> dict[str, Rows]:
    rows, found = slow.rows(measure.dataset), dict[str, Rows](defaultdict(list))
    if grain is Grain.PROVINCE:
        return {WHOLE: rows}
    column, heirs = spec.definition.places[grain], _heirs(spec, rows, on) if grain is Grain.AGENCY else {}
    for row in rows:
        place = heirs.get(_pair(spec, row)) if grain is Grain.AGENCY else row[column] or ""
        if place is not None:
            found.setdefault(place, []).append(row)
    return found


def _pair(spec: Spec, row: Mapping[str, Any]) -> tuple[str, str]:
    procedure = spec.definition.places.get(Grain.PROCEDURE)
    return row[spec.definition.places[Grain.AGENCY]], (row[procedure] or "") if procedure else ""


def _heirs(spec: Spec, rows: Rows, on: date) -> dict[tuple[str, str], str]:
    """Whose each row is today, asked for one by one."""
    ids = dict(identity.Agency.objects.values_list("code", "id"))
    codes = {number: code for code, number in ids.items()}
    known = identity.lineage(on)
    pairs = {_pair(spec, row) for row in rows}
    return {(agency, procedure): codes[known.heir(ids[agency], procedure)]
            for agency, procedure in pairs if agency in ids}  # fmt: skip


def _who(
    spec: Spec, asked: Asked, place: str, source: lake.Reader, slow: _Slow
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The items that only the lake, and only the journal, has on any side of the figure."""
    only_lake, only_journal = set[str](), set[str]()
    for part in parts(spec):
        if part is Part.REST:
            continue
        by_lake = set(items(spec, part, asked, source, place=place, size=1_000_000).values)
        by_journal = set(_items(spec, part, asked, place, slow))
        only_lake |= by_lake - by_journal
        only_journal |= by_journal - by_lake
    return tuple(sorted(only_lake)), tuple(sorted(only_journal))


def _items(spec: Spec, part: Part, asked: Asked, place: str, slow: _Slow) -> Iterator[str]:
    measure = (
        spec.readable.numerator if part is Part.NUMERATOR else spec.readable.denominator or spec.readable.numerator
    )
    schema, frame = slow.schemas[measure.dataset], asked.frames[0]
    for row in _by_place(spec, measure, asked.grain, slow, asked.on).get(place, []):
        has_value = not measure.column or row[measure.column] is not None
        if has_value and plain.holds(measure.where, row, frame, schema):
            yield str(row[spec.definition.item])
