"""Questions about sources: their health, runs, rows set apart, held changes, and where a row came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Permission, User
from haidang.ioc.alert_tables import Alert
from haidang.ioc.alerts import open_alerts
from haidang.ioc.sources import access, worries
from haidang.ioc.sources.contract import Contract
from haidang.ioc.sources.errors import SourceNotFound
from haidang.ioc.sources.tables import BadRow, Delivery, HeldChange, Source, SourceContract, SourceRow, SourceRun
from haidang.platform import clock, journal
from haidang.platform.models import JournalEntry

Owned = TypeVar("Owned", SourceRun, Delivery, BadRow, SourceRow, HeldChange)


@dataclass(frozen=True, slots=True)
class Health:
    """A source at a glance: how it stands, how many rows it holds, what waits for people."""

    source: Source
    contract: Contract
    number: int
    status: str
    rows: int
    open_bad: int
    is_held: bool
    last_run: SourceRun | None


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list and the length of the whole."""

    items: Sequence[Any]
    total: int


def listing(user: User, *, now: datetime) -> list[Health]:
    """The sources that `user` may see, those with worries first, then by sector and title."""
    on = clock.local(now).date()
    found = list(access.visible_to(user, on=on).select_related("contract", "agency"))
    return sorted(healths(found, now=now), key=lambda item: (item.status in ("good", "new"), item.source.sector))


def healths(found: Sequence[Source], *, now: datetime) -> list[Health]:
    """The health of each, in a few queries for all."""
    ids = [source.pk for source in found]
    rows = _counts(SourceRow.objects.filter(source__in=ids))
    bad = _counts(BadRow.objects.filter(source__in=ids, state=BadRow.State.OPEN))
    held = set(HeldChange.objects.filter(source__in=ids, state=HeldChange.State.OPEN).values_list("source", flat=True))
    runs = {run.source_id: run for run in SourceRun.objects.filter(source__in=ids).order_by("started_at", "id")}
    return [
        Health(
            source,
            source.contract.value,
            source.contract.number,
            _status(source, is_held=source.pk in held, bad=bad.get(source.pk, 0), run=runs.get(source.pk), now=now),
            rows.get(source.pk, 0),
            bad.get(source.pk, 0),
            source.pk in held,
            runs.get(source.pk),
        )
        for source in found
        if source.contract is not None
    ]


def _counts(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().values_list("source").annotate(number=Count("id")))


def _status(source: Source, *, is_held: bool, bad: int, run: SourceRun | None, now: datetime) -> str:
    """One word: held, failing, stale, quarantine, running, new, good."""
    if is_held:
        return "held"
    if run is not None and run.state == SourceRun.State.FAILED:
        return "failing"
    if worries.is_stale(source, now=now):
        return "stale"
    if bad:
        return "quarantine"
    if run is not None and run.state == SourceRun.State.RUNNING:
        return "running"
    return "good" if source.loaded_at else "new"


@dataclass(frozen=True, slots=True)
class SourceView:
    """All that a source's page shows; `allowed`: what the reader may do."""

    health: Health
    runs: Sequence[SourceRun]
    bad: Sequence[BadRow]
    waiting: Sequence[Delivery]
    held: HeldChange | None
    contracts: Sequence[SourceContract]
    alerts: Sequence[Alert]
    lines: Sequence[JournalEntry]
    allowed: Mapping[str, bool]
    secret_names: Sequence[str]


def view(user: User, code: str, *, now: datetime, listed: int = 20) -> SourceView:
    """A source for its page; raises SourceNotFound."""
    on = clock.local(now).date()
    source = access.source_for(user, code, on=on)
    (health,) = healths([source], now=now)
    return SourceView(
        health=health,
        runs=list(source.runs.order_by("-started_at", "-id").select_related("contract")[:listed]),
        bad=list(source.bad_rows.filter(state=BadRow.State.OPEN).select_related("delivery")[:listed]),
        waiting=list(source.deliveries.filter(state__in=[Delivery.State.WAITING, Delivery.State.HELD])[:listed]),
        held=source.held_changes.filter(state=HeldChange.State.OPEN).select_related("delivery", "contract").first(),
        contracts=list(source.contracts.select_related("published_by").order_by("-number")),
        alerts=open_alerts(worries.subject(source)),
        lines=journal.lines(source.stream)[-listed:][::-1],
        allowed={
            "tend": access.may(user, Permission.SOURCES_TEND, source.agency_id, on=on),
            "manage": access.may(user, Permission.SOURCES_MANAGE, source.agency_id, on=on),
        },
        secret_names=_secret_names(source),
    )


def _secret_names(source: Source) -> list[str]:
    from haidang.ioc.sources.publishing import secrets_of

    return sorted(name for name, value in secrets_of(source.contract).items() if value) if source.contract else []


def run_for(user: User, run_id: int, *, now: datetime) -> SourceRun:
    """A run, for whoever may see its source; raises SourceNotFound."""
    return _one(user, SourceRun.objects.select_related("source", "contract"), run_id, now=now)


def delivery_for(user: User, delivery_id: int, *, now: datetime) -> Delivery:
    """A delivery, for whoever may see its source; raises SourceNotFound."""
    return _one(user, Delivery.objects.select_related("source", "run", "contract"), delivery_id, now=now)


def bad_row_for(user: User, row_id: int, *, now: datetime) -> BadRow:
    """A row set apart, for whoever may see its source; raises SourceNotFound."""
    return _one(user, BadRow.objects.select_related("source", "delivery", "run", "closed_by"), row_id, now=now)


def row_for(user: User, row_id: int, *, now: datetime) -> SourceRow:
    """A current row with its lineage, for whoever may see its source; raises SourceNotFound."""
    rows = SourceRow.objects.select_related("source", "delivery", "run", "contract", "repair")
    return _one(user, rows, row_id, now=now)


def change_for(user: User, change_id: int, *, now: datetime) -> HeldChange:
    """A held change, for whoever may see its source; raises SourceNotFound."""
    return _one(user, HeldChange.objects.select_related("source", "delivery", "contract"), change_id, now=now)


def _one(user: User, rows: QuerySet[Owned], number: int, *, now: datetime) -> Owned:
    found = rows.filter(pk=number).first() if 0 < number < 2**63 else None
    on = clock.local(now).date()
    if found is None or not access.may(user, Permission.SOURCES_VIEW, found.source.agency_id, on=on):
        raise SourceNotFound(_("Không tìm thấy, hoặc bạn không có quyền xem."))
    return found


def rows_page(user: User, code: str, *, now: datetime, offset: int, limit: int) -> Page:
    """A page of the current rows of a source, those that changed last first."""
    source = access.source_for(user, code, on=clock.local(now).date())
    rows = SourceRow.objects.filter(source=source).order_by("-revision")
    return Page(list(rows[offset : offset + limit]), rows.count())


def bad_page(user: User, code: str, *, now: datetime, offset: int, limit: int, state: str = "") -> Page:
    """A page of the rows set apart of a source, newest first; of one state, if asked."""
    source = access.source_for(user, code, on=clock.local(now).date())
    rows = BadRow.objects.filter(Q(state=state) if state in BadRow.State.values else Q(), source=source)
    return Page(list(rows.select_related("delivery").order_by("-id")[offset : offset + limit]), rows.count())


def runs_page(user: User, code: str, *, now: datetime, offset: int, limit: int) -> Page:
    """A page of the runs of a source, newest first."""
    source = access.source_for(user, code, on=clock.local(now).date())
    rows = SourceRun.objects.filter(source=source).select_related("contract")
    return Page(list(rows.order_by("-started_at", "-id")[offset : offset + limit]), rows.count())
