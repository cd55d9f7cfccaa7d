"""The only way a front obtains dossiers: which rows a person may see, and what he may do to one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from haidang.dossiers import charging, lifecycle
from haidang.dossiers.errors import DossierNotFound
from haidang.dossiers.fees import MONEY_ACTS
from haidang.dossiers.lifecycle import Command, State
from haidang.dossiers.models import Dossier, Reappointment
from haidang.dossiers.office import standings as office
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.workflow import api as workflow

OFFICER_NEEDS: dict[Command, identity.Permission] = {
    Command.ACCEPT: identity.Permission.DOSSIER_RECEIVE,
    Command.REJECT: identity.Permission.DOSSIER_RECEIVE,
    Command.SUPPLEMENT: identity.Permission.DOSSIER_RECEIVE,
    # Somebody who filed on paper has no account: he withdraws at the counter.
    Command.WITHDRAW: identity.Permission.DOSSIER_RECEIVE,
    Command.CHECK_DOCUMENT: identity.Permission.DOSSIER_PROCESS,
    Command.REQUEST_SUPPLEMENT: identity.Permission.DOSSIER_PROCESS,
    Command.COMPLETE_STEP: identity.Permission.DOSSIER_PROCESS,
    Command.RETURN_STEP: identity.Permission.DOSSIER_PROCESS,
    Command.RECALL: identity.Permission.DOSSIER_PROCESS,
    Command.MIGRATE_PROCESS: identity.Permission.PROCESSES_MANAGE,
    # Held by nobody: timers fire by themselves, on the system's own account.
    Command.FIRE_TIMER: identity.Permission.TIMERS_FIRE,
    Command.PAUSE: identity.Permission.DOSSIER_PAUSE,
    Command.REQUEST_PAYMENT: identity.Permission.FEE_REQUEST,
    Command.RETRACT_FEE: identity.Permission.FEE_REQUEST,
    Command.RECORD_PAYMENT: identity.Permission.FEE_COLLECT,
    Command.COLLECT_FEE: identity.Permission.FEE_COLLECT,
    Command.WAIVE_FEE: identity.Permission.FEE_WAIVE,
    Command.CANCEL_RECEIPT: identity.Permission.FEE_CANCEL_RECEIPT,
    Command.RESUME: identity.Permission.DOSSIER_PAUSE,
    Command.REAPPOINT: identity.Permission.DOSSIER_REAPPOINT,
    Command.STOP: identity.Permission.DOSSIER_STOP,
    Command.FINISH: identity.Permission.DOSSIER_FINISH,
    Command.RETURN_RESULT: identity.Permission.DOSSIER_RETURN,
    Command.CLAIM: identity.Permission.DOSSIER_PROCESS,
    Command.RELEASE: identity.Permission.DOSSIER_PROCESS,
    Command.ASSIGN: identity.Permission.DOSSIER_ASSIGN,
    Command.NOTE: identity.Permission.DOSSIER_VIEW,
}
# What the place of intake may do although another agency is competent (docs/decisions/0007).
AT_INTAKE = frozenset(
    {
        Command.SUPPLEMENT,
        Command.WITHDRAW,
        Command.RETURN_RESULT,
        Command.RECORD_PAYMENT,
        Command.COLLECT_FEE,
        Command.WAIVE_FEE,
        Command.CANCEL_RECEIPT,
    }
)
# And while a dossier that was handed in on paper at its counter has not been received: from receipt on, judging the
# papers and everything that follows is the competent agency's.
AT_INTAKE_BEFORE_RECEIPT = frozenset(
    {Command.ACCEPT, Command.REJECT, Command.CHECK_DOCUMENT, Command.REQUEST_SUPPLEMENT}
)
# What a step of the process is done by: the agency that the step stands at, such as the place of intake that hands the
# papers over, or one that is consulted.
AT_STEP = frozenset(
    {
        Command.COMPLETE_STEP,
        Command.RETURN_STEP,
        Command.RECALL,
        Command.CLAIM,
        Command.RELEASE,
        Command.ASSIGN,
    }
)
CITIZEN_MAY = frozenset({Command.SUPPLEMENT, Command.WITHDRAW, Command.RATE})
_ALWAYS = Q()
_ON_PAPER_BEFORE_RECEIPT = ~Q(channel="online") & Q(received_at__isnull=True)


def visible_to(user: identity.User, *, on: date) -> QuerySet[Dossier]:
    """The dossiers that `user` may find: his own, those of agencies where he may see dossiers, those waiting there."""
    if not user.is_authenticated:
        return Dossier.objects.none()
    condition = Q(applicant=user)
    for scope in identity.scopes(user, identity.Permission.DOSSIER_VIEW, on=on):
        condition |= in_scope(scope) | _at_open_step(scope)
    return Dossier.objects.filter(condition)


def in_scope(scope: identity.Scope, *, at_intake: Q | None = _ALWAYS) -> Q:
    """The dossiers that a right reaches, by procedure and place: the competent agency, or the place of intake.

    `at_intake`: which of those taken in there it reaches; None for none. The place of help has no right at all.
    """
    reached = scope.condition("agency_id")
    return reached if at_intake is None else reached | (scope.condition("intake_agency_id") & at_intake)


def _at_open_step(scope: identity.Scope) -> Q:
    """The dossiers with a step of the process that waits for one of the scope's agencies."""
    steps = workflow.StepInstance.objects.filter(status=workflow.StepInstance.Status.OPEN)
    waiting = steps.filter(agency_id__in=scope.agency_ids).values("instance_id")
    return scope.condition() & Q(process_id__in=waiting)


