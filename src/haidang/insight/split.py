"""The temporal split: what could have been learnt by a moment, and what was then still to come."""

from typing import NamedTuple

import numpy as np

from haidang.insight.errors import LogRefused
from haidang.insight.log import Bools, EventLog

TRAINING = 0.8
_FEWEST = 2


class Split(NamedTuple):
    """Which cases (m) are for training and which for testing, and the moment between, in days since 1970.

    `is_strict`: every training case had ended by that moment.
    """

    train: Bools
    test: Bools
    moment: float
    is_strict: bool = True


def temporal_split(log: EventLog, *, share: float = TRAINING) -> Split:
    """Cases in the order in which they began; the moment at which `share` of them had begun divides.

    Training: cases that had ended before that moment. Test: cases that began at it or later. Those that were running
    at the moment are in neither: nobody knew their end by then, and their beginning is not unseen. Only where this
    leaves next to nothing to learn from (logs of a few cases) does everything that began before the moment train, and
    `is_strict` says so. Raises LogRefused where even that is too little.
    """
    begun = log.begun
    moment = float(begun[min(int(log.cases * share), log.cases - 1)])
    found = split_at(log, moment)
    if found.train.sum() < _FEWEST:
        found = Split((begun < moment) & log.is_over, found.test, moment, is_strict=False)
    if found.train.sum() < _FEWEST or not found.test.any():
        raise LogRefused(
            f"Nhật ký có {log.cases} vụ việc: quá ít vụ việc trước mốc chia để học, hoặc sau mốc chia để kiểm tra.",
            f"The log has {log.cases} cases: too few before the split to learn from, or after it to test on.",
        )
    return found


def split_at(log: EventLog, moment: float) -> Split:
    """What had ended before `moment`, and what began at it or later and has ended since."""
    return Split((log.ended < moment) & log.is_over, (log.begun >= moment) & np.isfinite(log.ended), moment)
