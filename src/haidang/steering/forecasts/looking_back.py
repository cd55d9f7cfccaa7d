"""How forecasts did: on the whole, as `insight` evaluates any log, and month by month for the reliability page."""

from collections.abc import Callable
from dataclasses import astuple
from datetime import date, datetime, time

import numpy as np

from haidang.insight import api as insight
from haidang.insight.api import Evaluation, EventLog, Facts, Questions
from haidang.platform import clock
from haidang.steering.forecasts import histories
from haidang.steering.forecasts.levels import LEVELS
from haidang.steering.forecasts.refresh import FEWEST_FINISHED
from haidang.steering.forecasts.tables import ForecastMonth

MONTHS = 12
"""So many past months are looked back on."""
_A_YEAR = 12


def evaluate_own(now: datetime) -> Evaluation:
    """The forecasts on the province's own finished dossiers, in working days. Raises LogRefused where there are few."""
    return insight.evaluate(_log(now), levels=LEVELS, is_live=True)


def look_back(now: datetime, *, anew: bool = True, progress: Callable[[int, int], None] | None = None) -> int:
    """Scores the forecasts of past months and stores the scores; returns how many months were scored.

    For each, a model learns from the dossiers that had ended before it and is asked at every event within it. A month
    already stored is scored again if `anew`, or if dossiers of it were still open.
    """
    settled = set() if anew else set(ForecastMonth.objects.filter(unknown=0).values_list("month", flat=True))
    months = [month for month in _past_months(now) if month not in settled]
    log = _log(now) if months else None
    done = 0
    for place, month in enumerate(months):
        if log and (found := _scored(insight.facts_of(log), month, now=now)):
            ForecastMonth.objects.update_or_create(month=month, defaults=found)
            done += 1
        if progress:
            progress(place + 1, len(months))
    return done


def keep_up(now: datetime) -> int:
    """The same for the months that are not settled yet: daily work."""
    return look_back(now, anew=False)


def _log(now: datetime) -> EventLog:
    return histories.read(now)[1]


def _past_months(now: datetime) -> list[date]:
    """The first days of the last MONTHS months that are over, the oldest first."""
    today = clock.local(now).date()
    current = today.year * _A_YEAR + today.month - 1
    return [date(at // _A_YEAR, at % _A_YEAR + 1, 1) for at in range(current - MONTHS, current)]


def _days(month: date) -> float:
    """The beginning of a local day as a log counts moments."""
    return insight.days_of(datetime.combine(month, time(), tzinfo=clock.LOCAL))


def _scored(facts: Facts, month: date, *, now: datetime) -> dict[str, object] | None:
    """The scores of a month; None where there was too little to learn from, or nothing to ask about."""
    log = facts.log
    begin, end = _days(month), _days(_following(month))
    known = insight.prefixes(facts, log.ended < begin)
    inside = (log.at >= begin) & (log.at < end)
    asked = insight.prefixes(facts, log.is_over)
    asked = asked.where(inside[asked.row])
    if len(np.unique(known.case)) < FEWEST_FINISHED or not len(asked):
        return None
    found = insight.Model(known, levels=LEVELS, is_live=True).forecast(asked)
    model = _against(asked, (found.chance, found.days))
    prior = _against(asked, insight.prior_rate(known, asked))
    return {
        "dossiers": len(np.unique(asked.case)),
        "moments": len(asked),
        "late": int(asked.is_late.sum()),
        "unknown": int((inside & ~log.is_over[facts.case]).sum()),
        "mae_days": model.mae_days,
        "brier": model.brier,
        "auc": model.auc,
        "prior_mae_days": prior.mae_days,
        "prior_brier": prior.brier,
        "bins": [list(astuple(item)) for item in insight.calibration(found.chance, asked.is_late)],
        "as_of": now,
    }


def _following(month: date) -> date:
    return date(month.year + month.month // _A_YEAR, month.month % _A_YEAR + 1, 1)


def _against(asked: Questions, answer: tuple[insight.Floats, insight.Floats]) -> insight.Scores:
    chance, days = answer
    return insight.scores(chance=chance, expected=days, happened=asked.is_late, actual=asked.left)
