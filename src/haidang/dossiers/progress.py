"""What the service index of Decision 766 asks of dossiers in a period: one pass, one row a dossier.

Whether one is on time is `worktime.score_dossier`; a dossier is told as it stood at the period's moment, so that a
closed month gives the same answer whenever it is asked. Counts and the lists behind them are the same rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from haidang.dossiers.models import Document, Dossier, DueDate, SupplementRequest
from haidang.dossiers.reports.periods import Period
from haidang.identity import api as identity
from haidang.worktime import api as worktime

_TICK = timedelta(microseconds=1)
"""What happens at `until` itself belongs to the next period."""
DISSATISFIED = 1
"""The lowest mark of a rating: not satisfied."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A dossier that was received, processed or open in a period.

    `is_filed`: received in it; `is_finished`: its processing ended in it with a result; `is_disliked`: rated as not
    satisfying by the period's moment; `has_result`: a result file is attached.
    """

    code: str
    agency_id: int
    procedure_code: str
    is_online: bool
    timeliness: worktime.Timeliness
    ending: worktime.Ending
    is_filed: bool
    is_finished: bool
    is_disliked: bool
    has_result: bool

    @property
    def is_on_time(self) -> bool:
        """Whether the index counts it on time; one that cannot be judged is not."""
        return self.timeliness is worktime.Timeliness.ON_TIME


def progress(period: Period) -> Iterator[Progress]:
    """Every dossier received by the period's moment and not closed before the period began, by code."""
    rows = list(_rows(period).values(*_FIELDS, "last_due", "score", "score_at", "with_result"))
    asked = _supplements(period)
    calendars = {number: identity.calendar(number) for number in {row["calendar_version_id"] for row in rows}}
    for row in rows:
        yield _progress(row, calendars[row["calendar_version_id"]], asked.get(row["id"], []), period)


_FIELDS = (
    *("id", "code", "agency_id", "procedure_code", "channel", "calendar_version_id"),
    *("received_at", "finished_at", "returned_at", "closed_at"),
)


def _rows(period: Period) -> QuerySet[Dossier]:
    due = DueDate.objects.filter(dossier=OuterRef("pk"), since__lt=period.until, due_at__isnull=False)
    result = Document.objects.filter(dossier=OuterRef("pk"), kind=Document.Kind.RESULT, added_at__lt=period.until)
    told = Q(received_at__lt=period.until) & (Q(closed_at__isnull=True) | Q(closed_at__gte=period.start))
    return (
        Dossier.objects.filter(told)
        .annotate(
            last_due=Subquery(due.order_by("-seq").values("due_at")[:1]),
            score=F("rating__score"),
            score_at=F("rating__at"),
            with_result=Exists(result),
        )
        .order_by("code")
    )


def _supplements(period: Period) -> dict[int, list[worktime.Pause]]:
    """The supplement requests by the period's moment, as pauses, by dossier."""
    found: dict[int, list[worktime.Pause]] = {}
    rows = SupplementRequest.objects.filter(requested_at__lt=period.until, dossier__received_at__isnull=False)
    told = rows.filter(Q(dossier__closed_at__isnull=True) | Q(dossier__closed_at__gte=period.start))
    fields = ("dossier_id", "requested_at", "answered_at")
    for number, asked, answered in told.order_by("dossier_id", "number").values_list(*fields):
        found.setdefault(number, []).append(worktime.Pause(asked, answered))
    return found


def _progress(
    row: dict[str, Any], calendar: worktime.Calendar, asked: list[worktime.Pause], period: Period
) -> Progress:
    facts = worktime.ScoredDossier(
        received_at=row["received_at"],
        appointed_at=row["last_due"],
        processed_at=row["finished_at"],
        returned_at=row["returned_at"],
        stopped_at=None if row["finished_at"] else row["closed_at"],
        supplements=asked,
    )
    judged = worktime.score_dossier(calendar, facts, as_of=period.until - _TICK)
    return Progress(
        code=row["code"],
        agency_id=row["agency_id"],
        procedure_code=row["procedure_code"],
        is_online=row["channel"] == "online",
        timeliness=judged.timeliness,
        ending=judged.ending,
        is_filed=row["received_at"] >= period.start,
        is_finished=bool(row["finished_at"] and period.start <= row["finished_at"] < period.until),
        is_disliked=bool(row["score_at"] and row["score_at"] < period.until and row["score"] == DISSATISFIED),
        has_result=row["with_result"],
    )
