"""Prefixes as rows of numbers, for models that learn from such."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from haidang.insight.log import ACTIVITY, Floats, Ints
from haidang.insight.prefixes import Facts, Questions

_MOST_COUNTED, _CAUTION = 40, 20.0


@dataclass(frozen=True, slots=True)
class Encoder:
    """How words become numbers: each in the order of the mean of what followed it in training, by column.

    `counted`: codes of the activities whose occurrences are counted.
    """

    ranks: Mapping[str, Floats]
    counted: Ints

    @classmethod
    def of(cls, known: Questions) -> "Encoder":
        """Learns the order from `known`."""
        columns = known.facts.log.columns
        size = len(columns[ACTIVITY].names)
        often = np.bincount(columns[ACTIVITY].codes[known.row], minlength=size)
        ranks = {
            name: _means(column.codes[known.row], known.left, len(column.names)) for name, column in columns.items()
        }
        ranks["previous"] = _means(known.facts.previous[known.row] + 1, known.left, size + 1)
        return cls(ranks, np.sort(np.argsort(-often, kind="stable")[:_MOST_COUNTED]))

    def rows(self, asked: Questions) -> Floats:
        """A row of features for each of `asked`."""
        facts, row = asked.facts, asked.row
        words = [self.ranks[name][column.codes[row]] for name, column in facts.log.columns.items()]
        words.append(self.ranks["previous"][facts.previous[row] + 1])
        return np.column_stack([*words, *standard(asked), asked.wait, asked.in_step, _counts(facts, row, self.counted)])


def standard(asked: Questions) -> list[Floats]:
    """What any model of the field is given: place, age, time since the event before, hour, weekday, time left."""
    facts, row, at = asked.facts, asked.row, asked.facts.log.at[asked.row]
    return [
        facts.position[row].astype(np.float64),
        facts.age[row] + asked.wait,
        facts.gap[row],
        at % 1.0,
        (np.floor(at) + 3) % 7,
        asked.slack,
    ]


def plain(asked: Questions) -> Floats:
    """The standard rows for baselines: codes of all columns, `standard`, and how often each activity occurred."""
    facts, row = asked.facts, asked.row
    codes = [column.codes[row] for column in facts.log.columns.values()]
    size = len(facts.log.columns[ACTIVITY].names)
    return np.column_stack([*codes, *standard(asked), facts.load[row], _counts(facts, row, np.arange(size))])


def _means(codes: Ints, values: Floats, size: int) -> Floats:
    """The mean of `values` by code, drawn towards the mean of all where there are few."""
    total, count = np.bincount(codes, weights=values, minlength=size), np.bincount(codes, minlength=size)
    found: Floats = (total + _CAUTION * values.mean()) / (count + _CAUTION)
    return found


def _counts(facts: Facts, rows: Ints, activities: Ints) -> Floats:
    """How often each of `activities` had occurred in the case, the row's own event included."""
    codes = facts.log.columns[ACTIVITY].codes
    begins = facts.log.first[:-1][facts.case[rows]]
    found = np.empty((len(rows), len(activities)))
    for place, activity in enumerate(activities):
        total = np.concatenate(([0], np.cumsum(codes == activity)))
        found[:, place] = total[rows + 1] - total[begins]
    return found
