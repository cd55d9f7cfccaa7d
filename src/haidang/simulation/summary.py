"""What lives in the installation: dossiers by state and by standing against their deadline."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Risk, State

_COLUMNS = ("state", "receive_by", "due_at", "warn_at", "is_paused", "finished_at")


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over all dossiers of the installation at a moment."""

    total: int
    online: int
    by_state: dict[State, int]
    by_risk: dict[Risk, int]


def summary(now: datetime) -> Summary:
    """Counts every dossier as it stands at `now`."""
    by_state, by_risk = Counter[State](), Counter[Risk]()
    online = 0
    for row in dossiers.Dossier.objects.values(*_COLUMNS, "channel").iterator():
        online += row.pop("channel") == "online"
        row["state"] = State(row["state"])
        by_state[row["state"]] += 1
        by_risk[dossiers.risk(**row, now=now)] += 1
    return Summary(
        by_state.total(), online, {state: by_state[state] for state in State}, {risk: by_risk[risk] for risk in Risk}
    )
