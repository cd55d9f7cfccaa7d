"""Who may see, change and publish dashboards. Figures on them are always counted within the reader's own reach."""

from datetime import date

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.ioc.dashboards.tables import Dashboard


def may_compose(user: User, *, on: date) -> bool:
    """Whoever may see figures somewhere may compose dashboards of them."""
    return identity.has_anywhere(user, Permission.IOC_VIEW, on=on)


def may_publish(user: User, *, on: date) -> bool:
    """Whoever publishes indicators publishes dashboards: both are the whole province's."""
    return identity.has_anywhere(user, Permission.IOC_PUBLISH, on=on)


def may_change(user: User, row: Dashboard, *, on: date) -> bool:
    """The owner, while he may see figures; and whoever publishes, once it has been published."""
    if row.owner_id == user.pk:
        return may_compose(user, on=on)
    return row.shown_id is not None and may_publish(user, on=on)


def may_see(user: User, row: Dashboard, *, on: date) -> bool:
    """Whoever may change it, and people of the roles that it is published to."""
    if may_change(user, row, on=on):
        return True
    return row.shown is not None and may_compose(user, on=on) and bool(set(row.shown.roles) & roles_of(user, on=on))


def roles_of(user: User, *, on: date) -> set[str]:
    """The roles that somebody holds anywhere."""
    return set(identity.assignments(user, on=on).values_list("role", flat=True))
