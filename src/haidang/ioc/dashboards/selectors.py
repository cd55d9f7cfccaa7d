"""Questions about dashboards: mine, those published to me, those on the wall."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from haidang.identity.api import User
from haidang.ioc.dashboards import access, acts
from haidang.ioc.dashboards.content import Content, read
from haidang.ioc.dashboards.tables import Dashboard, DashboardVersion, SavedQuestion
from haidang.platform import clock


@dataclass(frozen=True, slots=True)
class DashboardView:
    """A dashboard for one reader: what he is shown, the draft if he may change it, and what he may do."""

    row: Dashboard
    content: Content | None
    draft: Content | None
    may_change: bool
    may_publish: bool
    is_changed: bool
    """Whether the draft is another than what is shown."""


def mine(user: User) -> QuerySet[Dashboard]:
    """The user's own dashboards, newest first."""
    return Dashboard.objects.filter(owner=user).select_related("shown").order_by("-changed_at")


def published_to(user: User, *, now: datetime) -> list[Dashboard]:
    """The dashboards that others have published to the user's roles, by title."""
    rows = Dashboard.objects.exclude(shown=None).exclude(owner=user).select_related("shown", "owner")
    on = clock.local(now).date()
    held, is_publisher = access.roles_of(user, on=on), access.may_publish(user, on=on)
    found = [row for row in rows if is_publisher or (row.shown and held & set(row.shown.roles))]
    return sorted(found, key=lambda row: row.title)


def on_wall(user: User, *, now: datetime) -> list[Dashboard]:
    """The published screens of the wall that the user may see, in the order in which they were made."""
    rows = [*mine(user).exclude(shown=None), *published_to(user, now=now)]
    return sorted((row for row in rows if row.shown and row.shown.is_wall), key=lambda row: row.pk)


def view(user: User, number: int, *, now: datetime) -> DashboardView:
    """One dashboard; raises DashboardNotFound for what is not there or not for this person."""
    on = clock.local(now).date()
    rows = Dashboard.objects.filter(pk=number) if 0 < number < 2**63 else Dashboard.objects.none()
    row = rows.select_related("shown", "owner").first()
    if row is None or not access.may_see(user, row, on=on):
        raise acts.not_found()
    may_change = access.may_change(user, row, on=on)
    return DashboardView(
        row=row,
        content=read(row.shown.content) if row.shown else None,
        draft=read(row.draft) if may_change else None,
        may_change=may_change,
        may_publish=may_change and access.may_publish(user, on=on),
        is_changed=row.shown is None or row.shown.content != row.draft,
    )


def versions(row: Dashboard) -> QuerySet[DashboardVersion]:
    """Every published version, newest first."""
    return row.versions.select_related("published_by").order_by("-number")


def saved(user: User) -> QuerySet[SavedQuestion]:
    """The questions that the user keeps, newest first."""
    return SavedQuestion.objects.filter(owner=user, is_forgotten=False).order_by("-saved_at")
