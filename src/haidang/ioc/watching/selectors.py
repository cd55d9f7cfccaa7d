"""Questions about alerts: which go on for whom, which are over, what is watched."""

from datetime import datetime

from django.db.models import Q, QuerySet

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.ioc.alert_tables import Alert
from haidang.ioc.watching.tables import Watch
from haidang.platform import clock

MOST = 100


def open_for(user: User, *, now: datetime) -> list[Alert]:
    """The alerts that go on, of agencies whose figures `user` may see; those of no agency for the whole province."""
    return list(_of(user, now).filter(ended_at=None).order_by("-severity", "-raised_at")[:MOST])


def over_for(user: User, *, now: datetime) -> list[Alert]:
    """The last ones that are over."""
    return list(_of(user, now).exclude(ended_at=None).order_by("-ended_at")[: MOST // 2])


def _of(user: User, now: datetime) -> QuerySet[Alert]:
    on = clock.local(now).date()
    held = identity.scopes(user, Permission.IOC_VIEW, on=on)
    whole = [scope for scope in held if scope.procedure_code is None]
    agencies = frozenset[int]().union(*(scope.agency_ids for scope in whole))
    seen = Q(agency_id__in=agencies)
    tops = {view.id for view in identity.agencies(on, level=identity.Level.PROVINCE)}
    if tops & agencies:
        seen |= Q(agency=None)
    return Alert.objects.filter(seen).select_related("agency", "noted__by")


def watches() -> QuerySet[Watch]:
    """What is watched now, oldest first."""
    return Watch.objects.filter(ended_at=None).select_related("set_by").order_by("pk")
