"""What a forecast must beat: the rate of the past, the mean per activity, a gradient-boosted model as it comes."""

from collections.abc import Callable
from typing import Any

import numpy as np

from haidang.insight.boosted import one_thread
from haidang.insight.features import plain
from haidang.insight.log import ACTIVITY, Floats
from haidang.insight.prefixes import Questions

Answer = tuple[Floats, Floats]
"""The chance of being late and the days still needed, one a row."""


def prior_rate(known: Questions, asked: Questions) -> Answer:
    """The same for all: how many prefixes of training were of late cases, and what their cases still needed."""
    return np.full(len(asked), known.is_late.mean()), np.full(len(asked), known.left.mean())


def activity_mean(known: Questions, asked: Questions) -> Answer:
    """By last activity: the mean of the time needed and the share of late ones; the prior for an unknown activity."""
    column = known.facts.log.columns[ACTIVITY]
    size, seen = len(column.names), column.codes[known.row]
    count = np.bincount(seen, minlength=size)

    def means(values: Floats) -> Floats:
        total = np.bincount(seen, weights=values, minlength=size)
        return np.where(count > 0, total / np.maximum(count, 1), values.mean())[column.codes[asked.row]]

    return means(known.is_late), means(known.left)


def gradient_boosting(known: Questions, asked: Questions) -> Answer:
    """scikit-learn's histogram gradient boosting with its own settings, on the features that are usual in the field.

    For the time it minimises the absolute error, by which it is judged: with its usual squared error it would be
    further off.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    rows, questions, late = plain(known), plain(asked), known.is_late
    with one_thread():
        regressor: Any = HistGradientBoostingRegressor(loss="absolute_error", random_state=0).fit(rows, known.left)
        days = np.asarray(regressor.predict(questions), dtype=np.float64)
        if len(np.unique(late)) == 1:
            return np.full(len(asked), late[0]), days
        classifier: Any = HistGradientBoostingClassifier(random_state=0).fit(rows, late)
        return np.asarray(classifier.predict_proba(questions)[:, 1], dtype=np.float64), days


BASELINES: dict[str, Callable[[Questions, Questions], Answer]] = {
    "prior_rate": prior_rate,
    "activity_mean": activity_mean,
    "gradient_boosting": gradient_boosting,
}
