"""`authority.standing` as conditions that the database can search by: the open steps that somebody may do."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.workflow import api as workflow

PROCEDURE = "instance__dossier__procedure_code"
_OPEN = workflow.StepInstance.Status.OPEN


class Holder(StrEnum):
    """Whose a step is, as seen by somebody who holds its role."""

    MINE = "mine"
    COMMON = "common"
    OTHERS = "others"


HOLDER_LABELS = {
    Holder.MINE: _("Của tôi"),
    Holder.COMMON: _("Chung của đơn vị"),
    Holder.OTHERS: _("Đã giao người khác"),
}


def doable_steps(user: identity.User, *, on: date) -> QuerySet[workflow.StepInstance] | None:
    """The open steps that `user` may do: his, those of whom he stands in for, and those that nobody has.

    None when he holds no role at all.
    """
    return _steps(user, on=on, having=_may_have)


def steps_of_others(user: identity.User, *, on: date) -> QuerySet[workflow.StepInstance] | None:
    """The open steps of his own roles that somebody else has."""

    def taken(user: identity.User, scope: identity.Scope) -> Q:
        others = Q(assignee__isnull=False) & ~Q(assignee=user)
        return others if scope.delegator_id is None else Q(pk__in=[])

    found = _steps(user, on=on, having=taken)
    mine = doable_steps(user, on=on)
    return found if found is None or mine is None else found.exclude(pk__in=mine.values("pk"))


def held_by(holder: Holder, steps: QuerySet[workflow.StepInstance]) -> QuerySet[workflow.StepInstance]:
    """Of steps that somebody may do, those that are given to him, or those that nobody has."""
    return steps.filter(assignee__isnull=holder is Holder.COMMON)


def _may_have(user: identity.User, scope: identity.Scope) -> Q:
    free = Q(assignee__isnull=True) | Q(assignee=user)
    return free if scope.delegator_id is None else free | Q(assignee=scope.delegator_id)


def _steps(
    user: identity.User, *, on: date, having: Callable[[identity.User, identity.Scope], Q]
) -> QuerySet[workflow.StepInstance] | None:
    reach = Q()
    rules = workflow.four_eyes()
    for role, scopes in identity.rights(user, on=on).by_role.items():
        for scope in scopes:
            where = scope.condition("agency_id", procedure_field=PROCEDURE, unit_field="unit")
            reach |= Q(role=role) & where & having(user, scope) & ~_barred(user, role, scope, rules, on=on)
    if not reach:
        return None
    return workflow.StepInstance.objects.filter(reach, status=_OPEN)


def _barred(
    user: identity.User, role: identity.Role, scope: identity.Scope, rules: list[workflow.FourEyes], *, on: date
) -> Q:
    """The steps that he, or in whose place he would do them, may not do because of what was done before."""
    if not rules:
        return Q(pk__in=[])
    people = {user.pk, scope.delegator_id}
    if role is identity.Role.LEADER and scope.is_deputy:
        people.add(identity.stands_for(scope, on=on))
    who = Q(closed_by__in=people - {None}) | Q(on_behalf_of__in=people - {None})
    found = Q(pk__in=[])
    for rule in rules:
        done = workflow.StepInstance.objects.filter(
            who, instance=OuterRef("instance"), node__in=rule.not_by, status=workflow.StepInstance.Status.DONE
        )
        found |= Q(node=rule.node, instance__process__in=rule.versions) & Q(Exists(done))
    return found
