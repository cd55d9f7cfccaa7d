"""Urging (đôn đốc): by hand, and by the rule of `schedule` when the day has come."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.platform import clock
from haidang.platform.acts import Payload
from haidang.platform.errors import Refused
from haidang.platform.written import optional
from haidang.steering import due, notices, people, schedule
from haidang.steering.acts import Done, Order, perform
from haidang.steering.lifecycle import OPEN, Command
from haidang.steering.models import Directive, Party, Urging
from haidang.steering.people import Tree
from haidang.steering.schedule import Step
from haidang.worktime import api as worktime


def urge(
    *, directive_id: int, note: str, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Done:
    """Urges whoever leads and who co-operates, by hand."""
    order = Order("steering.directive.urge", actor, now, key, {"directive": directive_id, "note": note})

    def change(row: Directive) -> Payload:
        parties = list(row.parties.exclude(part="watching").select_related("person"))
        told = people.told(parties, on=clock.local(now).date())
        return _urged(row, told, actor=actor, now=now, note=optional(note, field="note"), dedupe=key)

    return perform(order, Command.URGE, id_=directive_id, expected_version=expected_version, change=change)


def urge_due(now: datetime) -> int:
    """Urges every open directive whose step has come by `now`, each step once; returns how many were urged."""
    today = clock.local(now).date()
    rows = Directive.objects.filter(status__in=[status.value for status in OPEN], due_at__isnull=False)
    rows = rows.order_by("due_at", "pk")
    done = {(row, step) for row, step in Urging.objects.filter(directive__in=rows).values_list("directive_id", "step")}
    leads = {party.directive_id: party for party in Party.objects.filter(directive__in=rows, part="lead")}
    tree = people.tree(today)
    calendars: dict[int, worktime.Calendar | None] = {}
    count = 0
    for row in rows:
        lead = leads[row.pk]
        step = _step(row, lead, tree, calendars, today=today)
        if step and (row.pk, step.key) not in done:
            count += _urge_by_rule(row, lead, step, tree, now=now)
    return count


def _step(
    row: Directive, lead: Party, tree: Tree, calendars: dict[int, worktime.Calendar | None], *, today: date
) -> Step | None:
    """The step of today, if any; a directive that no calendar reaches is not urged by rule."""
    if lead.agency_id not in calendars:
        calendars[lead.agency_id] = _calendar(lead.agency_id, on=today)
    calendar = calendars[lead.agency_id]
    if calendar is None or row.due_at is None:
        return None
    try:
        return schedule.step_of(
            calendar,
            issued_on=clock.local(row.due_since).date(),
            due_on=clock.local(row.due_at).date(),
            today=today,
            levels=len(_chain(row, lead, tree)),
        )
    except worktime.WorktimeError:
        return None


def _chain(row: Directive, lead: Party, tree: Tree) -> list[int]:
    """The agencies whose heads are told one after another when it is overdue: the next level up, up to the giver's."""
    own = [lead.agency_id] if lead.person_id else []
    return [*own, *tree.up_to(lead.agency_id, row.given_agency_id)]


def _calendar(agency_id: int, *, on: date) -> worktime.Calendar | None:
    try:
        return due.calendar_of(agency_id, on=on)
    except identity.CalendarRefused:
        return None


def _urge_by_rule(row: Directive, lead: Party, step: Step, tree: Tree, *, now: datetime) -> int:
    """Urges one directive at one step; 0 when somebody was faster or the directive has moved on."""
    system = identity.system_account(now=now)
    key = f"urge:{row.pk}:{step.key}"
    order = Order("steering.directive.urge", system, now, key, {"directive": row.pk, "step": step.key})
    on = clock.local(now).date()

    def change(locked: Directive) -> Payload:
        told = people.told([lead], on=on)
        if step.level:
            above = _chain(row, lead, tree)[step.level - 1]
            told = [*told, *(user for user in people.heads(above, on=on) if user not in told)]
        return _urged(locked, told, actor=system, now=now, step=step, dedupe=step.key)

    try:
        return int(not perform(order, Command.URGE, id_=row.pk, expected_version=None, change=change).replayed)
    except Refused:
        # Answered, withdrawn or closed since the list was made: nobody is urged any more.
        return 0


def _urged(
    row: Directive,
    told: Sequence[User],
    *,
    actor: User,
    now: datetime,
    dedupe: str,
    step: Step | None = None,
    note: str = "",
) -> Payload:
    """Writes the urging down and tells everybody concerned; returns what the journal holds."""
    names = [user.full_name for user in told]
    Urging.objects.create(
        directive=row, step=step.key if step else "", level=step.level if step else 0, by=actor, at=now, note=note,
        told=names,
    )  # fmt: skip
    title = _title(row.title, step)
    notices.tell(told, notices.about(row, "urged", f"urged:{dedupe}", title, note), now=now)
    people_plain = [user.reference for user in told]
    return {"step": step.key if step else "", "level": step.level if step else 0, "note": note, "told": people_plain}


def _title(title: str, step: Step | None) -> str:
    if step is None:
        return _("Đôn đốc: %(title)s") % {"title": title}
    if step.is_over:
        return _("Quá hạn %(days)s ngày làm việc: %(title)s") % {"days": step.days, "title": title}
    return _("Còn %(days)s ngày làm việc: %(title)s") % {"days": step.days, "title": title}
