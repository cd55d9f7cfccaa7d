"""The officer's queue: what waits for him, most urgent first, and how many of each kind."""

import heapq
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from operator import itemgetter

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from haidang.dossiers.access import in_reach
from haidang.dossiers.fees import Money
from haidang.dossiers.lifecycle import Command, State
from haidang.dossiers.models import Dossier
from haidang.dossiers.risk import Risk
from haidang.dossiers.selectors import Row, as_rows
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.workflow.api import StepInstance

LIMIT = 300
Urgency = tuple[datetime, str]


class Task(StrEnum):
    """Kinds of work that wait in a queue."""

    RECEIVE = "receive"
    STEP = "step"
    FINISH = "finish"
    RETURN = "return"
    COLLECT = "collect"
    CONFIRM_WITHDRAWAL = "confirm_withdrawal"


TASK_LABELS = {
    Task.RECEIVE: pgettext_lazy("command", "Tiếp nhận"),
    Task.STEP: _("Thực hiện bước"),
    Task.FINISH: _("Ban hành kết quả"),
    Task.RETURN: _("Trả kết quả"),
    Task.COLLECT: _("Chờ nộp phí, lệ phí"),
    Task.CONFIRM_WITHDRAWAL: _("Xác nhận rút hồ sơ"),
}


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for an officer: at most `LIMIT` rows by due time, and how many there are by task and by risk."""

    rows: list[Row]
    total: int
    by_task: dict[Task, int]
    by_risk: dict[Risk, int]


def queue(user: identity.User, *, now: datetime, task: str = "", risk: str = "") -> Queue:
    """The dossiers that wait for `user`; `task` and `risk` narrow the rows, never the counts."""
    on = clock.local(now).date()
    waiting = {kind: rows for kind in Task if (rows := _waiting(user, kind, on=on)) is not None}
    counts = {kind: _counts(rows, now=now) for kind, rows in waiting.items()}
    by_task = {kind: found["all"] for kind, found in counts.items()}
    by_risk = {name: sum(found[name.value] for found in counts.values()) for name in risk_conditions(now)}
    shown = [_rows(rows, kind, now=now, risk=risk) for kind, rows in waiting.items() if task in ("", kind.value)]
    merged = heapq.merge(*shown, key=itemgetter(0))
    return Queue([row for _urgency, row in islice(merged, LIMIT)], sum(by_task.values()), by_task, by_risk)


def risk_conditions(now: datetime) -> dict[Risk, Q]:
    """`risk.risk` for dossiers whose clock runs, as conditions that the database can count by.

    None holds for a dossier that only waits to be handed over or confirmed, because its clock has ended, nor for one
    whose clock stands still.
    """
    stands = Q(due_at__isnull=True) & (Q(is_paused=True) | Q(state=State.SUPPLEMENT))
    runs = Q(closed_at__isnull=True) & ~stands
    late = Q(due_at__lt=now) | Q(due_at__isnull=True, receive_by__lt=now)
    near = Q(due_at__gte=now, warn_at__lte=now)
    return {Risk.LATE: runs & late, Risk.AT_RISK: runs & near, Risk.ON_TIME: runs & ~late & ~near}


def _counts(rows: QuerySet[Dossier], *, now: datetime) -> dict[str, int]:
    by_risk = {name.value: Count("pk", filter=condition) for name, condition in risk_conditions(now).items()}
    return dict(rows.aggregate(all=Count("pk"), **by_risk))


def _rows(rows: QuerySet[Dossier], kind: Task, *, now: datetime, risk: str) -> list[tuple[Urgency, Row]]:
    """The most urgent `LIMIT` of `rows`, each with what it is sorted by."""
    if condition := risk_conditions(now).get(risk):  # type: ignore[call-overload]
        rows = rows.filter(condition)
    found = list(rows.order_by(Coalesce("due_at", "receive_by"), "code")[:LIMIT])
    return [
        ((item.due_at or item.receive_by, item.code), replace(row, task=_task_name(kind, item)))
        for row, item in zip(as_rows(found, now=now), found, strict=True)
    ]


def _task_name(kind: Task, dossier: Dossier) -> str:
    return dossier.step_name if kind is Task.STEP else str(TASK_LABELS[kind])  # type: ignore[attr-defined]


def _waiting(user: identity.User, kind: Task, *, on: date) -> QuerySet[Dossier] | None:
    """The dossiers that wait for `user` in one way; None when he has no right to that kind of work."""
    if kind is Task.STEP:
        return _steps(user, on=on)
    command, condition = {
        Task.RECEIVE: (Command.ACCEPT, Q(state=State.NEW)),
        Task.FINISH: (Command.FINISH, Q(state=State.PROCESSING, is_paused=False, process__ended_at__isnull=False)),
        Task.RETURN: (Command.RETURN_RESULT, Q(state=State.DONE)),
        # The citizen's turn; but where the clock runs on, somebody must see that it does.
        Task.COLLECT: (Command.RECORD_PAYMENT, Q(money=Money.REQUESTED)),
        Task.CONFIRM_WITHDRAWAL: (Command.STOP, Q(state=State.WITHDRAWN)),
    }[kind]
    reach = in_reach(user, command, on=on)
    return Dossier.objects.filter(condition).filter(reach) if reach else None


def _steps(user: identity.User, *, on: date) -> QuerySet[Dossier] | None:
    """The dossiers with an open step of his, each once, with the name of the step that is due first."""
    reach = Q()
    for role, scopes in identity.rights(user, on=on).by_role.items():
        for scope in scopes:
            where = scope.condition("agency_id", procedure_field="instance__dossier__procedure_code")
            reach |= Q(role=role) & where
    if not reach:
        return None
    steps = StepInstance.objects.filter(reach, status=StepInstance.Status.OPEN)
    first = steps.filter(instance=OuterRef("process")).order_by("due_at", "id").values("name")[:1]
    rows = Dossier.objects.filter(process__in=steps.values("instance"), is_paused=False)
    return rows.filter(state__in=[State.RECEIVED, State.PROCESSING]).annotate(step_name=Subquery(first))
