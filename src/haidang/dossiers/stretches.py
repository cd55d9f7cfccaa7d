"""How long each due date of an open dossier held: what was late, or about to be, at any moment of a span of time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from haidang.dossiers.lifecycle import OPEN
from haidang.dossiers.models import Dossier, DueDate, Reappointment
from haidang.workflow import api as workflow


@dataclass(frozen=True, slots=True)
class StepStretch:
    """An open step in time: [opened_at, closed_at), until when its own budget lasted, whose it was at last."""

    opened_at: datetime
    closed_at: datetime | None
    due_at: datetime
    unit: str
    assignee_id: int | None

    def is_behind(self, at: datetime) -> bool:
        """Whether it stood open at `at` past its own time."""
        return self.opened_at <= at and self.due_at < at and (self.closed_at is None or self.closed_at > at)


@dataclass(frozen=True, slots=True)
class Stretch:
    """That a received dossier stood open and was due at `due_at` from `since` up to but without `until` (None: is)."""

    code: str
    procedure_code: str
    version_id: int
    agency_id: int
    due_at: datetime
    since: datetime
    until: datetime | None
    apologised_at: datetime | None
    steps: tuple[StepStretch, ...] = ()

    def holds(self, at: datetime) -> bool:
        """Whether it was so at `at`."""
        return self.since <= at and (self.until is None or at < self.until)

    def was_late(self, since: datetime, until: datetime) -> bool:
        """Whether it fell late in [since, until): it was due then and still open."""
        return (
            since <= self.due_at < until and self.since <= self.due_at and (not self.until or self.until > self.due_at)
        )


def stretches(*, since: datetime, until: datetime, due_before: datetime, with_steps: bool = False) -> list[Stretch]:
    """What held at some moment of [since, until] with a due date before `due_before`; paused time holds none.

    A step's assignee is whoever had it last: who had it in between is not kept in the table.
    """
    wanted = Q(state__in=sorted(int(state) for state in OPEN)) | Q(closed_at__gt=since)
    # A subquery, not a list: a list of all open dossiers is longer than some databases take.
    asked = Dossier.objects.filter(wanted, received_at__lte=until)
    spans = DueDate.objects.filter(
        Q(until__isnull=True) | Q(until__gt=since),
        since__lte=until,
        due_at__lt=due_before,
        dossier__in=asked.values("pk"),
    )
    fields = ("code", "procedure_code", "procedure_version_id", "agency_id", "closed_at", "process_id")
    named = (f"dossier__{name}" for name in fields)
    rows = spans.order_by("dossier_id", "seq").values_list("dossier_id", "due_at", "since", "until", *named)
    apologies = dict(Reappointment.objects.filter(dossier__in=asked.values("pk")).values_list("dossier", "made_at"))
    steps = _steps(asked, since=since) if with_steps else {}
    return [
        Stretch(
            code, procedure, version, agency, due_at, begin, _first(end, closed), apologies.get(key),
            tuple(steps.get(process, ())),
        )
        for key, due_at, begin, end, code, procedure, version, agency, closed, process in rows
    ]  # fmt: skip


def _first(end: datetime | None, closed: datetime | None) -> datetime | None:
    """The due date of a closed dossier holds on in the table; open it was until it closed."""
    return min(end, closed) if end and closed else end or closed


def _steps(asked: QuerySet[Dossier], *, since: datetime) -> dict[int, list[StepStretch]]:
    rows = workflow.StepInstance.objects.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=since))
    rows = rows.filter(instance__in=asked.exclude(process=None).values("process"))
    found: dict[int, list[StepStretch]] = {}
    fields = ("instance_id", "opened_at", "closed_at", "due_at", "unit", "assignee_id")
    for process, *rest in rows.order_by("opened_at", "pk").values_list(*fields):
        found.setdefault(process, []).append(StepStretch(*rest))
    return found
