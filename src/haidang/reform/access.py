"""Who may see the figures, propose, decide and publish.

Figures of times tell of no person: whoever may see them anywhere sees the whole province's. A plan is proposed by an
agency that executes the procedure; it is decided and published at the province, because it binds every agency.
"""

from datetime import date

from haidang.catalogue import api as catalogue
from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.reform.lifecycle import Command

NEEDS: dict[Command, Permission] = {
    Command.PROPOSE: Permission.REFORM_PROPOSE,
    Command.AMEND: Permission.REFORM_PROPOSE,
    Command.SUBMIT: Permission.REFORM_PROPOSE,
    Command.WITHDRAW: Permission.REFORM_PROPOSE,
    Command.APPROVE: Permission.REFORM_DECIDE,
    Command.REFUSE: Permission.REFORM_DECIDE,
    Command.PUBLISH: Permission.REFORM_PUBLISH,
}
AT_PROVINCE = frozenset({Command.APPROVE, Command.REFUSE, Command.PUBLISH})


def may_view(user: User, *, on: date) -> bool:
    """Whether `user` may see figures, plans and reviews."""
    return identity.has_anywhere(user, Permission.REFORM_VIEW, on=on)


def may(user: User, command: Command, procedure_code: str, *, on: date, is_published: bool = False) -> bool:
    """Whether `user` has the right to do `command` to a measure of that procedure.

    To take back what has been published is to decide anew, so it needs the right to decide.
    """
    if command is Command.WITHDRAW and is_published:
        return _at_province(user, Permission.REFORM_DECIDE, procedure_code, on=on)
    permission = NEEDS[command]
    if command in AT_PROVINCE:
        return _at_province(user, permission, procedure_code, on=on)
    held = identity.scopes(user, permission, on=on)
    if not held:
        return False
    agencies = catalogue.competent_agencies(catalogue.published(procedure_code, on=on), on=on)
    return any(identity.covers(held, agency_id=each.id, procedure_code=procedure_code) for each in agencies)


def _at_province(user: User, permission: Permission, procedure_code: str, *, on: date) -> bool:
    held = identity.scopes(user, permission, on=on)
    provinces = identity.agencies(on, level=identity.Level.PROVINCE)
    return bool(held and provinces) and all(
        identity.covers(held, agency_id=place.id, procedure_code=procedure_code) for place in provinces
    )
