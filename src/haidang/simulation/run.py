"""Runs a simulation: casts dossiers, plays them in batches, remembers how far each came, goes on where it stopped."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from random import Random

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.notifications import api as notifications
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.simulation.accounts import ensure_accounts
from haidang.simulation.arrivals import Arrivals, Window
from haidang.simulation.casting import Casting
from haidang.simulation.market import Market
from haidang.simulation.matter import Matter
from haidang.simulation.memory import remembering
from haidang.simulation.messages import TOLD
from haidang.simulation.models import PlayedDossier, SimulationRun
from haidang.simulation.papers import Shelf
from haidang.simulation.pen import Act
from haidang.simulation.people import Population
from haidang.simulation.places import homes
from haidang.simulation.play import Cast, Played, play
from haidang.simulation.profile import names
from haidang.simulation.profile import rates as profile_rates
from haidang.simulation.rates import Rates
from haidang.simulation.staff import ensure_staff
from haidang.simulation.story import story

BATCH = 50
Progress = Callable[[int, int], None]


class SimulationRefused(Refused):
    """Something that cannot be simulated in this installation."""

    code = "simulation-refused"


@dataclass(frozen=True, slots=True)
class Wish:
    """What to simulate: `dossiers` of a seed, filed from `since` (by default some months before), lived `until`."""

    dossiers: int
    seed: int
    until: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: dossiers filed by it, dossiers that it carried on, commands played."""

    filed: int
    carried_on: int
    commands: int


@dataclass(frozen=True, slots=True)
class _Task:
    """A dossier whose story has acts that were not played yet."""

    matter: Matter
    acts: Sequence[Act]
    before: Played | None


def simulate(
    wish: Wish, *, rates: Rates | None = None, batch: int = BATCH, progress: Progress | None = None
) -> Outcome:
    """Plays the dossiers of `wish`; what an earlier run has played is not played again. Raises SimulationRefused.

    Each batch is one transaction, so that an interrupted run leaves whole batches and is continued by the same call.
    A later `until` carries the open dossiers on; more dossiers of the same seed come on top. Owners are told of what
    happens in the last two weeks only.
    """
    rates = rates or profile_rates()
    run = _run(wish, rates)
    days = clock.local(run.opens_at).date(), clock.local(wish.until).date()
    with remembering(*days), notifications.telling_only_since(wish.until - TOLD):
        tasks, cast = _prepare(run, wish, rates)
        commands = done = 0
        for part in _parts(tasks, batch):
            with transaction.atomic():
                commands += _play(part, cast, run)
            done += len(part)
            if progress:
                progress(done, len(tasks))
    filed = sum(task.before is None for task in tasks)
    return Outcome(filed=filed, carried_on=len(tasks) - filed, commands=commands)


def played_count(seed: int) -> int:
    """How many dossiers of a seed have been filed here."""
    return PlayedDossier.objects.filter(run__seed=seed).count()


def _run(wish: Wish, rates: Rates) -> SimulationRun:
    since = wish.since or wish.until - timedelta(days=rates.window_days)
    run, _made = SimulationRun.objects.get_or_create(
        seed=wish.seed, defaults={"opens_at": since, "closes_at": wish.until}
    )
    return run


def _prepare(run: SimulationRun, wish: Wish, rates: Rates) -> tuple[list[_Task], Cast]:
    on = clock.local(run.opens_at).date()
    agencies = identity.agencies(on)
    if not agencies:
        raise SimulationRefused(_("Vào ngày %(day)s chưa có cơ quan nào để mô phỏng.") % {"day": f"{on:%d/%m/%Y}"})
    population = Population(names(), homes(agencies, rates))
    casting = Casting(
        Market(agencies, rates, on=on),
        population,
        Arrivals(Window(run.opens_at, run.closes_at), rates),
        rates,
    )
    matters = [casting.matter(wish.seed, number, on=on) for number in range(wish.dossiers)]
    staff = ensure_staff(agencies, names=names(), rates=rates)
    documented = [population.citizen(0), population.citizen(1), population.business(0)]
    owners = ensure_accounts([*documented, *(matter.person for matter in matters)])
    tasks = _tasks(run, matters, wish, rates)
    until = clock.local(wish.until).date()
    if not any(on < plan.on <= until for plan in identity.reorganisations() if plan.status == plan.Status.APPLIED):
        return tasks, Cast(staff, owners, Shelf(), names(), rates)
    return _where_agencies_last(tasks), Cast(staff, owners, Shelf(), names(), rates, is_reorganised=True)


def _where_agencies_last(tasks: Sequence[_Task]) -> list[_Task]:
    """Without dossiers that nobody could file: their agency has ended before the day."""
    standing: dict[date, set[int]] = {}
    found = []
    for task in tasks:
        day = clock.local(task.matter.at).date()
        if day not in standing:
            standing[day] = {view.id for view in identity.agencies(day)}
        if task.before or task.matter.agency.id in standing[day]:
            found.append(task)
    return found


def _tasks(run: SimulationRun, matters: Sequence[Matter], wish: Wish, rates: Rates) -> list[_Task]:
    """What is left to play, by time of filing, so that the codes of a day follow the hours of that day."""
    rows = PlayedDossier.objects.filter(run=run).values_list("number", "code", "acts", "is_left")
    known = {number: Played(code, acts, is_left) for number, code, acts, is_left in rows}
    tasks = []
    for matter in sorted(matters, key=lambda matter: (matter.at, matter.number)):
        before = known.get(matter.number)
        if before and before.is_left:
            continue
        rng = Random(f"story:{wish.seed}:{matter.number}")
        acts = list(takewhile(lambda act: act.at <= wish.until, story(matter, rates, rng)))
        if len(acts) > (before.acts if before else 0):
            tasks.append(_Task(matter, acts, before))
    return _fitting(tasks)


def _fitting(tasks: Sequence[_Task]) -> list[_Task]:
    """Without begun dossiers that were filed at another moment: the profile's rates have changed since then."""
    begun = [task.before.code for task in tasks if task.before]
    filed = dict(dossiers.Dossier.objects.filter(code__in=begun).values_list("code", "submitted_at"))
    return [task for task in tasks if task.before is None or filed.get(task.before.code) == task.matter.at]


def _parts(tasks: Sequence[_Task], size: int) -> Iterator[Sequence[_Task]]:
    for start in range(0, len(tasks), size):
        yield tasks[start : start + size]


def _play(part: Sequence[_Task], cast: Cast, run: SimulationRun) -> int:
    """Plays a batch inside the caller's transaction; returns the number of commands."""
    commands = 0
    rows = []
    for task in part:
        played = play(cast, task.matter, task.acts, seed=run.seed, before=task.before)
        commands += played.acts - (task.before.acts if task.before else 0)
        rows.append(
            PlayedDossier(
                run=run, number=task.matter.number, code=played.code, acts=played.acts, is_left=played.is_left
            )
        )
    PlayedDossier.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["run", "number"], update_fields=["acts", "is_left"]
    )
    return commands
