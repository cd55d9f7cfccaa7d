"""How a run ends: its sums, the journal line, when the source is due again, and the alerts that follow."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from haidang.identity.api import User
from haidang.ioc.sources import leases, worries
from haidang.ioc.sources.tables import Delivery, Source, SourceRun
from haidang.ioc.sources.upserting import Counts
from haidang.platform.acts import Order, write

FIRST_RETRY = timedelta(minutes=5)
LAST_RETRY = timedelta(hours=6)


@dataclass(slots=True)
class Found:
    """What a run has met so far."""

    counts: Counts = field(default_factory=Counts)
    is_held: bool = False
    problem: str = ""
    detail: str = ""

    def failed(self, problem: str, detail: str) -> "Found":
        """Notes the first failure of the run."""
        if not self.problem:
            self.problem, self.detail = problem[:60], detail[:500]
        return self


def end(source_id: int, lease: str, run: SourceRun, found: Found, order: Order[User]) -> None:
    """Ends the run in one transaction: its row, the source's, a line of the journal, alerts raised and ended."""
    with transaction.atomic():
        source = leases.held(source_id, lease)
        _fill(run, source, found, now=order.now)
        note(run, found.counts)
        source.failures = source.failures + 1 if run.state == SourceRun.State.FAILED else 0
        if run.state == SourceRun.State.DONE:
            source.loaded_at = order.now
        source.next_run_at = next_run(source, now=order.now)
        leases.give_back(source)
        write(source, order, {"run": run.pk, **figures(run)})
        worries.after_run(source, run, now=order.now)


def note(run: SourceRun, counts: Counts) -> None:
    """Keeps the sums so far, in the transaction of the delivery that they count."""
    run.read, run.added, run.changed = counts.read, counts.added, counts.changed
    run.unchanged, run.outdated, run.quarantined = counts.unchanged, counts.outdated, counts.quarantined
    run.save()


def _fill(run: SourceRun, source: Source, found: Found, *, now: datetime) -> None:
    taken = Delivery.objects.filter(run=run)
    run.deliveries, run.repeated = taken.count(), taken.filter(state=Delivery.State.REPEATED).count()
    run.cursor_after, run.finished_at = source.cursor, now
    run.problem, run.detail = found.problem, found.detail
    if found.problem:
        run.state = SourceRun.State.FAILED
    else:
        run.state = SourceRun.State.HELD if found.is_held else SourceRun.State.DONE


def next_run(source: Source, *, now: datetime) -> datetime | None:
    """When the source is due again: in its own rhythm, or soon after a failure, each time twice as late."""
    if source.contract is None:
        return None
    rhythm = timedelta(minutes=source.contract.value.every_minutes)
    if not source.failures:
        return now + rhythm
    pause: timedelta = FIRST_RETRY * 2 ** min(source.failures - 1, 10)
    return now + min(pause, LAST_RETRY, rhythm)


def figures(run: SourceRun) -> dict[str, object]:
    """The figures of a run as plain values."""
    names = (
        "state", "deliveries", "repeated", "read", "added", "changed", "unchanged", "outdated", "quarantined",
        "cursor_before", "cursor_after", "problem", "detail",
    )  # fmt: skip
    return {name: str(value) if isinstance(value := getattr(run, name), str) else value for name in names}
