"""The officer's queue: what waits for him, most urgent first, and how many of each kind."""

import heapq
from dataclasses import dataclass, replace
from datetime import datetime
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
from haidang.dossiers.office.waiting import Holder, Waiting
from haidang.dossiers.office.waiting import waiting as waiting_steps
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
    """What waits for an officer: at most `LIMIT` rows by due time, and how many there are by task and by risk.

    `by_holder`: how many wait with a step of his own, with one that nobody has, and with one that a colleague has.
    The last do not wait for him and are in no other count.
    """

    rows: list[Row]
    total: int
    by_task: dict[Task, int]
    by_risk: dict[Risk, int]
    by_holder: dict[Holder, int]


def queue(user: identity.User, *, now: datetime, task: str = "", risk: str = "", holder: str = "") -> Queue:
    """The dossiers that wait for `user`; `task`, `risk` and `holder` narrow the rows, never the counts."""
    rights = identity.rights(user, on=clock.local(now).date())
    steps = waiting_steps(user, rights, on=clock.local(now).date())
    waiting = {kind: rows for kind in Task if (rows := _waiting(kind, rights, steps)) is not None}
    counts = {kind: _counts(rows, now=now) for kind, rows in waiting.items()}
    by_task = {kind: found["all"] for kind, found in counts.items()}
    by_risk = {name: sum(found[name.value] for found in counts.values()) for name in risk_conditions(now)}
    held = {kind: _with_steps(steps.held_by(kind)) for kind in Holder} if steps else {}
    by_holder = {kind: rows.count() for kind, rows in held.items()}
    wanted = [(Task.STEP, rows) for kind, rows in held.items() if kind == holder] if holder else list(waiting.items())
    shown = [_rows(rows, kind, now=now, risk=risk) for kind, rows in wanted if task in ("", kind.value)]
    found = [row for _urgency, row in islice(heapq.merge(*shown, key=itemgetter(0)), LIMIT)]
    return Queue(_with_holders(found), sum(by_task.values()), by_task, by_risk, by_holder)


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
        ((item.due_at or item.receive_by, item.code), replace(row, task=_task_name(kind), step_id=_step_id(item)))
        for row, item in zip(as_rows(found, now=now), found, strict=True)
    ]


def _task_name(kind: Task) -> str:
    return "" if kind is Task.STEP else str(TASK_LABELS[kind])


def _step_id(dossier: Dossier) -> int | None:
    return getattr(dossier, "step_id", None)


def _with_holders(rows: list[Row]) -> list[Row]:
    """The rows with the names of their steps and of who has them, in one query."""
    steps = StepInstance.objects.select_related("assignee").in_bulk([row.step_id for row in rows if row.step_id])
    return [_with_holder(row, steps[row.step_id]) if row.step_id else row for row in rows]


def _with_holder(row: Row, step: StepInstance) -> Row:
    return replace(row, task=step.name, holder_id=step.assignee_id, holder=str(step.assignee or ""))


def _waiting(kind: Task, rights: identity.Rights, steps: Waiting | None) -> QuerySet[Dossier] | None:
    """The dossiers that wait for an officer in one way; None when he has no right to that kind of work."""
    if kind is Task.STEP:
        return None if steps is None else _with_steps(steps.doable)
    command, condition = {
        Task.RECEIVE: (Command.ACCEPT, Q(state=State.NEW)),
        Task.FINISH: (Command.FINISH, Q(state=State.PROCESSING, is_paused=False, process__ended_at__isnull=False)),
        Task.RETURN: (Command.RETURN_RESULT, Q(state=State.DONE)),
        # The citizen's turn; but where the clock runs on, somebody must see that it does.
        Task.COLLECT: (Command.RECORD_PAYMENT, Q(money=Money.REQUESTED)),
        Task.CONFIRM_WITHDRAWAL: (Command.STOP, Q(state=State.WITHDRAWN)),
    }[kind]
    reach = in_reach(rights, command)
    return Dossier.objects.filter(condition).filter(reach) if reach else None


def _with_steps(steps: QuerySet[StepInstance]) -> QuerySet[Dossier]:
    """The dossiers in work with one of these open steps, each once, with the id of the step that is due first."""
    first = steps.filter(instance=OuterRef("process")).order_by("due_at", "id").values("pk")[:1]
    rows = Dossier.objects.filter(process__in=steps.values("instance"), is_paused=False)
    return rows.filter(state__in=[State.RECEIVED, State.PROCESSING]).annotate(step_id=Subquery(first))