def in_reach(rights: identity.Rights, command: Command) -> Q:
    """`authority` as a condition: the dossiers to which an officer with these rights may do `command`; may be empty."""
    reach, at_intake = Q(), None
    if command in AT_INTAKE:
        at_intake = _ALWAYS
    elif command in AT_INTAKE_BEFORE_RECEIPT:
        at_intake = _ON_PAPER_BEFORE_RECEIPT
    for scope in rights.scopes(OFFICER_NEEDS[command]):
        reach |= in_scope(scope, at_intake=at_intake)
    return reach


def get(user: identity.User, code: str, *, on: date) -> Dossier:
    """The dossier with that code if `user` may see it; raises DossierNotFound otherwise."""
    rows = Dossier.objects.filter(code=code).select_related("agency", "intake_agency", "process")
    found = rows.first()
    if found is None or not may_see(user, found, on=on):
        raise not_found()
    return found


def may_see(user: identity.User, dossier: Dossier, *, on: date) -> bool:
    """Whether `user` may open `dossier`: it is visible to him, or an agency of his has done a step of it."""
    if visible_to(user, on=on).filter(pk=dossier.pk).exists():
        return True
    if not user.is_authenticated or dossier.process_id is None:
        return False
    held = identity.scopes(user, identity.Permission.DOSSIER_VIEW, on=on)
    places = {step.agency_id for step in workflow.all_steps(dossier.stream)}
    return any(identity.covers(held, agency_id=place, procedure_code=dossier.procedure_code) for place in places)


def not_found() -> DossierNotFound:
    """The refusal for a dossier that is not there or not for this person."""
    return DossierNotFound(_("Không tìm thấy hồ sơ này, hoặc bạn không có quyền xem."))


@dataclass(frozen=True, slots=True)
class Authority:
    """That somebody may act, and in whose place: an officer who is away; None if by a right of his own."""

    stands_for: int | None = None


def authority(
    user: identity.User,
    command: Command,
    dossier: Dossier,
    *,
    on: date,
    rights: identity.Rights | None = None,
) -> Authority | None:
    """By what `user` may do `command` to `dossier`, whatever its state; None if he may not. `rights`: his, if known."""
    if dossier.applicant_id == user.pk and command in CITIZEN_MAY:
        return Authority()
    if command is Command.FIRE_TIMER:
        return Authority() if identity.is_system(user) else None
    if command is Command.RECORD_PAYMENT and identity.is_system(user):
        # What the gateway has taken in is noted by the house itself (`record_online_payment`).
        return Authority()
    scope = _by_right(user, command, dossier, on=on, rights=rights)
    return Authority(scope.delegator_id) if scope else None


