"""What a rule finds at a moment, among dossiers as they stood then. Pure: the same for today and the past."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from haidang.dossiers.api import StepStretch, Stretch
from haidang.steering.attention.kinds import Kind
from haidang.worktime import api as worktime

Calendars = Callable[[int], worktime.Calendar | None]
"""From an agency's id to its office calendar; None where it has none."""


@dataclass(frozen=True, slots=True)
class Match:
    """Something to be told: `key` names the matter, told once for each rule; `number` is what was counted.

    `code` is the dossier that it is about, blank for several; `step` the one that is behind, where that matters.
    """

    key: str
    agency_id: int
    procedure_code: str
    version_id: int
    number: int
    code: str = ""
    step: StepStretch | None = None


def late_over(stretches: Iterable[Stretch], *, at: datetime, working_days: int, calendars: Calendars) -> list[Match]:
    """Open dossiers that are late by more than `working_days` at `at`."""
    found = []
    for item in stretches:
        if item.due_at < at and item.holds(at):
            days = _between(calendars(item.agency_id), item.due_at, at)
            if days is not None and days > working_days:
                found.append(_about(item, days, _last_open(item, at)))
    return found


def late_cluster(stretches: Iterable[Stretch], *, at: datetime, count: int, days: int) -> list[Match]:
    """Procedures of which `count` dossiers or more fell late at one agency in the `days` before `at`.

    The matter is named by the week of `at`: it is told again in the next week if it still holds.
    """
    since = at - timedelta(days=days)
    late: dict[tuple[int, str], dict[str, Stretch]] = {}
    for item in stretches:
        if item.was_late(since, at):
            late.setdefault((item.agency_id, item.procedure_code), {})[item.code] = item
    year, week, _day = at.isocalendar()
    return [
        Match(f"{agency}:{procedure}:{year}-W{week:02d}", agency, procedure, _newest(found), len(found))
        for (agency, procedure), found in sorted(late.items())
        if len(found) >= count
    ]


def apology_due(stretches: Iterable[Stretch], *, at: datetime, working_days: int, calendars: Calendars) -> list[Match]:
    """Dossiers with a step behind its time, no apology, and at most `working_days` left to make one.

    An apology is made at least one day before the due date: its last day is the working day before.
    """
    found = []
    for item in stretches:
        is_apologised = item.apologised_at is not None and item.apologised_at <= at
        behind = next((step for step in item.steps if step.is_behind(at)), None)
        if item.due_at <= at or not item.holds(at) or is_apologised or behind is None:
            continue
        left = _between(calendars(item.agency_id), at, item.due_at)
        if left is not None and 1 <= left <= working_days + 1:
            found.append(_about(item, left - 1, behind))
    return found


def forecast(stretches: Iterable[Stretch], *, at: datetime, percent: int, of: Mapping[str, float]) -> list[Match]:
    """Open dossiers, not late yet, whose probability of being late is at least `percent`."""
    held = [item for item in stretches if item.due_at > at and item.holds(at)]
    chances = [(item, of[item.code]) for item in held if item.code in of]
    return [
        _about(item, int(chance * 100), _last_open(item, at)) for item, chance in chances if chance * 100 >= percent
    ]


NEEDS_STEPS = frozenset({Kind.LATE_OVER, Kind.APOLOGY_DUE, Kind.FORECAST})


def _about(item: Stretch, number: int, step: StepStretch | None) -> Match:
    return Match(item.code, item.agency_id, item.procedure_code, item.version_id, number, item.code, step)


def _last_open(item: Stretch, at: datetime) -> StepStretch | None:
    held = [step for step in item.steps if step.opened_at <= at and (step.closed_at is None or step.closed_at > at)]
    return held[-1] if held else None


def _newest(found: Mapping[str, Stretch]) -> int:
    return max(item.version_id for item in found.values())


def _between(calendar: worktime.Calendar | None, since: datetime, until: datetime) -> int | None:
    try:
        return worktime.working_days_between(calendar, since, until) if calendar else None
    except worktime.CalendarRangeError:
        return None
