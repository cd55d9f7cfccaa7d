"""Who may give, see and answer directives. Rights follow the agency tree and are computed when asked.

A leader directs agencies at or below his own. Whoever leads, manages or was named at an agency that takes part sees
the directive; its leaders and managers, or the person named, answer it. The giver's side judges the answer: the giver
himself or another leader of the giving agency, but never who answered.
"""

from datetime import date

from django.db.models import Q, QuerySet

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.steering.lifecycle import Command
from haidang.steering.models import Answer, Directive

DOERS = frozenset({Command.ACCEPT, Command.REPORT, Command.ANSWER})
BY_OPERATOR = frozenset({Command.AMEND, Command.RECORD_DONE})
"""What a plan imported from the command line may do to its tasks besides giving them out."""
JUDGING = frozenset({Command.VERIFY, Command.SEND_BACK})


def reach(user: User, permission: Permission, *, on: date) -> frozenset[int]:
    """The agencies where `user` holds `permission` for their work as a whole, with those whose heirs they are."""
    held = identity.scopes(user, permission, on=on)
    whole = (scope.agency_ids for scope in held if scope.procedure_code is None and scope.only is None)
    return frozenset[int]().union(*whole)


def places(user: User, permission: Permission, *, on: date) -> frozenset[int]:
    """The agencies where `user` himself holds a role with `permission`, not those below; with their predecessors."""
    known = identity.lineage(on)
    held = {scope.held_at for scope in identity.scopes(user, permission, on=on) if scope.held_at is not None}
    before = {each for place in held for each in known.predecessors(place) if known.heir(each) == place}
    return frozenset(held | before)


def visible_to(user: User, *, on: date) -> QuerySet[Directive]:
    """The directives that `user` may see: given by him or his agency, or to one in his reach, or to himself."""
    if not user.is_authenticated:
        return Directive.objects.none()
    given = Q(given_by=user) | Q(given_agency__in=places(user, Permission.STEERING_DIRECT, on=on))
    taken = Q(parties__agency__in=reach(user, Permission.STEERING_VIEW, on=on)) | Q(parties__person=user)
    return Directive.objects.filter(pk__in=Directive.objects.filter(given | taken).values("pk"))


def may_see(user: User, directive: Directive, *, on: date) -> bool:
    """Whether `user` may open `directive`; the house itself may, to urge."""
    return identity.is_system(user) or visible_to(user, on=on).filter(pk=directive.pk).exists()


def inbox(user: User, *, on: date) -> Q:
    """The directives whose lead is `user` himself or an agency for which he answers."""
    own = Q(parties__agency__in=places(user, Permission.STEERING_ANSWER, on=on), parties__person=None)
    return Q(parties__part="lead") & (own | Q(parties__person=user))


def may_direct(user: User, agency_id: int, *, on: date) -> bool:
    """Whether `user` may give work to that agency."""
    heir = identity.heir_of([agency_id], procedure_code="", on=on)[agency_id]
    return heir in reach(user, Permission.STEERING_DIRECT, on=on)


def may(user: User, command: Command, directive: Directive, *, on: date) -> bool:
    """Whether `user` has the right to do `command` to `directive`, whatever its status."""
    if identity.is_system(user):
        return command is Command.URGE or (directive.kind == "plan06" and command in BY_OPERATOR)
    if command in DOERS:
        return _leads(user, directive, on=on)
    if command in JUDGING and _answered(user, directive):
        return False
    return _gives(user, directive, on=on)


def _gives(user: User, directive: Directive, *, on: date) -> bool:
    held = places(user, Permission.STEERING_DIRECT, on=on)
    return directive.given_agency_id in held


def _leads(user: User, directive: Directive, *, on: date) -> bool:
    lead = directive.parties.filter(part="lead").first()
    if lead is None:
        return False
    return lead.person_id == user.pk or lead.agency_id in places(user, Permission.STEERING_ANSWER, on=on)


def _answered(user: User, directive: Directive) -> bool:
    last = directive.answers.exclude(verdict=Answer.Verdict.PROGRESS).last()
    return last is not None and last.by_id == user.pk
