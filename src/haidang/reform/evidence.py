"""What a proposal would have meant for past dossiers, as plain values that can be frozen with it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from haidang.catalogue.api import TimeLimit
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import History
from haidang.reform.target import target
from haidang.reform.what_if import Trial, shortest_promise, to_limit, tried

PERIOD_DAYS = 730
"""How far back dossiers are looked at: two years, so that a year's seasons are in it."""
LISTED = 500
"""How many late dossiers are named; their number is always told in full."""


def since(as_of: datetime) -> datetime:
    """The receipt from which on dossiers are looked at."""
    return as_of - timedelta(days=PERIOD_DAYS)


def for_items(procedure_code: str, items: Sequence[Mapping[str, Any]], *, as_of: datetime) -> list[dict[str, Any]]:
    """The trial of each proposed time on the dossiers of its channel, in the order of `items`."""
    found = dossiers.histories(procedure_code, as_of=as_of, since=since(as_of))
    return [_plain(item, found, as_of=as_of) for item in items]


def _plain(item: Mapping[str, Any], found: Sequence[History], *, as_of: datetime) -> dict[str, Any]:
    limit = msgspec.convert(item["proposed"], TimeLimit)
    own = [each for each in found if each.channel == item["channel"]]
    trial = tried(own, to_limit(limit))
    return {
        "since": since(as_of).isoformat(),
        "as_of": as_of.isoformat(),
        **figures(trial),
        "promises": promises(own, limit.unit),
    }


def promises(found: Sequence[History], unit: str) -> dict[str, int | None]:
    """For each share on time of the target, the shortest term in the unit of least terms that would have kept it."""
    alike = [item for item in found if item.kind.unit == unit]
    return {str(percent): shortest_promise(alike, percent) for percent in target().promise_percents}


def figures(trial: Trial) -> dict[str, Any]:
    """A trial as plain values, the dossiers by their codes."""
    late = [item.code for item in trial.newly_late]
    waiting = [item.code for item in trial.open_late]
    return {
        "finished": trial.finished,
        "on_time_before": trial.on_time_before,
        "judged_before": trial.judged_before,
        "on_time_after": trial.on_time_after,
        "judged": trial.judged,
        "undecided": trial.undecided,
        "other_unit": trial.other_unit,
        "uncounted": trial.uncounted,
        "without_result": trial.without_result,
        "newly_late": len(late),
        "newly_late_codes": late[:LISTED],
        "open_late": len(waiting),
        "open_late_codes": waiting[:LISTED],
    }
