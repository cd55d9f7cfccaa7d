"""Work that the house does by itself when its time has come: timers, urging, digests, forecasts.

Rooms register a `Job` when Django starts (`AppConfig.ready`). `haidang worker` (started beside the site by
`haidang serve`) calls `run_due` every few seconds. A job is a function of the moment that does whatever is due and may
be called at any time any number of times: the schedule only says when calling it is worth while, and a row for each job
keeps two workers from doing so at once.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from time import monotonic

from django.db.models import Q

from haidang.platform import clock
from haidang.platform.models import PeriodicRun

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=30)
"""After this time a worker that has not come back is taken for dead and another may do the job."""
RETRY = timedelta(minutes=5)
"""How long a job rests that ended in an error."""


@dataclass(frozen=True, slots=True)
class Job:
    """`work(now)` returns how many things it did; to be called `every` so often, or once a day `at` a local time."""

    name: str
    work: Callable[[datetime], int]
    every: timedelta | None = None
    at: time | None = None

    def slot(self, now: datetime) -> datetime:
        """The last moment, not after `now`, at which the job was to begin."""
        if self.at is not None:
            local = clock.local(now)
            today = datetime.combine(local.date(), self.at, tzinfo=clock.LOCAL)
            return today if today <= local else today - timedelta(days=1)
        if self.every is None:
            raise ValueError(f"{self.name}: every or at")
        return now - (now - _EPOCH) % self.every


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call of a job did: how many things, in how many seconds, or which error it met."""

    name: str
    done: int
    seconds: float
    problem: str = ""


_EPOCH = datetime(2000, 1, 1, tzinfo=clock.LOCAL)
_jobs: dict[str, Job] = {}


def register(job: Job) -> None:
    """Makes a job known; a second one of the same name replaces the first (Django may start twice in one process)."""
    job.slot(_EPOCH)
    _jobs[job.name] = job


def jobs() -> list[Job]:
    """Every job of the house, by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def run_due(now: datetime) -> Iterator[Outcome]:
    """Does every job whose slot has come and that nobody else is doing, in turn; an error stops none of the others."""
    for job in jobs():
        slot = job.slot(now)
        if _claim(job, slot, now):
            outcome = _run(job, now)
            PeriodicRun.objects.filter(name=job.name).update(
                **({"next_try_at": now + RETRY} if outcome.problem else {"slot": slot}),
                leased_until=None,
                finished_at=now,
                done=outcome.done,
                problem=outcome.problem,
            )
            yield outcome


def _claim(job: Job, slot: datetime, now: datetime) -> bool:
    """Takes the job for this process in one UPDATE, which is what makes two workers agree."""
    PeriodicRun.objects.get_or_create(name=job.name)
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    is_due = Q(slot__isnull=True) | Q(slot__lt=slot)
    may_try = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
    rows = PeriodicRun.objects.filter(free, is_due, may_try, name=job.name)
    return bool(rows.update(leased_until=now + LEASE, next_try_at=None, started_at=now))


def _run(job: Job, now: datetime) -> Outcome:
    begun = monotonic()
    try:
        done = job.work(now)
    except Exception as error:
        # Whatever one room's work runs into, the others' goes on. The text stays in the log: it may hold personal data.
        log.exception("%s failed", job.name)
        return Outcome(job.name, 0, monotonic() - begun, type(error).__name__)
    return Outcome(job.name, done, monotonic() - begun)
