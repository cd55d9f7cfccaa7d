"""How forecasts did: on the whole, as `insight` evaluates any log, and month by month for the reliability page."""

from collections.abc import Callable
from dataclasses import astuple
from datetime import date, datetime, time

import numpy as np
from django.db import transaction

from haidang.insight import api as insight
from haidang.insight.api import Evaluation, EventLog, Facts, Questions
from haidang.platform import clock
from haidang.steering.forecasts import histories
from haidang.steering.forecasts.levels import LEVELS, PLACE
from haidang.steering.forecasts.refresh import FEWEST_FINISHED
from haidang.steering.forecasts.tables import ForecastMonth

FINE_BINS = 100
MONTHS = 12
"""So many past months are looked back on."""
_A_YEAR = 12


def evaluate_own(now: datetime) -> Evaluation:
    """The forecasts on the province's own finished dossiers, in working days. Raises LogRefused where there are few."""
    return insight.evaluate(_log(now), levels=LEVELS, is_live=True)


def look_back(now: datetime, *, anew: bool = True, progress: Callable[[int, int], None] | None = None) -> int:
    """Scores the forecasts of past months and stores the scores by agency; returns how many months were scored.

    For each month a model learns from the dossiers that had ended before it and is asked at every event within it of
    dossiers that are not late yet. A month already stored is scored again if `anew`, or if dossiers of it were open.
    """
    months = [month for month in _past_months(now) if anew or not _is_settled(month)]
    facts = insight.facts_of(_log(now)) if months else None
    done = 0
    for place, month in enumerate(months):
        if facts and facts.log.cases and (found := _scored(facts, month, now=now)):
            with transaction.atomic():
                ForecastMonth.objects.filter(month=month).delete()
                ForecastMonth.objects.bulk_create(found)
            done += 1
        if progress:
            progress(place + 1, len(months))
    return done


def _is_settled(month: date) -> bool:
    rows = ForecastMonth.objects.filter(month=month)
    return rows.exists() and not rows.filter(unknown__gt=0).exists()


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


def _scored(facts: Facts, month: date, *, now: datetime) -> list[ForecastMonth]:
    """The scores of a month by agency; none where there was too little to learn from, or nothing to ask about."""
    log = facts.log
    begin, end = _days(month), _days(_following(month))
    known = insight.prefixes(facts, log.ended < begin)
    inside = (log.at >= begin) & (log.at < end)
    asked = insight.prefixes(facts, log.is_over)
    # Where the due date has passed nothing is forecast; such moments would make the scores look better.
    asked = asked.where(inside[asked.row] & (asked.slack >= 0))
    if len(np.unique(known.case)) < FEWEST_FINISHED or not len(asked):
        return []
    found = insight.Model(known, levels=LEVELS, is_live=True).forecast(asked)
    prior = insight.prior_rate(known, asked)
    places = log.columns[PLACE]
    unknown = inside & ~log.is_over[facts.case]
    return [
        _sums(
            ForecastMonth(month=month, agency_id=int(places.names[code]), as_of=now),
            asked=asked.where(rows),
            answer=(found.chance[rows], found.days[rows]),
            prior=(prior[0][rows], prior[1][rows]),
            unknown=int((unknown & (places.codes == code)).sum()),
        )
        for code in np.unique(places.codes[asked.row])
        if (rows := places.codes[asked.row] == code).any()
    ]


def _sums(
    row: ForecastMonth, *, asked: Questions, answer: insight.Answer, prior: insight.Answer, unknown: int
) -> ForecastMonth:
    late, left = asked.is_late, asked.left
    row.dossiers, row.moments, row.late = len(np.unique(asked.case)), len(asked), int(late.sum())
    row.unknown = unknown
    row.off, row.prior_off = (float(np.abs(days - left).sum()) for _chance, days in (answer, prior))
    row.squared, row.prior_squared = (float(((chance - late) ** 2).sum()) for chance, _days in (answer, prior))
    row.bins = [list(astuple(item)) for item in insight.calibration(answer[0], late, bins=FINE_BINS)]
    return row


def _following(month: date) -> date:
    return date(month.year + month.month // _A_YEAR, month.month % _A_YEAR + 1, 1)
