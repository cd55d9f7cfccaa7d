"""Applying and reverting a plan: one audited transaction each, and each changes nothing when repeated."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from haidang.identity.agencies import agencies
from haidang.identity.models import AgencyVersion, Reorganisation, User
from haidang.identity.reorganisation import writing
from haidang.identity.reorganisation.checks import check, ground
from haidang.identity.reorganisation.plan import Plan, PlanRefused, Problem, differences, filled
from haidang.identity.reorganisation.record import log
from haidang.identity.rights import scopes
from haidang.identity.roles import Permission
from haidang.platform import clock


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act did: the plan, whether anything was written, and how many rows of each kind."""

    code: str
    changed: bool
    rows: dict[str, int]


def apply_plan(plan: Plan, *, fields: Mapping[str, Iterable[str]], actor: User, now: datetime) -> Outcome:
    """Writes what a plan says into the tables, to take effect on its day; `fields` maps fields of law to procedures.

    The same plan again changes nothing. Raises PlanRefused: something is wrong with the plan (every problem is
    named), another plan stands under the code (with the places that differ), or `actor` may not.
    """
    with transaction.atomic():
        may_reorganise(actor, now=now)
        return write_plan(plan, fields=fields, reference=actor.reference, now=now)


def write_plan(plan: Plan, *, fields: Mapping[str, Iterable[str]], reference: str, now: datetime) -> Outcome:
    """As `apply_plan`, inside the caller's transaction and whoever it is: `reference` names him in the journal."""
    row = Reorganisation.objects.select_for_update().filter(code=plan.code).first()
    if row and row.status == Reorganisation.Status.APPLIED:
        _check_same(row, plan)
        return Outcome(plan.code, changed=False, rows={})
    whole = filled(plan, fields)
    _hold(whole)
    if problems := check(ground(whole), today=clock.local(now).date()):
        raise PlanRefused(problems)
    row = _begin(row, plan)
    rows = writing.write(row, whole)
    log(row, "apply", rows, reference=reference, now=now)
    return Outcome(plan.code, changed=True, rows={name: len(found) for name, found in rows.items()})


def revert_plan(code: str, *, actor: User, now: datetime) -> Outcome:
    """Takes back what applying a plan wrote, until the day before it takes effect; again changes nothing.

    Raises PlanRefused: no such plan, its day has come, another plan builds on it, something else does, or `actor`
    may not.
    """
    with transaction.atomic():
        may_reorganise(actor, now=now)
        row = Reorganisation.objects.select_for_update().filter(code=code).first()
        if row is None:
            raise _refused(code, _("chưa từng áp dụng kế hoạch này."))
        if row.status == Reorganisation.Status.REVERTED:
            return Outcome(code, changed=False, rows={})
        if clock.local(now).date() >= row.on:
            day = {"day": f"{row.on:%d/%m/%Y}"}
            raise _refused(code, _("kế hoạch đã có hiệu lực từ %(day)s, không thu hồi được nữa.") % day)
        _check_nothing_builds_on(row)
        try:
            rows = writing.take_back(row)
        except ProtectedError as error:
            names = ", ".join(sorted({str(each._meta.verbose_name) for each in error.protected_objects}))
            message = _("dữ liệu khác đã gắn với cơ quan mới (%(names)s); hãy gỡ trước.") % {"names": names}
            raise _refused(code, message) from error
        row.status, row.former_ends = Reorganisation.Status.REVERTED, {}
        log(row, "revert", rows, reference=actor.reference, now=now)
        return Outcome(code, changed=True, rows={name: len(found) for name, found in rows.items()})


def may_reorganise(actor: User, *, now: datetime) -> None:
    """Refuses everybody but administrators of the whole province: a plan moves everybody's work and roles."""
    on = clock.local(now).date()
    held = [scope for scope in scopes(actor, Permission.REORGANISATION_MANAGE, on=on) if scope.is_whole]
    reach = frozenset[int]().union(*(scope.agency_ids for scope in held))
    everywhere = {view.id for view in agencies(on)}
    if not everywhere or not everywhere <= reach:
        raise _refused("actor", _("chỉ quản trị viên của toàn tỉnh được áp dụng, thu hồi kế hoạch sắp xếp."))


def _begin(row: Reorganisation | None, plan: Plan) -> Reorganisation:
    row = row or Reorganisation(code=plan.code)
    row.name, row.on, row.content, row.content_hash = plan.name, plan.on, plan.plain(), plan.content_hash
    row.status, row.former_ends = Reorganisation.Status.APPLIED, {}
    row.save()
    return row


def _check_same(row: Reorganisation, plan: Plan) -> None:
    if row.content_hash == plan.content_hash:
        return
    places = differences(row.content, plan.plain())
    message = _("đã áp dụng một kế hoạch khác dưới mã này; khác ở: %(places)s. Hãy thu hồi bản cũ hoặc đổi mã.")
    raise _refused(row.code, message % {"places": ", ".join(places[:12])})


def _check_nothing_builds_on(row: Reorganisation) -> None:
    touched = writing.touched(row)
    others = Reorganisation.objects.filter(status=Reorganisation.Status.APPLIED, on__gte=row.on).exclude(pk=row.pk)
    building = [other.code for other in others.order_by("on") if touched & writing.touched(other)]
    if building:
        message = _("kế hoạch %(codes)s dựa trên kế hoạch này; hãy thu hồi nó trước.")
        raise _refused(row.code, message % {"codes": ", ".join(building)})


def _hold(plan: Plan) -> None:
    """Locks the versions that the plan ends, so that two plans for one agency come one after the other."""
    codes = [row.code for row in plan.change] + [row.code for row in plan.passing]
    list(AgencyVersion.objects.select_for_update(of=("self",)).filter(agency__code__in=codes).values_list("pk"))


def _refused(place: str, message: object) -> PlanRefused:
    return PlanRefused([Problem(place, str(message))])
