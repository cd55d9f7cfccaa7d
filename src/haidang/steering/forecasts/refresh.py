"""Makes the forecasts of all open dossiers anew from what is known at a moment."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from django.db import transaction

from haidang.dossiers.api import Trace
from haidang.identity import api as identity
from haidang.insight import api as insight
from haidang.insight.api import EventLog
from haidang.steering.forecasts import histories
from haidang.steering.forecasts.levels import LEVELS, STEP
from haidang.steering.forecasts.tables import Forecast
from haidang.worktime import api as worktime

FEWEST_FINISHED = 30
"""With fewer finished dossiers nothing is forecast, and the pages say so."""
_BATCH = 500
_HOUR = 60


def refresh(now: datetime) -> int:
    """Forecasts every open dossier as of `now` and returns how many; forecasts of closed ones are removed.

    May run at any time and any number of times: rows are only ever what can be computed anew. A dossier that has
    outlived its calendar has none.
    """
    traces, log = histories.read(now)
    is_known = int(log.is_over.sum()) >= FEWEST_FINISHED and not log.is_over.all()
    rows = _forecasts(traces, log, now=now) if is_known else []
    fields = [field.name for field in Forecast._meta.fields if field.name not in {"id", "dossier"}]
    with transaction.atomic():
        Forecast.objects.bulk_create(
            rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["dossier"], update_fields=fields
        )
        Forecast.objects.exclude(as_of=now).delete()
    return len(rows)


def _forecasts(traces: Sequence[Trace], log: EventLog, *, now: datetime) -> list[Forecast]:
    by_code = {trace.code: trace for trace in traces}
    facts = insight.facts_of(log)
    model = insight.Model(insight.prefixes(facts, log.is_over), levels=LEVELS, is_live=True)
    asked = insight.open_cases(facts, _waits(log, by_code))
    found = model.forecast(asked)
    opened = [by_code[log.ids[case]] for case in asked.case]
    days = np.array([trace.day_minutes for trace in opened], dtype=np.float64)
    needed = np.ceil(found.days * days).astype(np.int64)
    ends = _moments(opened, needed, now=now)
    name = f"v1:{int(log.is_over.sum())}:{log.ended[log.is_over].max():.4f}"
    columns = log.columns[STEP]
    return [
        Forecast(
            dossier_id=trace.id,
            step=columns.names[columns.codes[asked.row[place]]],
            chance=round(float(found.chance[place]), 4),
            is_paused=trace.is_paused,
            in_step=round(asked.in_step[place] * trace.day_minutes),
            left=trace.marks[-1].left,
            needed=int(needed[place]),
            expected_at=None if trace.is_paused else ends[place],
            day_minutes=trace.day_minutes,
            **_why(found.compared, place, trace.day_minutes),
            model=name,
            as_of=now,
        )
        for place, trace in enumerate(opened)
    ]


def _why(compared: insight.Compared, place: int, day_minutes: int) -> dict[str, int | str | None]:
    """What the forecast rests on: the group, how many, how many of them too long, what they needed."""
    level = int(compared.level[place])
    if level < 0:
        return {"level": "", "count": 0, "late": 0, "half": None, "most": None}
    half, most, _nearly_all = (round(days * day_minutes) for days in compared.needed[place])
    count, late = int(compared.count[place]), int(compared.late[place])
    return {"level": LEVELS[level].name, "count": count, "late": late, "half": half, "most": most}


def _waits(log: EventLog, by_code: dict[str, Trace]) -> insight.Floats:
    """Working days of clock between each open dossier's last event and now; NaN for one that is over."""
    last = log.clock[log.first[1:] - 1]
    waits = np.full(log.cases, np.nan)
    for case in np.flatnonzero(~log.is_over):
        trace = by_code[log.ids[case]]
        waits[case] = max(trace.marks[-1].clock / trace.day_minutes - last[case], 0.0)
    return waits


def _moments(opened: Sequence[Trace], minutes: insight.Ints, *, now: datetime) -> list[datetime | None]:
    """When so many office minutes from now will have run on each dossier's calendar; None beyond what it knows."""
    versions = {number: place for place, number in enumerate({trace.calendar_version_id for trace in opened})}
    calendars = [identity.calendar(number) for number in versions]
    # A running term in hours is due when that many office minutes have run.
    found = worktime.due_many(
        calendars,
        worktime.local_times(calendars[0], [now] * len(opened)),
        values=minutes / _HOUR,
        unit=worktime.Unit.WORKING_HOUR,
        which=np.array([versions[trace.calendar_version_id] for trace in opened], dtype=np.int64),
        is_strict=False,
    )
    due = np.where(found.is_refused, np.datetime64("NaT"), found.due)
    return worktime.aware_times(calendars[0], due)
