"""How reliable forecasts were, over the agencies that somebody may see: month by month and on the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from haidang.identity import api as identity
from haidang.insight import api as insight
from haidang.platform import clock
from haidang.steering.access import reach
from haidang.steering.forecasts.tables import ForecastMonth


@dataclass(frozen=True, slots=True)
class Reliability:
    """Scores over some months and agencies; `month` None: all together. `bins`: the calibration curve by tenths.

    `mae_days`: in working days. `auc` is None where all or none were late. `prior_…`: of the rate and mean of the past.
    """

    month: date | None
    dossiers: int
    moments: int
    late: int
    unknown: int
    mae_days: float
    brier: float
    auc: float | None
    prior_mae_days: float
    prior_brier: float
    bins: list[insight.Bin]
    as_of: datetime


def reliability(actor: identity.User, *, now: datetime) -> tuple[Reliability | None, list[Reliability]]:
    """All months together, and each, the newest first, for the dossiers of agencies that `actor` may see as a whole."""
    held = reach(actor, identity.Permission.DOSSIER_VIEW, on=clock.local(now).date())
    rows = list(ForecastMonth.objects.filter(agency_id__in=held).order_by("-month", "agency_id"))
    months = [_scores(month, list(part)) for month, part in groupby(rows, key=lambda row: row.month)]
    return (_scores(None, rows) if rows else None), months


def _scores(month: date | None, rows: Sequence[ForecastMonth]) -> Reliability:
    moments = sum(row.moments for row in rows)
    fine = [_bin(column) for column in zip(*(row.bins for row in rows), strict=True)]
    return Reliability(
        month=month,
        dossiers=sum(row.dossiers for row in rows),
        moments=moments,
        late=sum(row.late for row in rows),
        unknown=sum(row.unknown for row in rows),
        mae_days=sum(row.off for row in rows) / moments,
        brier=sum(row.squared for row in rows) / moments,
        auc=insight.auc_of_bins(fine),
        prior_mae_days=sum(row.prior_off for row in rows) / moments,
        prior_brier=sum(row.prior_squared for row in rows) / moments,
        bins=insight.merged(fine),
        as_of=min(row.as_of for row in rows),
    )


def _bin(parts: Sequence[tuple[int, float, int]]) -> insight.Bin:
    """The same bin of several agencies as one."""
    count = sum(each for each, _mean, _late in parts)
    mean = sum(each * mean for each, mean, _late in parts) / count if count else 0.0
    return insight.Bin(count, mean, sum(late for _count, _mean, late in parts))
