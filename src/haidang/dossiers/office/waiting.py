"""`authority.standing` as conditions that the database can search by: the open steps that somebody may do."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.workflow import api as workflow

PROCEDURE = "instance__dossier__procedure_code"


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


@dataclass(frozen=True, slots=True)
class Waiting:
    """The open steps of somebody's roles: those that he may do, and those of his own roles that another has."""

    doable: QuerySet[workflow.StepInstance]
    others: QuerySet[workflow.StepInstance]

    def held_by(self, holder: Holder) -> QuerySet[workflow.StepInstance]:
        """The steps that are his or of whom he stands in for, those that nobody has, or those that another has."""
        if holder is Holder.OTHERS:
            return self.others
        return self.doable.filter(assignee__isnull=holder is Holder.COMMON)


def waiting(user: identity.User, rights: identity.Rights, *, on: date) -> Waiting | None:
    """The open steps that `user` may do: his, those of whom he stands in for, and those that nobody has.

    `rights`: his, at `on`. None when he holds no role at all.
    """
    if not rights.by_role:
        return None
    rules = workflow.four_eyes()
    doable = others = Q(pk__in=[])
    for role, scopes in rights.by_role.items():
        for scope in scopes:
            where = Q(role=role) & scope.condition("agency_id", procedure_field=PROCEDURE, unit_field="unit")
            doable |= where & _may_have(user, scope) & ~_barred(user, role, scope, rules, on=on)
            if scope.delegator_id is None:
                others |= where & Q(assignee__isnull=False) & ~Q(assignee=user)
    steps = workflow.StepInstance.objects.filter(status=workflow.StepInstance.Status.OPEN)
    mine = steps.filter(doable)
    return Waiting(mine, steps.filter(others).exclude(pk__in=mine.values("pk")))


def _may_have(user: identity.User, scope: identity.Scope) -> Q:
    free = Q(assignee__isnull=True) | Q(assignee=user)
    return free if scope.delegator_id is None else free | Q(assignee=scope.delegator_id)


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
