"""Boosted trees, several of them on different cases: the chance of being late, and the median of the time needed."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np

from haidang.insight.features import full
from haidang.insight.log import Bools, Floats, Ints
from haidang.insight.prefixes import Questions

BAGS, BAG_SHARE = 3, 0.8
FEWEST = 200
"""Below so many rows trees would learn noise."""
_FOR_CHANCE = {"max_iter": 80, "max_leaf_nodes": 8, "min_samples_leaf": 40, "l2_regularization": 5.0}
_FOR_TIME = {"max_iter": 200, "max_leaf_nodes": 15, "min_samples_leaf": 20}
_COMMON = {"learning_rate": 0.05, "early_stopping": False}


@dataclass(frozen=True, slots=True)
class Member:
    """One pair of models, and by how much the median missed cases that it had not seen, in order."""

    late: Any
    """A classifier, or the one class that training knew."""
    median: Any
    misses: Floats


class Boosted:
    """What trees learnt from `known`."""

    def __init__(self, known: Questions) -> None:
        rows, late, left = full(known), known.is_late, known.left
        cases = np.unique(known.case)
        with one_thread():
            self._members = [_member(rows, late, left, _bag(known.case, cases, seed), seed) for seed in range(BAGS)]

    def answer(self, asked: Questions) -> tuple[Floats, Floats, Floats]:
        """The chance of being late, learnt as such; the same from the time needed; and that time's median, in days."""
        rows = full(asked)
        chance, implied, days = (np.zeros(len(asked)) for _ in range(3))
        with one_thread():
            for member in self._members:
                median = _median(member.median, rows)
                chance += _chance(member.late, rows)
                passed = np.searchsorted(member.misses, asked.slack - median, "right")
                implied += 1 - passed / len(member.misses)
                days += median
        return chance / BAGS, implied / BAGS, days / BAGS


def one_thread() -> AbstractContextManager[Any]:
    """Trees of this size are grown faster by one thread than by several that wait for each other."""
    import sklearn.ensemble  # noqa: F401  limits hold for libraries that are loaded by then
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[Any] = threadpool_limits(limits=1)
    return limits


def _bag(case: Ints, cases: Ints, seed: int) -> Bools:
    """The rows of most cases, drawn anew for each seed."""
    drawn = np.random.default_rng(seed).choice(cases, max(int(len(cases) * BAG_SHARE), 1), replace=False)
    return np.isin(case, drawn)


def _member(rows: Floats, late: Floats, left: Floats, bag: Bools, seed: int) -> Member:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    classifier: Any = float(late[bag][0])
    if len(np.unique(late[bag])) > 1:
        classifier = HistGradientBoostingClassifier(random_state=seed, **_FOR_CHANCE, **_COMMON)
        classifier.fit(rows[bag], late[bag])
    # Times are many times longer in one case than in another: trees fit their logarithm, whose median is the median's.
    median = HistGradientBoostingRegressor(loss="absolute_error", random_state=seed, **_FOR_TIME, **_COMMON)
    median.fit(rows[bag], np.log1p(left[bag]))
    unseen = ~bag if (~bag).any() else bag
    return Member(classifier, median, np.sort(left[unseen] - _median(median, rows[unseen])))


def _median(regressor: Any, rows: Floats) -> Floats:
    days: Floats = np.maximum(np.expm1(regressor.predict(rows)), 0.0)
    return days


def _chance(classifier: Any, rows: Floats) -> Floats:
    if isinstance(classifier, float):
        return np.full(len(rows), classifier)
    chances: Floats = classifier.predict_proba(rows)[:, 1]
    return chances
