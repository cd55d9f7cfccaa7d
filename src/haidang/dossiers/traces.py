"""The event log of received dossiers: what happened to each, at what time on its own clock, with how much left.

Read from the tables of steps, clock and due dates, which the journal proves (`dossiers/replay`). Office minutes are
counted on the calendar version of each dossier; while a pause holds the clock none run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import numpy as np
from django.db.models import Q

from haidang.dossiers.models import ClockInterval, Dossier, DueDate, Reappointment
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.workflow.api import StepInstance
from haidang.worktime import api as worktime

CHUNK = 500
"""Dossiers asked for at a time."""


class Happening(StrEnum):
    """What an event of a trace says; in the order in which those of one moment follow each other."""

    RECEIVED = "received"
    STEP_CLOSED = "step_closed"
    RESUMED = "resumed"
    STEP_OPENED = "step_opened"
    STEP_TAKEN = "step_taken"
    ISSUING = "issuing"
    PAUSED = "paused"
    REAPPOINTED = "reappointed"
    FINISHED = "finished"
    NOW = "now"
    """Not an event: how an open dossier stands at the moment asked about."""


_ORDER = {happening: place for place, happening in enumerate(Happening)}


@dataclass(slots=True)
class Mark:
    """An event: when and what; `name` of its step, or the ground of its pause; `step_id` of its step.

    `clock`: office minutes that the dossier's clock had run; `left`: office minutes to the due date as it was known
    then, negative when it has passed.
    """

    at: datetime
    what: Happening
    name: str = ""
    step_id: int = 0
    clock: int = 0
    left: int = 0
    due_at: datetime | None = None
    """The due date that stood then; None while a pause held the clock."""


@dataclass(slots=True)
class Trace:
    """A received dossier with its events in order; the last of one that is over says FINISHED, of an open one NOW."""

    id: int
    code: str
    procedure_code: str
    agency_id: int
    channel: str
    is_over: bool
    is_paused: bool
    day_minutes: int
    calendar_version_id: int
    supplements: int
    marks: list[Mark] = field(default_factory=list)


_OPEN = Q(closed_at__isnull=True, finished_at__isnull=True)
_HAS_TRACE = Q(received_at__isnull=False, calendar_version_id__isnull=False) & (_OPEN | Q(finished_at__isnull=False))
Calendars = dict[int, worktime.Calendar]
_FIELDS = (
    "id", "code", "procedure_code", "agency_id", "channel", "received_at", "finished_at", "is_paused", "pause_policy",
    "calendar_version_id", "supplement_count", "process_id", "process__ended_at",
)  # fmt: skip


def traces(*, now: datetime, since: datetime | None = None) -> Iterator[Trace]:
    """Received dossiers that are open, or were received from `since` on and finished; CHUNK at a time.

    Those withdrawn, stopped or refused took no time that could be compared and are left out, as is one whose calendar
    does not reach from its receipt to its end or `now`.
    """
    wanted = Q(received_at__lte=now)
    if since:
        wanted &= _OPEN | Q(received_at__gte=since)
    ids = list(Dossier.objects.filter(_HAS_TRACE, wanted).order_by("received_at", "id").values_list("id", flat=True))
    yield from traces_of(ids, now=now)


def traces_of(ids: Sequence[int], *, now: datetime) -> Iterator[Trace]:
    """The same of the received dossiers with these ids that are open or finished."""
    for at in range(0, len(ids), CHUNK):
        yield from _traces(ids[at : at + CHUNK], now=now)


def _traces(ids: Sequence[int], *, now: datetime) -> list[Trace]:
    known = Dossier.objects.filter(_HAS_TRACE, id__in=ids)
    rows = list(known.order_by("received_at", "id").values(*_FIELDS))
    calendars = {number: identity.calendar(number) for number in {row["calendar_version_id"] for row in rows}}
    rows = [row for row in rows if _can_be_counted(row, calendars, now=now)]
    ids = [row["id"] for row in rows]
    found = {row["id"]: _begun(row, calendars, now=now) for row in rows}
    policies = {row["id"]: worktime.PausePolicy(row["pause_policy"] or "pause") for row in rows}
    _add_steps(found, {row["process_id"]: row["id"] for row in rows if row["process_id"]})
    _add_pauses(found, ids)
    for number, at in Reappointment.objects.filter(dossier_id__in=ids).values_list("dossier_id", "made_at"):
        found[number].marks.append(Mark(at, Happening.REAPPOINTED))
    for trace in found.values():
        trace.marks.sort(key=lambda mark: (mark.at, _ORDER[mark.what], mark.step_id))
    _add_due_dates(found, ids)
    _count(list(found.values()), calendars, policies)
    return list(found.values())


def _can_be_counted(row: dict[str, Any], calendars: Calendars, *, now: datetime) -> bool:
    """Whether the dossier's calendar knows all its days; beyond them nothing can be said of its clock."""
    calendar = calendars[row["calendar_version_id"]]
    first, last = (clock.local(moment).date() for moment in (row["received_at"], row["finished_at"] or now))
    return calendar.valid_from <= first and last <= calendar.valid_to


