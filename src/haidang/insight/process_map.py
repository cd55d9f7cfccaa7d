"""How work really flows: which steps cases visit, how often, in what order, how long they wait and are worked on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median_low

START, END = "", "\x00"
"""Stand for the beginning and the end of a case where `Way` names its steps."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A case's time at a step, in minutes; `waited`: until somebody took it up, None where nobody said when."""

    step: str
    minutes: int
    waited: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the map. `repeats`: visits beyond a case's first; `place`: its mean place in cases, 0 to 1.

    Medians in minutes: of the whole visit, and of its waiting and working parts over the `known` visits of which it is
    known when they were taken up; None without such. `total`: the minutes of all visits together.
    """

    name: str
    visits: int
    cases: int
    repeats: int
    place: float
    total: int
    median: int
    known: int
    waiting: int | None
    working: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """How often one step directly followed another; `is_back`: from a step that usually comes later."""

    source: str
    target: str
    count: int
    is_back: bool


@dataclass(frozen=True, slots=True)
class ProcessMap:
    """Steps in the order in which cases usually pass them, ways by frequency, and how many cases were read.

    `reworked`: cases that visited some step more than once.
    """

    steps: tuple[Step, ...]
    ways: tuple[Way, ...]
    cases: int
    reworked: int


@dataclass(slots=True)
class _Gathered:
    visits: list[Visit] = field(default_factory=list)
    places: list[float] = field(default_factory=list)
    cases: int = 0


def process_map(cases: Iterable[tuple[Sequence[Visit], bool]]) -> ProcessMap:
    """The map of cases given as their visits in order, each with whether it is over (only then its last step ended)."""
    gathered: dict[str, _Gathered] = {}
    ways: Counter[tuple[str, str]] = Counter()
    count = reworked = 0
    for visits, is_over in cases:
        count += 1
        names = [visit.step for visit in visits]
        reworked += len(set(names)) < len(names)
        ways.update(zip([START, *names], [*names, END] if is_over else names, strict=is_over))
        for place, visit in enumerate(visits):
            here = gathered.setdefault(visit.step, _Gathered())
            here.visits.append(visit)
            here.places.append(place / max(len(visits) - 1, 1))
        for name in set(names):
            gathered[name].cases += 1
    steps = sorted((_step(name, here) for name, here in gathered.items()), key=lambda step: (step.place, step.name))
    order = {step.name: number for number, step in enumerate(steps)} | {START: -1, END: len(steps)}
    found = [Way(a, b, number, order[b] <= order[a]) for (a, b), number in ways.items()]
    found.sort(key=lambda way: (-way.count, order[way.source], order[way.target]))
    return ProcessMap(tuple(steps), tuple(found), count, reworked)


def _step(name: str, here: _Gathered) -> Step:
    known = [(visit.waited, visit.minutes - visit.waited) for visit in here.visits if visit.waited is not None]
    return Step(
        name=name,
        visits=len(here.visits),
        cases=here.cases,
        repeats=len(here.visits) - here.cases,
        place=sum(here.places) / len(here.places),
        total=sum(visit.minutes for visit in here.visits),
        median=median_low(visit.minutes for visit in here.visits),
        known=len(known),
        waiting=median_low(waited for waited, _worked in known) if known else None,
        working=median_low(worked for _waited, worked in known) if known else None,
    )
