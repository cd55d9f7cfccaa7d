"""The figures of a board as conditions of the database; the same ones count a figure and open its list.

How an open dossier stands is `risk.risk`, said in conditions; tests compare the two dossier by dossier.
"""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from haidang.dossiers.board.asked import NO_GROUND, Asked, Figure
from haidang.dossiers.lifecycle import OPEN, State
from haidang.dossiers.models import ClockInterval
from haidang.platform import clock
from haidang.workflow.api import StepInstance

DAYS = 30
"""Over how many local days, today among them, results are counted for the on-time rate."""

# A list, in the order in which the partial indexes say it.
IS_OPEN = Q(state__in=sorted(int(state) for state in OPEN))
_STANDS_STILL = Q(due_at__isnull=True) & (Q(is_paused=True) | Q(state=int(State.SUPPLEMENT)))
_UNRECEIVED = Q(due_at__isnull=True, is_paused=False) & ~Q(state=int(State.SUPPLEMENT))


def conditions(now: datetime) -> dict[Figure, Q]:
    """What each figure counts at `now`, among open dossiers or among those finished since `since(now)`."""
    tomorrow = _midnight(now) + timedelta(days=1)
    return {
        Figure.OPEN: Q(),
        Figure.WAITING: Q(received_at__isnull=True),
        Figure.DUE_TODAY: Q(due_at__gte=now, due_at__lt=tomorrow),
        Figure.IN_TIME: (Q(due_at__gte=now) & (Q(warn_at__isnull=True) | Q(warn_at__gt=now)))
        | (_UNRECEIVED & Q(receive_by__gte=now)),
        Figure.AT_RISK: Q(due_at__gte=now, warn_at__lte=now),
        Figure.LATE: Q(due_at__lt=now) | (_UNRECEIVED & Q(receive_by__lt=now)),
        Figure.PAUSED: _STANDS_STILL,
        Figure.FINISHED: Q(),
        Figure.FINISHED_ON_TIME: Q(due_at__isnull=True) | Q(finished_at__lte=F("due_at")),
        Figure.FINISHED_LATE: Q(finished_at__gt=F("due_at")),
    }


def since(now: datetime) -> datetime:
    """From when results are counted: the beginning of the first of the last `DAYS` local days."""
    return _midnight(now) - timedelta(days=DAYS - 1)


def base(figure: Figure, *, now: datetime) -> Q:
    """The dossiers among which a figure is counted."""
    return IS_OPEN if figure.is_open else Q(finished_at__gte=since(now), finished_at__lte=now)


def narrowing(asked: Asked) -> Q:
    """`asked` without its agency and figure: procedure, open step, ground."""
    found = Q()
    if asked.procedure:
        found &= Q(procedure_code=asked.procedure)
    if asked.has_step:
        found &= Q(process_id__in=_open_steps(asked).values("instance_id"))
    if asked.ground == NO_GROUND:
        found &= Q(received_at__isnull=True)
    elif asked.ground:
        held = ClockInterval.objects.filter(until__isnull=True, ground=asked.ground)
        found &= Q(pk__in=held.values("dossier_id"))
    return found


def unit_of(text: str) -> tuple[int, str] | None:
    """The agency and the key that a unit is asked by; None for a text that is none."""
    number, _dash, key = text.partition("-")
    return (int(number), key) if number.isascii() and number.isdecimal() and len(number) < 10 else None


def _open_steps(asked: Asked) -> QuerySet[StepInstance]:
    steps = StepInstance.objects.filter(status=StepInstance.Status.OPEN)
    if asked.step:
        steps = steps.filter(name=asked.step)
    if asked.unit:
        place = unit_of(asked.unit)
        steps = steps.filter(agency_id=place[0], unit=place[1]) if place else steps.none()
    return steps


def _midnight(now: datetime) -> datetime:
    return clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
