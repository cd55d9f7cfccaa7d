"""Comparable cases: how long those took that once stood at the same step, from broad groups to narrow ones.

Each level of `levels` divides further (step; procedure and step; and the agency; and its load). A narrow group of few
cases is not believed alone: its figure is drawn towards that of the broader group as if CAUTION of those stood in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from haidang.insight.log import Bools, Floats, Ints
from haidang.insight.prefixes import PLACE, Facts, Questions

CAUTION = 15
MOST = 400
"""The newest cases of a group speak for it: offices change, and a few hundred say as much as all."""
ENOUGH = 20
"""From how many cases on a group is named as what a forecast rests on."""
AGE, LOAD, PREVIOUS = "age", "load", "previous"
_AGE_BANDS, _ROWS = 8, 2_000
_QUIET, _BUSY = 0.75, 1.25
QUANTILES = (0.5, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Level:
    """A way to group: its name, and the columns that must be equal; `age`, `load`, `previous` are counted ones."""

    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries into a step by cases that are over, by `left`: days from the entry to the end; `stay`: in the step."""

    left: Floats
    stay: Floats


@dataclass(slots=True)
class Compared:
    """The answers, one a row: chance of missing the deadline, days still needed (median, p80, p90), and on what.

    `level`: place in `levels` of the narrowest group with ENOUGH cases that stayed in the step as long, -1 for none;
    `count`: how many these are; `late`: how many of them needed more than was left; `needed` (rows, 3): their own
    quantiles, without those of broader groups.
    """

    chance: Floats
    days: Floats
    level: Ints
    count: Ints
    late: Ints
    needed: Floats


class Comparables:
    """What the cases of `known` tell; `known` are rows of cases that are over."""

    def __init__(self, known: Questions, levels: Sequence[Level]) -> None:
        facts = known.facts
        entries = np.unique(known.row[facts.is_entry[known.row]])
        entries = entries[np.argsort(facts.log.at[entries], kind="stable")]
        self.levels = tuple(levels)
        ages = facts.age[entries]
        self._ages = np.unique(np.quantile(ages, np.linspace(0, 1, _AGE_BANDS + 1)[1:-1]))
        self._usual = _usual_load(facts, entries)
        self._prior = float(known.is_late.mean())
        self._groups = [_grouped(facts, entries, self._keys(facts, entries, level)) for level in self.levels]
        self._median = float(np.median(facts.left[entries]))

    def answer(self, asked: Questions) -> Compared:
        """Forecasts for `asked`."""
        count = len(asked)
        found = Compared(
            chance=np.full(count, self._prior),
            days=np.full((count, len(QUANTILES)), self._median),
            level=np.full(count, -1, dtype=np.int64),
            count=np.zeros(count, dtype=np.int64),
            late=np.zeros(count, dtype=np.int64),
            needed=np.full((count, len(QUANTILES)), np.nan),
        )
        for place, level in enumerate(self.levels):
            keys = self._keys(asked.facts, asked.row, level)
            for key, rows in _rows_by_key(keys):
                if group := self._groups[place].get(key):
                    for at in range(0, len(rows), _ROWS):
                        _draw(found, asked, group, rows[at : at + _ROWS], place)
        return found

    def _keys(self, facts: Facts, rows: Ints, level: Level) -> Ints:
        """The key of each row (rows, keys)."""
        return np.column_stack([np.zeros(len(rows), dtype=np.int64), *(self._key(facts, rows, k) for k in level.keys)])

    def _key(self, facts: Facts, rows: Ints, name: str) -> Ints:
        if name == AGE:
            # The age at which the step was entered, so that it does not change while a case stands there.
            begun = facts.log.clock[rows] - facts.age[rows]
            return np.searchsorted(self._ages, facts.entered[rows] - begun, "right")
        if name == LOAD:
            return _load_band(facts, rows, self._usual)
        return facts.previous[rows] if name == PREVIOUS else facts.log.columns[name].codes[rows]


def _places(facts: Facts, rows: Ints) -> Ints:
    column = facts.log.columns.get(PLACE)
    return column.codes[rows] if column else np.zeros(len(rows), dtype=np.int64)


def _usual_load(facts: Facts, entries: Ints) -> Floats:
    """The mean load of each place."""
    places = _places(facts, entries)
    column = facts.log.columns.get(PLACE)
    size = len(column.names) if column else 1
    total = np.bincount(places, weights=facts.load[entries], minlength=size)
    return total / np.maximum(np.bincount(places, minlength=size), 1)


def _load_band(facts: Facts, rows: Ints, usual: Floats) -> Ints:
    """0 quiet, 1 as usual, 2 busy, against the usual load of the place."""
    share = facts.load[rows] / np.maximum(usual[_places(facts, rows)], 1.0)
    return np.digitize(share, [_QUIET, _BUSY])


def _rows_by_key(keys: Ints) -> list[tuple[tuple[int, ...], Ints]]:
    """The places of each different key, in their order."""
    if not len(keys):
        return []
    values, place = np.unique(keys, axis=0, return_inverse=True)
    order = np.argsort(place.ravel(), kind="stable")
    cuts = np.cumsum(np.bincount(place.ravel()))[:-1]
    return [(tuple(value.tolist()), rows) for value, rows in zip(values, np.split(order, cuts), strict=True)]


def _grouped(facts: Facts, entries: Ints, keys: Ints) -> dict[tuple[int, ...], Group]:
    """The newest MOST entries under each key."""
    found = {}
    for key, rows in _rows_by_key(keys):
        newest = entries[rows[-MOST:]]
        newest = newest[np.argsort(facts.left[newest], kind="stable")]
        found[key] = Group(facts.left[newest], facts.stay[newest])
    return found


def _draw(found: Compared, asked: Questions, group: Group, rows: Ints, place: int) -> None:
    """Draws the answers of `rows` towards what the cases of `group` did that stayed in the step as long."""
    waited = asked.in_step[rows, None]
    # One whose step ended at this very moment has not outstayed it; at the entry itself all are comparable.
    stayed: Bools = (group.stay[None, :] > waited) | (waited <= 0)
    count = stayed.sum(axis=1)
    needed = group.left[None, :] - waited
    late = (stayed & (needed > asked.slack[rows, None])).sum(axis=1)
    found.chance[rows] = (late + CAUTION * found.chance[rows]) / (count + CAUTION)
    some = count > 0
    own = _quantiles(stayed, group.left, count) - waited
    weight = (count / (count + CAUTION))[:, None]
    found.days[rows] = np.where(some[:, None], weight * own + (1 - weight) * found.days[rows], found.days[rows])
    named = rows[count >= ENOUGH]
    found.level[named] = place
    found.count[named], found.late[named] = count[count >= ENOUGH], late[count >= ENOUGH]
    found.needed[named] = own[count >= ENOUGH]


def _quantiles(stayed: Bools, left: Floats, count: Ints) -> Floats:
    """The quantiles of `left`, which is sorted, over those marked in each row: the least value with that share."""
    running = np.cumsum(stayed, axis=1, dtype=np.int32)
    columns = [
        left[np.argmax(running >= np.maximum(np.ceil(share * count), 1)[:, None], axis=1)] for share in QUANTILES
    ]
    return np.column_stack(columns)
