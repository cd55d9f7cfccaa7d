"""The due date of a dossier through time: as it stood at any moment, without counting it anew."""

from datetime import datetime

from haidang.dossiers.models import Dossier, DueDate
from haidang.platform import clock


def remember(dossier: Dossier, *, seq: int, now: datetime) -> None:
    """Closes the span of the due date before and begins that of the one now; `seq` is the act's journal line."""
    before = DueDate.objects.filter(dossier=dossier, until__isnull=True).first()
    # A machine's clock may be set back between two acts; spans stay in the order of the acts.
    since = max(now, before.since) if before else now
    if before:
        before.until = since
        before.save(update_fields=["until"])
    DueDate.objects.create(
        dossier=dossier, seq=seq, since=since, due_at=dossier.due_at, early_before=early_before(dossier.due_at)
    )


def early_before(due_at: datetime | None) -> datetime | None:
    """The beginning of the local day on which it is due: a result before this moment is ahead of time."""
    return clock.local(due_at).replace(hour=0, minute=0, second=0, microsecond=0) if due_at else None
