"""The officer's queue: what waits for him, most urgent first, and how many of each kind."""

import heapq
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from haidang.dossiers.access import in_scope
from haidang.dossiers.lifecycle import State
from haidang.dossiers.models import Dossier
from haidang.dossiers.risk import Risk
from haidang.dossiers.selectors import Row, as_rows
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.workflow.api import StepInstance

LIMIT = 300


class Task(StrEnum):
    """Kinds of work that wait in a queue."""

    RECEIVE = "receive"
    STEP = "step"
    FINISH = "finish"
    RETURN = "return"
    CONFIRM_WITHDRAWAL = "confirm_withdrawal"


TASK_LABELS = {
    Task.RECEIVE: _("Tiếp nhận"),
    Task.STEP: _("Thực hiện bước"),
    Task.FINISH: _("Ban hành kết quả"),
    Task.RETURN: _("Trả kết quả"),
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
    by_task = {kind: rows.count() for kind, rows in waiting.items()}
    by_risk = dict.fromkeys((Risk.LATE, Risk.AT_RISK, Risk.ON_TIME), 0)
    for rows in waiting.values():
        for name, condition in risk_conditions(now).items():
            by_risk[name] += rows.filter(condition).count()
    shown = [_rows(rows, kind, now=now, risk=risk) for kind, rows in waiting.items() if task in ("", kind.value)]
    merged = heapq.merge(*shown, key=lambda row: (row.act_by or row.submitted_at, row.code))
    return Queue(list(merged)[:LIMIT], sum(by_task.values()), by_task, by_risk)


def risk_conditions(now: datetime) -> dict[Risk, Q]:
    """`risk.risk` for dossiers whose clock runs, as conditions that the database can count by."""
    act_by_passed = Q(due_at__lt=now) | Q(due_at__isnull=True, receive_by__lt=now)
    near = Q(due_at__gte=now, warn_at__lte=now)
    return {Risk.LATE: act_by_passed, Risk.AT_RISK: near, Risk.ON_TIME: ~act_by_passed & ~near}


def _rows(rows: QuerySet[Dossier], kind: Task, *, now: datetime, risk: str) -> list[Row]:
    if condition := risk_conditions(now).get(risk):  # type: ignore[call-overload]
        rows = rows.filter(condition)
    found = list(rows.order_by(Coalesce("due_at", "receive_by"), "code")[:LIMIT])
    listed = as_rows(found, now=now)
    if kind is Task.STEP:
        return [replace(row, task=item.step_name) for row, item in zip(listed, found, strict=True)]  # type: ignore[attr-defined]
    return [replace(row, task=str(TASK_LABELS[kind])) for row in listed]


def _waiting(user: identity.User, kind: Task, *, on: date) -> QuerySet[Dossier] | None:
    """The dossiers that wait for `user` in one way; None when he has no right to that kind of work."""
    if kind is Task.STEP:
        return _steps(user, on=on)
    permission, condition = {
        Task.RECEIVE: (identity.Permission.DOSSIER_RECEIVE, Q(state=State.NEW)),
        Task.FINISH: (
            identity.Permission.DOSSIER_FINISH,
            Q(state=State.PROCESSING, is_paused=False, process__ended_at__isnull=False),
        ),
        Task.RETURN: (identity.Permission.DOSSIER_RETURN, Q(state=State.DONE)),
        Task.CONFIRM_WITHDRAWAL: (identity.Permission.DOSSIER_STOP, Q(state=State.WITHDRAWN)),
    }[kind]
    reach = Q()
    for scope in identity.scopes(user, permission, on=on):
        reach |= in_scope(scope)
    return Dossier.objects.filter(condition).filter(reach) if reach else None


def _steps(user: identity.User, *, on: date) -> QuerySet[Dossier] | None:
    reach = Q()
    for role in identity.Role:
        for scope in identity.role_scopes(user, role, on=on):
            mine = Q(process__steps__role=role, process__steps__agency_id__in=scope.agency_ids)
            reach |= mine & Q(procedure_code=scope.procedure_code) if scope.procedure_code else mine
    if not reach:
        return None
    is_open = Q(process__steps__status=StepInstance.Status.OPEN, is_paused=False)
    states = Q(state__in=[State.RECEIVED, State.PROCESSING])
    return Dossier.objects.filter(is_open & states & reach).annotate(step_name=F("process__steps__name"))
