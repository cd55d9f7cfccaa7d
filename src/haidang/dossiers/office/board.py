"""What somebody who leads sees of the work that he hands out: open steps, who has them, how much each person has."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.dossiers.errors import Invalid, NotAllowed
from haidang.dossiers.office.group import MOST, GroupOrder, Item, Outcome, group, once
from haidang.dossiers.office.waiting import PROCEDURE
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.workflow.api import StepInstance

NOBODY = "0"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An open step that one may hand out."""

    code: str
    step_id: int
    step: str
    role: str
    unit: str
    procedure: str
    due_at: datetime
    is_late: bool
    holder_id: int | None
    holder: str


@dataclass(frozen=True, slots=True)
class Load:
    """How many open steps a person has, and how many of them are past their time."""

    person: identity.User
    open: int
    late: int
    is_here: bool
    """Whether the person still works there: what he has otherwise waits to be given to somebody else."""


@dataclass(frozen=True, slots=True)
class Board:
    """The work of one agency that one hands out: the open steps asked for, and the load of everybody."""

    agency: identity.AgencyView
    agencies: list[identity.AgencyView]
    rows: list[BoardRow]
    total: int
    unassigned: int
    loads: list[Load]
    people: list[identity.User]


def board(
    user: identity.User, *, now: datetime, agency: str = "", person: str = "", offset: int = 0, limit: int = 50
) -> Board:
    """The board of an agency where `user` leads, by default the first; `person`: an id, or NOBODY, narrows the rows.

    Raises NotAllowed for somebody who hands out no work anywhere.
    """
    on = clock.local(now).date()
    agencies = _agencies(user, on=on)
    chosen = next((item for item in agencies if item.code == agency), agencies[0])
    steps = _steps(user, on=on).filter(agency=chosen.id)
    rows = _of_person(steps, person).order_by("due_at", "pk")
    people = identity.staff([chosen.id], on=on)
    return Board(
        agency=chosen,
        agencies=agencies,
        rows=_rows(rows[offset : offset + limit], now=now),
        total=rows.count(),
        unassigned=steps.filter(assignee__isnull=True).count(),
        loads=_loads(steps, people, now=now),
        people=people,
    )


def hand_over(order: GroupOrder, *, from_id: int) -> list[Outcome]:
    """Gives everything open of one person to another, where the actor leads: `MOST` steps at once.

    `order.items` are left out: they are found here. Raises Invalid if there is nothing.
    """
    request = {"hand_over": from_id, "to": order.details.assignee_id, "reason": order.details.reason}
    return once(
        order, request, lambda: group(replace(order, items=_items(order, from_id), key=f"{order.key[:70]}-all"))
    )


def _items(order: GroupOrder, from_id: int) -> list[Item]:
    steps = _steps(order.actor, on=clock.local(order.now).date()).filter(assignee=from_id).order_by("due_at", "pk")
    found = steps.values_list("instance__dossier__code", "pk")[:MOST]
    if not found:
        raise Invalid(_("Người này không giữ việc nào thuộc nơi bạn phụ trách."), field="from")
    return [Item(code, pk) for code, pk in found]


def _agencies(user: identity.User, *, on: date) -> list[identity.AgencyView]:
    """Where `user` hands out work, his own agencies first."""
    held = identity.scopes(user, identity.Permission.DOSSIER_ASSIGN, on=on)
    ids = {agency_id for scope in held for agency_id in scope.agency_ids}
    if not ids:
        raise NotAllowed(_("Trang này dành cho lãnh đạo phân công việc."))
    own = {scope.held_at for scope in held}
    views = identity.agencies_by_id(ids, on=on).values()
    return sorted(views, key=lambda view: (view.id not in own, view.code))


def _steps(user: identity.User, *, on: date) -> QuerySet[StepInstance]:
    """The open steps that `user` may hand out, as `authority.may_hand_out` has it for one."""
    reach = Q(pk__in=[])
    for scope in identity.scopes(user, identity.Permission.DOSSIER_ASSIGN, on=on):
        reach |= scope.condition("agency_id", procedure_field=PROCEDURE, unit_field="unit")
    return StepInstance.objects.filter(
        reach, status=StepInstance.Status.OPEN, instance__dossier__closed_at__isnull=True
    )


def _of_person(steps: QuerySet[StepInstance], person: str) -> QuerySet[StepInstance]:
    if person == NOBODY:
        return steps.filter(assignee__isnull=True)
    return steps.filter(assignee=int(person)) if person.isascii() and person.isdecimal() and len(person) < 10 else steps


def _rows(steps: QuerySet[StepInstance], *, now: datetime) -> list[BoardRow]:
    found = list(
        steps.select_related("assignee").annotate(
            dossier_code=F("instance__dossier__code"), version_id=F("instance__dossier__procedure_version_id")
        )
    )
    names = catalogue.names({item.version_id for item in found})
    units = identity.unit_names((item.agency_id, item.unit) for item in found)
    return [
        BoardRow(
            code=item.dossier_code,
            step_id=item.pk,
            step=item.name,
            role=item.get_role_display(),
            unit=units.get((item.agency_id, item.unit), ""),
            procedure=names[item.version_id],
            due_at=item.due_at,
            is_late=item.due_at < now,
            holder_id=item.assignee_id,
            holder=str(item.assignee or ""),
        )
        for item in found
    ]


def _loads(steps: QuerySet[StepInstance], people: list[identity.User], *, now: datetime) -> list[Load]:
    """Everybody who works there or has something of it, who has most first."""
    counted = steps.filter(assignee__isnull=False).values("assignee").order_by()
    rows = counted.annotate(open=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    opened, late = Counter[int](), Counter[int]()
    for row in rows:
        opened[row["assignee"]], late[row["assignee"]] = row["open"], row["late"]
    here = {person.pk: person for person in people}
    gone = identity.User.objects.in_bulk(set(opened) - set(here))
    found = [Load(who, opened[who.pk], late[who.pk], who.pk in here) for who in [*here.values(), *gone.values()]]
    return sorted(found, key=lambda load: (-load.open, load.person.full_name, load.person.pk))
