"""How the plan stands: tasks by group and by agency, each figure with the tasks behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.platform import clock
from haidang.steering import access
from haidang.steering.labels import STATUS_LABELS
from haidang.steering.lifecycle import Status
from haidang.steering.models import Answer, Directive, Party
from haidang.steering.plan06.groups import GROUPS
from haidang.steering.plan06.progress import Progress, counted, progress


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the plan for lists and reports."""

    id: int
    number: str
    group: str
    title: str
    product: str
    lead: str
    lead_code: str
    cooperating: tuple[str, ...]
    due_at: datetime | None
    progress: Progress
    status_label: str
    answered_at: datetime | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the board: what it is about, how many tasks stand how, and how many there are."""

    key: str
    name: str
    counts: dict[Progress, int]

    @property
    def total(self) -> int:
        """All tasks of the line."""
        return sum(self.counts.values())

    @property
    def done_in_time(self) -> tuple[int, int]:
        """How many of those done were done on time, and how many are done."""
        in_time = self.counts[Progress.DONE_ON_TIME]
        return in_time, in_time + self.counts[Progress.DONE_LATE]


@dataclass(frozen=True, slots=True)
class PlanBoard:
    """The plan as far as the reader may see it: by group, by leading agency, and all together, as of `as_of`."""

    by_group: list[Line]
    by_agency: list[Line]
    total: Line
    as_of: datetime


def plan_tasks(user: User, *, now: datetime, group: str = "", agency: str = "", standing: str = "") -> list[Task]:
    """The tasks that `user` may see, by number; narrowed by group, by leading agency's code, by how they stand."""
    found = [task for task in _tasks(user, now=now) if group in ("", task.group) and agency in ("", task.lead_code)]
    return [task for task in found if standing in ("", task.progress.value)]


def plan_board(user: User, *, now: datetime) -> PlanBoard:
    """The board of the tasks that `user` may see; counted from the same tasks that the lists show."""
    found = _tasks(user, now=now)
    agencies = {task.lead_code: task.lead for task in found}
    groups = sorted({task.group for task in found})
    return PlanBoard(
        [_line(key, GROUPS.get(key, key), (task for task in found if task.group == key)) for key in groups],
        [_line(code, agencies[code], (task for task in found if task.lead_code == code)) for code in sorted(agencies)],
        _line("", "", found),
        now,
    )


def _line(key: str, name: str, tasks: Iterable[Task]) -> Line:
    return Line(key, name, counted(task.progress for task in tasks))


def _tasks(user: User, *, now: datetime) -> list[Task]:
    on = clock.local(now).date()
    rows = list(access.visible_to(user, on=on).filter(kind="plan06").select_related("plan_task"))
    parties: dict[int, list[Party]] = {}
    for party in Party.objects.filter(directive__in=rows).order_by("pk"):
        parties.setdefault(party.directive_id, []).append(party)
    views = identity.agencies_by_id({party.agency_id for found in parties.values() for party in found}, on=on)
    evidence = _evidence(rows)
    tasks = [_task(row, parties[row.pk], views, evidence.get(row.pk, ""), now=now) for row in rows]
    return sorted((task for task in tasks if task is not None), key=lambda task: _in_order(task.number))


def _task(
    row: Directive, parties: list[Party], views: dict[int, identity.AgencyView], evidence: str, *, now: datetime
) -> Task | None:
    plan = row.plan_task
    how = progress(
        Status(row.status), is_recurring=plan.is_recurring, due_at=row.due_at, answered_at=row.answered_at, now=now
    )
    if how is None:
        return None
    lead = next(views[party.agency_id] for party in parties if party.part == "lead")
    others = tuple(views[party.agency_id].short_name for party in parties if party.part == "cooperating")
    label = str(STATUS_LABELS[Status(row.status)])
    return Task(
        row.pk, plan.number, plan.group, row.title, plan.product, lead.short_name, lead.code, others, row.due_at, how,
        label, row.answered_at, evidence,
    )  # fmt: skip


def _evidence(rows: list[Directive]) -> dict[int, str]:
    """The words of the answer that stands, by directive."""
    found = Answer.objects.filter(directive__in=rows).exclude(
        verdict__in=[Answer.Verdict.PROGRESS, Answer.Verdict.SENT_BACK]
    )
    return dict(found.order_by("at", "pk").values_list("directive_id", "text"))


def _in_order(number: str) -> list[tuple[int, str]]:
    """2 before 10, and 1.2 before 1.10."""
    parts = number.replace("-", ".").split(".")
    return [(int(part), "") if part.isascii() and part.isdecimal() else (10**9, part) for part in parts]
