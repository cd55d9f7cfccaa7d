"""Holds the forecasts against baselines on a log: learns from its past, is asked about what came after."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from haidang.insight.baselines import BASELINES, Answer
from haidang.insight.comparable import Level
from haidang.insight.errors import LogRefused
from haidang.insight.log import EventLog
from haidang.insight.metrics import Scores, scores
from haidang.insight.model import PLAIN_LEVELS, Model
from haidang.insight.prefixes import Questions, facts_of, prefixes
from haidang.insight.split import temporal_split

USUAL_TERM = 80
"""Without a deadline of its own a case is late when it took longer than this percentile of the training cases."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores over every prefix of every test case; `n_train` and `n_test` count cases, `prefixes` what was scored."""

    n_train: int
    n_test: int
    prefixes: int
    late: int
    model: Scores
    baselines: dict[str, Scores]
    is_strict: bool
    """Whether every training case had ended before the first test case began (see `split`)."""


def evaluate(log: EventLog, *, levels: Sequence[Level] = PLAIN_LEVELS, is_live: bool = False) -> Evaluation:
    """Trains on the first part of the log's time and scores on the rest; deterministic.

    Where no event of the log has a deadline, the USUAL_TERM percentile of the training cases' durations serves for
    all; where only some cases have one, the others are left out. Raises LogRefused where there is too little.
    """
    split = temporal_split(log)
    if np.isnan(log.due).all():
        log = log.with_due(float(np.percentile(log.durations[split.train], USUAL_TERM)))
    facts = facts_of(log)
    known, asked = _with_deadline(prefixes(facts, split.train)), _with_deadline(prefixes(facts, split.test))
    if not len(known) or not len(asked):
        raise LogRefused("Không vụ việc nào có hạn để so.", "No case has a deadline to be held against.")
    found = Model(known, levels=levels, is_live=is_live).forecast(asked)
    return Evaluation(
        is_strict=split.is_strict,
        n_train=len(np.unique(known.case)),
        n_test=len(np.unique(asked.case)),
        prefixes=len(asked),
        late=int(asked.is_late.sum()),
        model=_scores(asked, (found.chance, found.days)),
        baselines={name: _scores(asked, baseline(known, asked)) for name, baseline in BASELINES.items()},
    )


def _with_deadline(asked: Questions) -> Questions:
    return asked.where(~np.isnan(asked.slack))


def _scores(asked: Questions, answer: Answer) -> Scores:
    chance, days = answer
    return scores(chance=chance, expected=days, happened=asked.is_late, actual=asked.left)
