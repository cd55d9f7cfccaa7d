"""The dossiers behind a figure, most urgent first, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from haidang.dossiers.board.answer import reached
from haidang.dossiers.board.asked import Asked
from haidang.dossiers.board.conditions import base, conditions, narrowing
from haidang.dossiers.models import Dossier
from haidang.dossiers.reports.reach import Reach
from haidang.dossiers.selectors import Row, as_rows
from haidang.workflow import api as workflow


@dataclass(frozen=True, slots=True)
class Listed:
    """A dossier of a list, and the open steps that it waits for."""

    row: Row
    steps: tuple[str, ...]


def behind(asked: Asked, reach: Reach, *, now: datetime) -> QuerySet[Dossier]:
    """The dossiers that a figure counts at `now`, in no order; raises Invalid for an agency that is not in reach."""
    where: Q = base(asked.figure, now=now) & conditions(now)[asked.figure]
    return Dossier.objects.filter(where & reached(asked, reach, now=now) & narrowing(asked))


def listed(asked: Asked, reach: Reach, *, now: datetime, start: int, size: int) -> list[Listed]:
    """`size` of them from `start`: open ones by when somebody must act, finished ones the latest first."""
    order = [Coalesce("due_at", "receive_by"), "code"] if asked.figure.is_open else ["-finished_at", "code"]
    found = list(behind(asked, reach, now=now).order_by(*order)[start : start + size])
    waiting: dict[int, list[str]] = {}
    steps = workflow.StepInstance.objects.filter(instance__in=[item.process_id for item in found], status="open")
    for instance_id, name in steps.order_by("due_at").values_list("instance_id", "name"):
        waiting.setdefault(instance_id, []).append(name)
    rows = as_rows(found, now=now)
    return [Listed(row, tuple(waiting.get(item.process_id or 0, ()))) for row, item in zip(rows, found, strict=True)]