def _begun(row: dict[str, Any], calendars: Calendars, *, now: datetime) -> Trace:
    """A trace with its receipt, the end of its process, and its end."""
    trace = Trace(
        id=row["id"],
        code=row["code"],
        procedure_code=row["procedure_code"],
        agency_id=row["agency_id"],
        channel=row["channel"],
        is_over=row["finished_at"] is not None,
        is_paused=row["is_paused"],
        day_minutes=calendars[row["calendar_version_id"]].day_minutes,
        calendar_version_id=row["calendar_version_id"],
        supplements=row["supplement_count"],
    )
    trace.marks.append(Mark(row["received_at"], Happening.RECEIVED))
    if row["process__ended_at"]:
        trace.marks.append(Mark(row["process__ended_at"], Happening.ISSUING))
    end = Happening.FINISHED if trace.is_over else Happening.NOW
    trace.marks.append(Mark(row["finished_at"] or now, end))
    return trace


def _add_steps(found: dict[int, Trace], by_process: dict[int, int]) -> None:
    rows = StepInstance.objects.filter(instance_id__in=list(by_process)).order_by("id")
    fields = ("id", "instance_id", "name", "opened_at", "assigned_at", "closed_at")
    for number, process, name, opened, taken, closed in rows.values_list(*fields):
        marks = found[by_process[process]].marks
        marks.append(Mark(opened, Happening.STEP_OPENED, name, number))
        if taken:
            marks.append(Mark(taken, Happening.STEP_TAKEN, name, number))
        if closed:
            marks.append(Mark(closed, Happening.STEP_CLOSED, name, number))


def _add_pauses(found: dict[int, Trace], ids: Sequence[int]) -> None:
    rows = ClockInterval.objects.filter(dossier_id__in=ids).exclude(ground="")
    for number, ground, since, until in rows.values_list("dossier_id", "ground", "since", "until"):
        if since == until:
            continue
        found[number].marks.append(Mark(since, Happening.PAUSED, ground))
        if until:
            found[number].marks.append(Mark(until, Happening.RESUMED, ground))


def _add_due_dates(found: dict[int, Trace], ids: Sequence[int]) -> None:
    """Gives each mark the due date that stood at its moment; of two acts at one moment the later one's."""
    rows = DueDate.objects.filter(dossier_id__in=ids).order_by("dossier_id", "seq")
    spans: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for number, since, due_at in rows.values_list("dossier_id", "since", "due_at"):
        spans.setdefault(number, []).append((since, due_at))
    for number, trace in found.items():
        known, place = spans.get(number, []), -1
        for mark in trace.marks:
            while place + 1 < len(known) and known[place + 1][0] <= mark.at:
                place += 1
            mark.due_at = known[place][1] if place >= 0 else None


def _count(traces: Sequence[Trace], known: Calendars, policies: dict[int, worktime.PausePolicy]) -> None:
    """Fills `clock` and `left` of every mark, by two passes over arrays."""
    if not traces:
        return
    versions = {number: place for place, number in enumerate(known)}
    calendars = list(known.values())
    sizes = [len(trace.marks) for trace in traces]
    which = np.repeat(np.array([versions[trace.calendar_version_id] for trace in traces], dtype=np.int64), sizes)
    marks = [mark for trace in traces for mark in trace.marks]
    tables = worktime.CalendarSet.of(calendars)
    at = worktime.local_times(calendars[0], [mark.at for mark in marks])
    due = worktime.local_times(calendars[0], [mark.due_at or mark.at for mark in marks])
    begins = np.cumsum([0, *sizes[:-1]])
    before = np.concatenate((at[:1], at[:-1]))
    before[begins] = at[begins]
    since = worktime.office_minutes_between_many(tables, before, at, which=which).tolist()
    left = worktime.office_minutes_between_many(tables, at, due, which=which).tolist()
    place = 0
    for trace in traces:
        size = len(trace.marks)
        _run(trace, since[place : place + size], left[place : place + size], policies[trace.id])
        place += size


def _run(trace: Trace, since: Sequence[int], left: Sequence[int], policy: worktime.PausePolicy) -> None:
    """Adds up one clock: stretches inside a pause do not run, unless the procedure lets the clock run on."""
    clock = last = 0
    is_held = False
    for mark, stretch, to_due in zip(trace.marks, since, left, strict=True):
        ran = 0 if is_held else stretch
        clock += ran
        # While no due date stands, what was left when the pause began is left still.
        last = to_due if mark.due_at else last - ran
        mark.clock, mark.left = clock, last
        if policy is not worktime.PausePolicy.NONE:
            is_held = mark.what is Happening.PAUSED or (is_held and mark.what is not Happening.RESUMED)
