"""Importing the plan from Excel: every row is told apart, none is lost, and the same file again changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.steering import lifecycle
from haidang.steering.lifecycle import Command, Status
from haidang.steering.models import Directive, PlanTask
from haidang.steering.plan06 import columns
from haidang.steering.plan06.tasks import (
    Names,
    TaskWish,
    amend_task,
    complete_task,
    issue_task,
    plan_agency,
    read_task,
)
from haidang.steering.services.parts import assigned_of


class Result(StrEnum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row of the worksheet, what became of it, and if it was refused, everything that is wrong with it."""

    line: int
    number: str
    title: str
    result: Result
    problems: tuple[str, ...] = ()
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """All rows in their order; `is_rehearsal`: nothing has been written."""

    outcomes: tuple[Outcome, ...]
    is_rehearsal: bool

    def count(self, result: Result) -> int:
        """How many rows came to that."""
        return sum(outcome.result is result for outcome in self.outcomes)


def import_plan(content: bytes, *, actor: User, now: datetime, is_rehearsal: bool = False) -> Imported:
    """Takes in the rows that can be taken; a row that cannot is told with its reasons and stops none of the others.

    A task is known by its number within the plan of an agency. Raises Invalid for a file that holds no plan, and
    NotAllowed for whoever keeps none. A rehearsal does it all and takes it back.
    """
    rows = columns.read(content)
    agency = plan_agency(actor, now=now)
    names = Names(identity.agencies(clock.local(now).date()))
    outcomes: list[Outcome] = []
    seen: dict[str, int] = {}
    with transaction.atomic():
        for row in rows:
            wish, problems = read_task(row, names)
            first = seen.setdefault(row.text("number"), row.line)
            if row.text("number") and first != row.line:
                wish, problems = None, [*problems, _("Số nhiệm vụ đã có ở dòng %(line)s.") % {"line": first}]
            result, is_done = Result.REFUSED, False
            if wish is not None:
                result, is_done, problems = _taken(wish, agency, actor=actor, now=now, file=sha256(content).hexdigest())
            outcomes.append(Outcome(row.line, row.text("number"), row.text("title"), result, tuple(problems), is_done))
        if is_rehearsal:
            transaction.set_rollback(True)
    return Imported(tuple(outcomes), is_rehearsal)


def _taken(wish: TaskWish, agency_id: int, *, actor: User, now: datetime, file: str) -> tuple[Result, bool, list[str]]:
    """Does what a row asks for, or nothing of it; the result, whether the task is done, what is wrong."""
    try:
        with transaction.atomic():
            found = PlanTask.objects.filter(agency=agency_id, number=wish.number).select_related("directive").first()
            result = _made_so(found, wish, actor=actor, now=now, file=file)
            row = Directive.objects.get(plan_task__agency=agency_id, plan_task__number=wish.number)
            if wish.done_on is not None and Status(row.status) not in lifecycle.FULFILLED:
                key = _key(file, wish.number, row.version)
                complete_task(directive_id=row.pk, wish=wish, actor=actor, now=now, key=key)
                result = result if result is Result.CREATED else Result.CHANGED
            return result, wish.done_on is not None, []
    except Refused as refusal:
        return Result.REFUSED, False, [str(refusal)]


def _made_so(found: PlanTask | None, wish: TaskWish, *, actor: User, now: datetime, file: str) -> Result:
    if found is None:
        issue_task(wish=wish, actor=actor, now=now, key=_key(file, wish.number, 0))
        return Result.CREATED
    if _stated(found) == wish.plain:
        return Result.UNCHANGED
    if lifecycle.after(Status(found.directive.status), Command.AMEND) is None:
        raise Refused(_("Nhiệm vụ đã báo cáo hoặc kết thúc, không sửa được nữa."))
    key = _key(file, wish.number, found.directive.version)
    amend_task(directive_id=found.directive_id, wish=wish, actor=actor, now=now, key=key)
    return Result.CHANGED


def _stated(task: PlanTask) -> Mapping[str, object]:
    """What the house holds of a task, in the form of `TaskWish.plain`."""
    row = task.directive
    return {
        "number": task.number,
        "group": task.group,
        "title": row.title,
        "assigned": [item.plain for item in assigned_of(row)],
        "due_on": row.due_on and row.due_on.isoformat(),
        "product": task.product,
    }


def _key(file: str, number: str, version: int) -> str:
    """The key of one row's act: the same file again does not act again on what it has made."""
    return f"plan06:{sha256(f'{file}:{number}'.encode()).hexdigest()[:40]}:{version}"
