"""Prefixes as rows of numbers, for models that learn from such."""

import numpy as np

from haidang.insight.log import ACTIVITY, Floats, Ints
from haidang.insight.prefixes import Facts, Questions

_MOST_COUNTED = 60


def plain(asked: Questions) -> Floats:
    """The rows that are standard in the field.

    Codes of all columns at the event; place in the case, age, time since the event before, hour, weekday, time left to
    the deadline, load; and how often each activity has occurred, of the most frequent ones.
    """
    facts, row, at = asked.facts, asked.row, asked.facts.log.at[asked.row]
    codes = [column.codes[row] for column in facts.log.columns.values()]
    return np.column_stack(
        [
            *codes,
            facts.position[row],
            facts.age[row] + asked.wait,
            facts.gap[row],
            at % 1.0,
            (np.floor(at) + 3) % 7,
            asked.slack,
            facts.load[row],
            _counts(facts, row),
        ]
    )


def full(asked: Questions) -> Floats:
    """The same, with what only this house asks: time since the event, time in the step, the activity before."""
    return np.column_stack([plain(asked), asked.wait, asked.in_step, asked.facts.previous[asked.row]])


def _counts(facts: Facts, rows: Ints) -> Floats:
    """How often each frequent activity had occurred in the case, the row's own event included."""
    codes = facts.log.columns[ACTIVITY].codes
    often = np.argsort(-np.bincount(codes), kind="stable")[:_MOST_COUNTED]
    begins = facts.log.first[:-1][facts.case[rows]]
    found = np.empty((len(rows), len(often)))
    for place, activity in enumerate(often):
        total = np.concatenate(([0], np.cumsum(codes == activity)))
        found[:, place] = total[rows + 1] - total[begins]
    return found