def _by_right(
    user: identity.User, command: Command, dossier: Dossier, *, on: date, rights: identity.Rights | None = None
) -> identity.Scope | None:
    """The scope by which an officer may do `command` there, his own before one that he has for another."""
    permission = OFFICER_NEEDS.get(command)
    # An online filing is withdrawn by its citizen himself; the counter records what was asked for on paper.
    if permission is None or (command is Command.WITHDRAW and dossier.channel == "online"):
        return None
    places = {dossier.agency_id}
    if command is Command.NOTE or _is_for_intake(command, dossier):
        places.add(dossier.intake_agency_id)
    if command in AT_STEP:
        # Whoever takes his step back did it where it is not open any more.
        steps = workflow.all_steps if command is Command.RECALL else workflow.open_steps
        places |= {step.agency_id for step in steps(dossier.stream)}
    held = rights.scopes(permission) if rights else identity.scopes(user, permission, on=on)
    code = dossier.procedure_code
    found = [identity.first_covering(held, agency_id=place, procedure_code=code) for place in places]
    return min(
        (scope for scope in found if scope is not None), key=lambda scope: scope.delegator_id is not None, default=None
    )


def acts_for(user: identity.User, command: Command, dossier: Dossier, *, on: date) -> int:
    """The agency in whose name `user` does `command`, as it is at `on`: the first of the dossier's that he reaches.

    At the counter that is the receiving agency, for everything else the competent one before the place of intake.
    """
    at_counter = command in {Command.ACCEPT, Command.REJECT}
    places = [*([dossier.receiving_agency_id] if at_counter else []), dossier.agency_id, dossier.intake_agency_id]
    held = identity.scopes(user, OFFICER_NEEDS[command], on=on)
    reached = [
        place for place in places if identity.covers(held, agency_id=place, procedure_code=dossier.procedure_code)
    ]
    place = reached[0] if reached else dossier.agency_id
    return identity.heir_of([place], procedure_code=dossier.procedure_code, on=on)[place]


def _is_for_intake(command: Command, dossier: Dossier) -> bool:
    """Whether the place of intake may do `command`, as `in_reach` says it in conditions."""
    is_unreceived_paper = dossier.channel != "online" and dossier.received_at is None
    return command in AT_INTAKE or (command in AT_INTAKE_BEFORE_RECEIPT and is_unreceived_paper)


def allowed_commands(
    user: identity.User, dossier: Dossier, *, now: datetime, rights: identity.Rights | None = None
) -> set[Command]:
    """What `user` can do to `dossier` now: allowed by the lifecycle, by right, and by how far the process is."""
    on = clock.local(now).date()
    rights = rights or identity.rights(user, on=on)
    found = lifecycle.possible(
        State(dossier.state), is_received=dossier.received_at is not None, is_paused=dossier.is_paused
    )
    found = {command for command in found if authority(user, command, dossier, on=on, rights=rights)}
    steps = office.steps_of(user, dossier, on=on, rights=rights)
    found -= {command for command in office.ON_STEPS if not any(command in item.commands for item in steps)}
    own = [item.step for item in steps if Command.COMPLETE_STEP in item.commands]
    found = {command for command in found if _process_allows(user, command, dossier, own)}
    if Command.REAPPOINT in found and Reappointment.objects.filter(dossier=dossier).exists():
        found.discard(Command.REAPPOINT)
    return {command for command in found if command not in MONEY_ACTS or charging.allows(command, dossier)}


def _process_allows(user: identity.User, command: Command, dossier: Dossier, own: list[workflow.StepInstance]) -> bool:
    """Whether the internal process is where `user`, whose open steps are `own`, can do `command`."""
    if command is Command.RETURN_STEP:
        return any(workflow.returnable(step) for step in own)
    if command is Command.RECALL:
        return bool(dossier.process and workflow.recallable(dossier.process, user))
    return command is not Command.FINISH or workflow.has_ended(dossier.stream)


def place_of(user: identity.User, command: Command, dossier: Dossier, *, on: date) -> int:
    """The agency for which `user` does `command`: the competent one where he may there, else that of intake.

    Of an agency that has ended, its heir: it is the heir's officer who acts.
    """
    held = identity.scopes(user, OFFICER_NEEDS[command], on=on)
    places = (dossier.agency_id, dossier.intake_agency_id)
    reached = [
        place for place in places if identity.covers(held, agency_id=place, procedure_code=dossier.procedure_code)
    ]
    place = reached[0] if reached else dossier.agency_id
    return identity.heir_of([place], procedure_code=dossier.procedure_code, on=on)[place]


def own_steps(user: identity.User, dossier: Dossier, *, on: date) -> list[workflow.StepInstance]:
    """The open steps of `dossier` that `user` may do."""
    return [item.step for item in office.steps_of(user, dossier, on=on) if Command.COMPLETE_STEP in item.commands]
