"""The province's own event log, as `insight` reads it: clocks in working days, due dates as they were known."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Happening, Mark, Trace
from haidang.insight import api as insight
from haidang.steering.forecasts.levels import PLACE, PROCEDURE, STEP

MOST_FINISHED = 20_000
"""Forecasts are learnt from so many of the newest finished dossiers."""


def since(now: datetime) -> datetime | None:
    """From which receipt on dossiers are read; None where none has been finished."""
    rows = dossiers.Dossier.objects.filter(finished_at__isnull=False, finished_at__lte=now, received_at__isnull=False)
    newest = rows.order_by("-received_at").values_list("received_at", flat=True)[:MOST_FINISHED]
    return min((moment for moment in newest if moment), default=None)


def read(now: datetime) -> tuple[list[Trace], insight.EventLog]:
    """Every open dossier and the newest finished ones: their traces, and the same as an event log."""
    traces = list(dossiers.traces(now=now, since=since(now)))
    return traces, insight.build(cases(traces))


def cases(traces: Iterable[Trace]) -> Iterator[insight.Case]:
    """Traces as cases: an event at each step opened, pause, resume, the end of the process and the end."""
    for trace in traces:
        case = insight.Case(trace.code, is_over=trace.is_over)
        step, labels = "", {PROCEDURE: trace.procedure_code, PLACE: str(trace.agency_id), "channel": trace.channel}
        for mark in _told(trace.marks):
            step = mark.name if mark.what is Happening.STEP_OPENED else _step_of(mark, step)
            case.events.append(_event(mark, labels | {STEP: step}, day=trace.day_minutes))
        yield case


def _told(marks: list[Mark]) -> list[Mark]:
    """The marks that are events of the log; a receipt that opened a step at once is that step's opening."""
    silent = {Happening.STEP_CLOSED, Happening.STEP_TAKEN, Happening.NOW}
    told = [mark for mark in marks if mark.what not in silent]
    is_double = len(told) > 1 and told[1].what is Happening.STEP_OPENED and told[1].at == told[0].at
    return told[1:] if is_double else told


def _step_of(mark: Mark, before: str) -> str:
    """Where a dossier stands after a mark that opened no step: where it stood, or waiting for its result."""
    return mark.what.value if mark.what in {Happening.ISSUING, Happening.FINISHED} else before


def _event(mark: Mark, labels: dict[str, str], *, day: int) -> insight.Event:
    activity = f"{mark.what}:{mark.name}" if mark.name else mark.what.value
    return insight.Event(
        mark.at, {"activity": activity, **labels}, clock=mark.clock / day, due=(mark.clock + mark.left) / day
    )
