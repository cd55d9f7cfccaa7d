"""Where work waits: the process map of the newest dossiers that somebody may see, from their own steps and clocks."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median_low

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Happening, Mark, Trace, boards
from haidang.identity import api as identity
from haidang.insight import api as insight
from haidang.platform import clock

MOST = 2_000
"""So many of the newest received dossiers are read."""
ISSUING = _("Chờ ban hành kết quả")
_MOST_REQUESTS = 3
SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Stop:
    """Pauses on one ground: how many, of how many dossiers, and half of them lasted at most `days` calendar days.

    `days` is None where none has ended.
    """

    ground: str
    count: int
    dossiers: int
    days: float | None


@dataclass(frozen=True, slots=True)
class Flow:
    """How the dossiers flowed; times in office minutes of their clocks, `day_minutes` to a working day.

    `requests`: how many dossiers had no, one, two, three or more supplement requests. `is_cut`: only the newest MOST
    of `total` were read.
    """

    map: insight.ProcessMap
    stops: list[Stop]
    requests: list[int]
    total: int
    is_cut: bool
    day_minutes: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A procedure with how many received dossiers of it one may see."""

    code: str
    name: str
    count: int


def flow(actor: identity.User, *, procedure: str = "", agency_id: int | None = None, now: datetime) -> Flow:
    """The flow of the newest dossiers that `actor` may see, of a procedure and an agency if these are given."""
    mine = dossiers.visible_to(actor, on=clock.local(now).date()).filter(received_at__isnull=False)
    if procedure:
        mine = mine.filter(procedure_code=procedure)
    if agency_id is not None:
        mine = mine.filter(agency_id=agency_id)
    total = mine.count()
    newest = mine.order_by("-received_at", "-id").values_list("id", flat=True)[:MOST]
    found = list(dossiers.traces_of(list(newest), now=now))
    return Flow(
        map=insight.process_map((_visits(trace), trace.is_over) for trace in found),
        stops=_stops(found),
        requests=_requests(found),
        total=total,
        is_cut=total > MOST,
        day_minutes=Counter(trace.day_minutes for trace in found).most_common(1)[0][0] if found else 0,
    )


def choices(actor: identity.User, *, now: datetime) -> list[Choice]:
    """The procedures of the dossiers that `actor` may see, the most frequent first."""
    on = clock.local(now).date()
    mine = dossiers.visible_to(actor, on=on).filter(received_at__isnull=False)
    rows = mine.values("procedure_code").annotate(count=Count("pk")).order_by("-count", "procedure_code")
    counts = dict(rows.values_list("procedure_code", "count"))
    names = boards.procedure_names(list(counts), on=on)
    return [Choice(code, names[code], count) for code, count in counts.items()]


def agencies(actor: identity.User, *, now: datetime) -> list[identity.AgencyView]:
    """The competent agencies of the dossiers that `actor` may see, by name."""
    on = clock.local(now).date()
    ids = dossiers.visible_to(actor, on=on).order_by().values_list("agency_id", flat=True).distinct()
    return sorted(identity.agencies_by_id(ids, on=on).values(), key=lambda view: view.name)


def _visits(trace: Trace) -> list[insight.Visit]:
    """The steps that were left again, in the order in which they were opened, and the wait for the result."""
    steps: dict[int, dict[Happening, Mark]] = {}
    issuing: Mark | None = None
    for mark in trace.marks:
        if mark.step_id:
            steps.setdefault(mark.step_id, {})[mark.what] = mark
        elif mark.what is Happening.ISSUING:
            issuing = mark
    found = [visit for marks in steps.values() if (visit := _visit(marks))]
    if issuing and trace.is_over:
        found.append(insight.Visit(str(ISSUING), trace.marks[-1].clock - issuing.clock))
    return found


def _visit(marks: dict[Happening, Mark]) -> insight.Visit | None:
    opened, closed = marks.get(Happening.STEP_OPENED), marks.get(Happening.STEP_CLOSED)
    if opened is None or closed is None:
        return None
    taken = marks.get(Happening.STEP_TAKEN)
    waited = min(max(taken.clock - opened.clock, 0), closed.clock - opened.clock) if taken else None
    return insight.Visit(opened.name, closed.clock - opened.clock, waited)


def _stops(found: Iterable[Trace]) -> list[Stop]:
    """The pauses by ground, the most frequent first."""
    counts: Counter[str] = Counter()
    owners: dict[str, set[int]] = {}
    lasted: dict[str, list[float]] = {}
    for trace in found:
        since: Mark | None = None
        for mark in trace.marks:
            if mark.what is Happening.PAUSED:
                since = mark
                counts[mark.name] += 1
                owners.setdefault(mark.name, set()).add(trace.id)
            elif mark.what is Happening.RESUMED and since:
                days = (mark.at - since.at).total_seconds() / SECONDS_A_DAY
                lasted.setdefault(since.name, []).append(days)
    return [
        Stop(ground, count, len(owners[ground]), median_low(lasted[ground]) if ground in lasted else None)
        for ground, count in counts.most_common()
    ]


def _requests(found: Sequence[Trace]) -> list[int]:
    counts = Counter(min(trace.supplements, _MOST_REQUESTS) for trace in found)
    return [counts[number] for number in range(_MOST_REQUESTS + 1)]
