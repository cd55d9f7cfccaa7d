"""Who may look after money: rights at an agency, or for money of no agency at the top of the province."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.payments.errors import NotAllowed


def reach(user: User, permission: Permission, *, on: date) -> frozenset[int]:
    """The agencies whose money `user` may look after with `permission`."""
    held = identity.scopes(user, permission, on=on)
    return frozenset[int]().union(*(scope.agency_ids for scope in held if scope.is_whole))


def may(user: User, permission: Permission, *, agency_id: int | None, on: date) -> bool:
    """Whether `user` may; money of no agency (`None`) is looked after where the whole province is."""
    if identity.is_system(user):
        return permission is Permission.PAYMENTS_MANAGE
    reached = reach(user, permission, on=on)
    if agency_id is not None:
        return agency_id in reached
    tops = {row.id for row in identity.agencies(on, level=identity.Level.PROVINCE)}
    return bool(tops) and tops <= reached


def require(user: User, permission: Permission, *, agency_id: int | None, on: date) -> None:
    """Raises NotAllowed where `user` may not."""
    if not may(user, permission, agency_id=agency_id, on=on):
        raise NotAllowed(_("Bạn không có quyền “%(what)s” ở đây.") % {"what": permission.label})
