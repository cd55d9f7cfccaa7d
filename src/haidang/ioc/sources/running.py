"""A run: fetch what is new and keep it, load what waits in its order, say what became of every row.

What is fetched is kept before anything looks into it, each delivery is loaded in a transaction of its own, and the
source is held by a lease all the while: a run that dies in the middle is carried on by the next.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction

from haidang.identity.api import Permission, User
from haidang.ioc.sources import access, ending, leases
from haidang.ioc.sources.connectors import CONNECTORS, Ask, Failed
from haidang.ioc.sources.contract import Contract
from haidang.ioc.sources.deliveries import keep
from haidang.ioc.sources.ending import Found
from haidang.ioc.sources.errors import Refused
from haidang.ioc.sources.loading import load
from haidang.ioc.sources.publishing import secrets_of
from haidang.ioc.sources.rows import cursor_of
from haidang.ioc.sources.tables import Delivery, HeldChange, Source, SourceContract, SourceRun
from haidang.ioc.sources.upserting import Origin
from haidang.platform import clock
from haidang.platform.acts import Order, Payload, once


@dataclass(frozen=True, slots=True)
class Hold:
    """A source that this process holds: which run, under which lease and contract."""

    source_id: int
    run: SourceRun
    contract: SourceContract
    lease: str
    now: datetime
    begun: float

    @property
    def moment(self) -> datetime:
        """The moment of the run and what it has taken since, so that a long run keeps its lease in any time."""
        return self.now + timedelta(seconds=monotonic() - self.begun)


def run(*, code: str, actor: User, now: datetime, key: str, trigger: str = "hand") -> SourceRun:
    """Runs a source now and returns the run as it ended; under the same key the same run.

    Raises SourceNotFound, NotAllowed, Busy. A source that cannot be read is no exception: the run says so.
    """
    order = Order("ioc.source.run", actor, now, key, {"code": code, "trigger": trigger})
    hold: list[Hold] = []

    def act() -> Payload:
        on = clock.local(now).date()
        source = access.source_for(actor, code, on=on)
        access.require(actor, Permission.SOURCES_TEND, source.agency_id, on=on)
        hold.append(_begin(source, order, trigger))
        return {"run": hold[0].run.pk}

    answer, replayed = once(order, act)
    if not replayed:
        _carry_out(hold[-1], order)
    return SourceRun.objects.get(pk=answer["run"])


def _begin(source: Source, order: Order[User], trigger: str) -> Hold:
    lease = leases.take(source.pk, now=order.now)
    contract = source.contract
    if contract is None:
        raise ValueError(f"{source.code} has no contract")
    made = SourceRun.objects.create(
        source=source,
        contract=contract,
        trigger=trigger,
        actor=order.actor.reference,
        started_at=order.now,
        cursor_before=source.cursor,
    )
    return Hold(source.pk, made, contract, lease, order.now, monotonic())


def _carry_out(hold: Hold, order: Order[User]) -> None:
    found = Found()
    try:
        _fetch(hold, found)
        _load_waiting(hold, found)
    except leases.LostLease:
        # Another run has taken over what waits; this one is marked by it as interrupted.
        return
    except Exception as error:
        ending.end(hold.source_id, hold.lease, hold.run, found.failed("internal", type(error).__name__), order)
        raise
    ending.end(hold.source_id, hold.lease, hold.run, found, order)


def _fetch(hold: Hold, found: Found) -> None:
    """Keeps everything that the source has; a failure ends the fetching, not the run: what came before is loaded."""
    contract = hold.contract.value
    source = Source.objects.get(pk=hold.source_id)
    try:
        for arrived in CONNECTORS[contract.kind].fetch(_ask(source, contract, hold)):
            keep(source, arrived, now=hold.now)
            leases.renew(hold.source_id, hold.lease, until=hold.moment)
    except Failed as failure:
        found.failed(failure.code, failure.detail)
    except Refused as refusal:
        found.failed("too_large", str(refusal))


def _ask(source: Source, contract: Contract, hold: Hold) -> Ask:
    return Ask(contract.settings, secrets_of(hold.contract), cursor_of(source.cursor, contract), hold.now)


def _load_waiting(hold: Hold, found: Found) -> None:
    """Loads what waits, oldest first, up to one that is held: those after it must not overtake it."""
    Delivery.objects.filter(source=hold.source_id, state=Delivery.State.REPEATED, run=None).update(run=hold.run)
    while True:
        with transaction.atomic():
            source = leases.held(hold.source_id, hold.lease)
            if HeldChange.objects.filter(source=source, state=HeldChange.State.OPEN).exists():
                found.is_held = True
                return
            delivery = source.deliveries.filter(state=Delivery.State.WAITING).order_by("id").first()
            if delivery is None:
                return
            state = load(source, Origin(delivery, hold.run, hold.contract, hold.now), found.counts)
            if state == Delivery.State.UNREADABLE:
                found.failed(delivery.detail.partition(":")[0], f"{delivery.name}: {delivery.detail}")
            ending.note(hold.run, found.counts)
            source.leased_until = hold.moment + leases.LEASE
            source.save()
