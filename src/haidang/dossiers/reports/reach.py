"""Whose dossiers somebody's reports and registers may tell of."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haidang.dossiers.errors import NotAllowed
from haidang.identity import api as identity


@dataclass(frozen=True, slots=True)
class Reach:
    """The dossiers as a condition, and the agencies where the right is held; None stands for all there are."""

    condition: Q
    agency_ids: frozenset[int] | None


EVERYTHING = Reach(Q(), None)
"""What the operator of the house may count from its command line."""


def of_reports(user: identity.User, *, on: date) -> Reach:
    """What `user` may see figures of: the agencies that decide. Raises NotAllowed when there are none."""
    return _of(user, identity.Permission.REPORT_VIEW, "agency_id", on=on)


def of_registers(user: identity.User, *, on: date) -> Reach:
    """Whose register `user` may read: agencies that take in or decide. Raises NotAllowed when there are none."""
    return _of(user, identity.Permission.REGISTER_VIEW, "agency_id", "intake_agency_id", on=on)


def _of(user: identity.User, permission: identity.Permission, *places: str, on: date) -> Reach:
    held = identity.scopes(user, permission, on=on)
    if not held:
        raise NotAllowed(_("Tài khoản của bạn chưa được giao quyền xem báo cáo, sổ theo dõi này."))
    condition, ids = Q(), frozenset[int]()
    for scope in held:
        condition |= scope.condition(*places)
        ids |= scope.agency_ids
    return Reach(condition, ids)
