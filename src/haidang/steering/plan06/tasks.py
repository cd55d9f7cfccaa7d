"""A row of the plan as a task: checked in words, given out or amended by the same acts as directives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.identity.api import AgencyView, Permission, User
from haidang.platform import clock, journal
from haidang.platform.acts import Payload, once, write
from haidang.platform.text import fold
from haidang.steering import access, due
from haidang.steering.acts import Done, Order, answer_of, done, perform
from haidang.steering.errors import NotAllowed
from haidang.steering.lifecycle import Command, Status
from haidang.steering.models import Directive, PlanTask
from haidang.steering.plan06.columns import COLUMNS, NEEDED, SheetRow
from haidang.steering.plan06.groups import group_of
from haidang.steering.services import parts
from haidang.steering.services.issuing import fill_done, tell_assigned
from haidang.steering.services.parts import COOPERATING, TITLE_LIMIT, Assigned

LIMITS = {"number": 30, "title": TITLE_LIMIT, "product": 500}
"""The longest texts of a row, in characters."""
RECURRING = "thường xuyên"


@dataclass(frozen=True, slots=True)
class TaskWish:
    """A task as the plan states it; `due_on` None: recurring. `done_on` with `evidence`: already done."""

    number: str
    group: str
    title: str
    lead_id: int
    cooperating_ids: tuple[int, ...] = ()
    due_on: date | None = None
    product: str = ""
    done_on: date | None = None
    evidence: str = ""

    @property
    def assigned(self) -> list[Assigned]:
        """Who leads and who co-operates."""
        return [Assigned(self.lead_id), *(Assigned(each, COOPERATING) for each in self.cooperating_ids)]

    @property
    def plain(self) -> dict[str, Any]:
        """What the plan says of it, as plain values; not whether it is done."""
        return {
            "number": self.number,
            "group": self.group,
            "title": self.title,
            "assigned": [item.plain for item in self.assigned],
            "due_on": self.due_on and self.due_on.isoformat(),
            "product": self.product,
        }


class Names:
    """Agencies of a day by code, legacy code, name and short name, however they are spelled."""

    def __init__(self, views: list[AgencyView]) -> None:
        self._found: dict[str, set[int]] = {}
        for view in views:
            for text in {view.code, view.legacy_code, view.name, view.short_name}:
                self._found.setdefault(fold(text), set()).add(view.id)

    def find(self, text: str) -> int | None:
        """The one agency of that name; None where there is none, or several."""
        found = self._found.get(fold(text), set())
        return next(iter(found)) if len(found) == 1 else None


def read_task(row: SheetRow, names: Names) -> tuple[TaskWish | None, list[str]]:
    """The task that a row states, or everything that is wrong with it in words."""
    problems: list[str] = []
    number, title, product = (row.text(column) for column in LIMITS)
    for column, limit in LIMITS.items():
        if column in NEEDED and not row.text(column):
            problems.append(_("%(column)s: còn trống.") % {"column": COLUMNS[column]})
        if len(row.text(column)) > limit:
            problems.append(_("%(column)s: dài quá %(limit)s ký tự.") % {"column": COLUMNS[column], "limit": limit})
    group = group_of(row.text("group"))
    if group is None:
        problems.append(_("Nhóm tiện ích: ghi số từ 1 đến 5."))
    lead, cooperating = _agencies(row, names, problems)
    due_on, done_on = _days(row, problems)
    if done_on and not row.text("evidence"):
        problems.append(_("Minh chứng: cần ghi khi đã hoàn thành."))
    if problems or lead is None or group is None:
        return None, problems
    evidence = row.text("evidence")
    return TaskWish(number, group, title, lead, cooperating, due_on, product, done_on, evidence), []


def _agencies(row: SheetRow, names: Names, problems: list[str]) -> tuple[int | None, tuple[int, ...]]:
    lead = names.find(row.text("lead")) if row.text("lead") else None
    if lead is None:
        words = _("Cơ quan chủ trì: không có cơ quan nào mang tên hoặc mã “%(name)s”.")
        problems.append(words % {"name": row.text("lead")})
    found: list[int] = []
    for name in str(row.cells.get("cooperating") or "").replace("\n", ";").split(";"):
        agency = names.find(name) if name.strip() else None
        if name.strip() and agency is None:
            words = _("Cơ quan phối hợp: không có cơ quan nào mang tên hoặc mã “%(name)s”.")
            problems.append(words % {"name": name.strip()})
        elif agency is not None and agency != lead and agency not in found:
            found.append(agency)
    return lead, tuple(found)


def _days(row: SheetRow, problems: list[str]) -> tuple[date | None, date | None]:
    """Until when, None for a recurring task; and when it was done, if it was."""
    due_on = None
    if fold(row.text("due")) != fold(RECURRING):
        due_on = _day(row, "due", problems)
        if not row.text("due"):
            problems.append(_("Thời hạn: ghi ngày (31/12/2024) hoặc “thường xuyên”."))
    return due_on, _day(row, "done_on", problems)


def _day(row: SheetRow, column: str, problems: list[str]) -> date | None:
    try:
        return row.day(column)
    except ValueError:
        words = _("%(column)s: “%(text)s” không phải là một ngày (31/12/2024).")
        problems.append(words % {"column": COLUMNS[column], "text": row.text(column)[:40]})
        return None


def plan_agency(actor: User, *, now: datetime) -> int:
    """Whose plan `actor` keeps: the highest agency that he leads; the house's own account, the province's."""
    on = clock.local(now).date()
    if identity.is_system(actor):
        return identity.agencies(on, level=identity.Level.PROVINCE)[0].id
    held = [scope for scope in identity.scopes(actor, Permission.STEERING_DIRECT, on=on) if scope.is_whole]
    widest = max(held, key=lambda scope: len(scope.agency_ids), default=None)
    if widest is None or widest.held_at is None:
        raise NotAllowed(_("Chỉ lãnh đạo cơ quan giao nhiệm vụ của kế hoạch."))
    return widest.held_at


def issue_task(*, wish: TaskWish, actor: User, now: datetime, key: str) -> Done:
    """Gives out a task of the plan. Raises Invalid, NotAllowed, KeyReused."""
    order = Order("steering.directive.issue", actor, now, key, wish.plain)

    def act() -> Payload:
        agency = plan_agency(actor, now=now)
        row = Directive(
            kind="plan06", status=Status.ISSUED.value, title=wish.title, given_by=actor, given_agency_id=agency,
            given_at=now, due_since=now, head_hash=journal.GENESIS,
        )  # fmt: skip
        _set_due(row, wish, now=now)
        row.save()
        PlanTask.objects.create(directive=row, agency_id=agency, **_own(wish))
        parts.lead_of(wish.assigned, now=now)
        parts.assign(row, wish.assigned, actor=actor, now=now)
        write(row, order, {"to": row.status, **wish.plain})
        tell_assigned(row, now=now)
        return answer_of(row)

    return done(once(order, act))


def amend_task(*, directive_id: int, wish: TaskWish, actor: User, now: datetime, key: str) -> Done:
    """Makes a task what the plan says now, its due date included."""
    order = Order("steering.directive.amend", actor, now, key, {"directive": directive_id, **wish.plain})

    def change(row: Directive) -> Payload:
        if not identity.is_system(actor) and not access.may_direct(actor, wish.lead_id, on=clock.local(now).date()):
            raise NotAllowed(_("Bạn chỉ giao việc cho cơ quan của mình và các cơ quan trực thuộc."))
        row.title = wish.title
        if row.due_on != wish.due_on:
            _set_due(row, wish, now=now)
            row.due_since = now
        PlanTask.objects.filter(directive=row).update(**_own(wish))
        parts.lead_of(wish.assigned, now=now)
        parts.assign(row, wish.assigned, actor=actor, now=now)
        tell_assigned(row, now=now)
        return wish.plain

    return perform(order, Command.AMEND, id_=directive_id, expected_version=None, change=change)


def complete_task(*, directive_id: int, wish: TaskWish, actor: User, now: datetime, key: str) -> Done:
    """Records that a task was done on `wish.done_on`, as the plan's worksheet says."""
    if wish.done_on is None:
        raise ValueError("only what has been done can be recorded as done")
    day, evidence = wish.done_on, wish.evidence
    content = {"directive": directive_id, "done_on": day.isoformat(), "evidence": evidence}
    order = Order("steering.directive.record_done", actor, now, key, content)

    def change(row: Directive) -> Payload:
        fill_done(row, day, evidence, actor=actor, now=now)
        return {"done_on": day.isoformat(), "evidence": evidence}

    return perform(order, Command.RECORD_DONE, id_=directive_id, expected_version=None, change=change)


def _own(wish: TaskWish) -> Mapping[str, Any]:
    return {"number": wish.number, "group": wish.group, "product": wish.product, "is_recurring": wish.due_on is None}


def _set_due(row: Directive, wish: TaskWish, *, now: datetime) -> None:
    row.due_on, row.due_at = wish.due_on, None
    if wish.due_on is not None:
        row.due_at = due.plan_due(wish.due_on, agency_id=wish.lead_id, today=clock.local(now).date())
