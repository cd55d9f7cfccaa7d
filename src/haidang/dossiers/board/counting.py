"""Figures counted by the database: one grouped query over the open dossiers, one over the last days' results."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from haidang.dossiers.board.asked import Asked, Figure, Grouping
from haidang.dossiers.board.conditions import base, conditions, narrowing
from haidang.dossiers.models import Dossier
from haidang.identity import api as identity
from haidang.workflow.api import StepInstance

OF_OPEN = (
    Figure.OPEN,
    Figure.WAITING,
    Figure.DUE_TODAY,
    Figure.IN_TIME,
    Figure.AT_RISK,
    Figure.LATE,
    Figure.PAUSED,
)
OF_FINISHED = (Figure.FINISHED, Figure.FINISHED_ON_TIME, Figure.FINISHED_LATE)
Key = tuple[Any, ...]
_AT_OPEN_STEP = Q(process__steps__status=StepInstance.Status.OPEN)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts by figure; one that was not asked about is not there, which is not nought."""

    counts: Mapping[Figure, int]

    def of(self, figure: Figure) -> int | None:
        """How many, or None where it was not counted."""
        return self.counts.get(figure)

    @property
    def rate(self) -> tuple[int, int] | None:
        """Results on time, of all results; None where there are none to speak of."""
        done = self.counts.get(Figure.FINISHED, 0)
        return (self.counts[Figure.FINISHED_ON_TIME], done) if done else None


def nothing(asked: Asked) -> Figures:
    """Nought of everything that `asked` can be answered with."""
    return Figures(dict.fromkeys(OF_OPEN if asked.has_step else (*OF_OPEN, *OF_FINISHED), 0))


def total(parts: Iterable[Figures]) -> Figures:
    """All together."""
    found: dict[Figure, int] = {}
    for part in parts:
        for figure, count in part.counts.items():
            found[figure] = found.get(figure, 0) + count
    return Figures(found)


def by_agency(asked: Asked, reach: Q, *, lineage: identity.Lineage, now: datetime) -> dict[int, Figures]:
    """Figures by the agency that has the work today; nobody's figures are left out."""
    fields: dict[str, Any] = {"place": F("agency_id")}
    if divided := lineage.divided:
        by_name = When(agency_id__in=divided, then=F("procedure_code"))
        fields["code"] = Case(by_name, default=Value(""), output_field=CharField())
    found: dict[int, list[Figures]] = {}
    for key, figures in _both(asked, reach, fields, now=now).items():
        found.setdefault(lineage.heir(key[0], key[1] if divided else ""), []).append(figures)
    return {agency_id: total(parts) for agency_id, parts in found.items()}


def by_procedure(asked: Asked, reach: Q, *, now: datetime) -> dict[str, Figures]:
    """Figures by procedure code."""
    return {key[0]: figures for key, figures in _both(asked, reach, {"code": F("procedure_code")}, now=now).items()}


def by_open_step(asked: Asked, reach: Q, grouping: Grouping, *, now: datetime) -> dict[Key, Figures]:
    """Figures of open dossiers by what they wait for; one with two open steps counts in the lines of both."""
    fields: dict[str, Any] = {"name": F("process__steps__name")}
    if grouping is Grouping.UNIT:
        fields = {"place": F("process__steps__agency_id"), "unit": F("process__steps__unit")}
    rows = Dossier.objects.filter(base(Figure.OPEN, now=now) & reach & narrowing(asked) & _AT_OPEN_STEP)
    return _counted(rows, fields, OF_OPEN, now=now)


def at_all(asked: Asked, reach: Q, *, now: datetime) -> Figures:
    """The figures of everything asked about, each dossier once."""
    return total(_both(asked, reach, {}, now=now).values())


def by_ground(asked: Asked, reach: Q, *, now: datetime) -> dict[str, int]:
    """How many clocks stand still on each ground; "" for those that have never run."""
    rows = Dossier.objects.filter(
        base(Figure.PAUSED, now=now) & conditions(now)[Figure.PAUSED] & reach & narrowing(asked)
    )
    # A ledger that was begun has one line without an end; what waits before receipt has no ledger.
    received = rows.filter(received_at__isnull=False, clock__until__isnull=True).values_list("clock__ground")
    return dict(received.annotate(n=Count("*")).order_by()) | {"": rows.filter(received_at__isnull=True).count()}


def _both(asked: Asked, reach: Q, fields: Mapping[str, Any], *, now: datetime) -> dict[Key, Figures]:
    """Open dossiers and results by the same key; a question about open steps has no results."""
    where = reach & narrowing(asked)
    found = _counted(_rows(Figure.OPEN, where, now), fields, OF_OPEN, now=now)
    if asked.has_step:
        return found
    done = _counted(_rows(Figure.FINISHED, where, now), fields, OF_FINISHED, now=now)
    parts = (found, done)
    return {key: total([nothing(asked), *(part[key] for part in parts if key in part)]) for key in {**found, **done}}


def _rows(figure: Figure, where: Q, now: datetime) -> QuerySet[Dossier]:
    return Dossier.objects.filter(base(figure, now=now) & where)


def _counted(
    rows: QuerySet[Dossier], fields: Mapping[str, Any], figures: Sequence[Figure], *, now: datetime
) -> dict[Key, Figures]:
    wanted = conditions(now)
    # Of all columns that are never empty, the agency stands in the indexes that these counts are made from.
    counts = {f"n_{figure.value}": Count("agency_id", filter=wanted[figure] or None) for figure in figures}
    if not fields:
        sums = rows.aggregate(**counts)
        return {(): Figures({figure: sums[f"n_{figure.value}"] for figure in figures})}
    names = [f"by_{name}" for name in fields]
    grouped = rows.annotate(**dict(zip(names, fields.values(), strict=True))).values_list(*names).order_by()
    return {
        tuple(row[: len(fields)]): Figures(dict(zip(figures, row[len(fields) :], strict=True)))
        for row in grouped.annotate(**counts)
    }
