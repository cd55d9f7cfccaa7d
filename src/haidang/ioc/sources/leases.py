"""Holding a source, so that two workers never run it at once; a holder who died loses it when its time is up."""

import secrets
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haidang.ioc.sources.errors import Busy
from haidang.ioc.sources.tables import Source, SourceRun

LEASE = timedelta(minutes=15)


class LostLease(Exception):
    """Somebody else holds the source by now; what this holder has not written yet, it must not write."""


def take(source_id: int, *, now: datetime) -> str:
    """Takes the source in one UPDATE, which is what makes two workers agree; raises Busy. The lease is its secret."""
    lease = secrets.token_hex(16)
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    if not Source.objects.filter(free, pk=source_id).update(lease=lease, leased_until=now + LEASE):
        raise Busy(_("Nguồn này đang được nạp. Hãy đợi lần chạy hiện tại xong."))
    # Whoever held it before died in the middle; what he kept waits still.
    SourceRun.objects.filter(source_id=source_id, state=SourceRun.State.RUNNING).update(
        state=SourceRun.State.FAILED, problem="interrupted", finished_at=now
    )
    return lease


def held(source_id: int, lease: str) -> Source:
    """The source, locked, while its lease is still ours; raises LostLease. To be called in a transaction."""
    source = Source.objects.select_for_update().get(pk=source_id)
    if source.lease != lease:
        raise LostLease(source.code)
    return source


def renew(source_id: int, lease: str, *, until: datetime) -> None:
    """Keeps the lease until another moment."""
    Source.objects.filter(pk=source_id, lease=lease).update(leased_until=until + LEASE)


def give_back(source: Source) -> None:
    """Ends the lease of a locked source; its row is to be saved by the caller."""
    source.lease, source.leased_until = "", None
