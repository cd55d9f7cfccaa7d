"""A day of ours held against the gateway's statement: what both know, what only one knows, what differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.payments import access
from haidang.payments.acts import Order, Payload, once, write
from haidang.payments.errors import Invalid, NotFound
from haidang.payments.models import Reconciliation, ReconciliationLine, Refund, Transfer
from haidang.payments.ports import Gateway, gateway, gateways
from haidang.payments.services.asking import ask
from haidang.platform import clock
from haidang.platform.journal import GENESIS

_O = ReconciliationLine.Outcome


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says of a number: whole đồng (paid back: negative), and the reference."""

    amount_vnd: int
    reference: str


def compare(ours: Mapping[str, Side], theirs: Mapping[str, Side]) -> list[tuple[str, ReconciliationLine.Outcome]]:
    """How the two sides stand, number by number. Pure."""
    found = []
    for number in sorted({*ours, *theirs}):
        here, there = ours.get(number), theirs.get(number)
        if here is None:
            outcome = _O.MISSING_HERE
        elif there is None:
            outcome = _O.MISSING_THERE
        else:
            outcome = _O.MATCHED if here.amount_vnd == there.amount_vnd else _O.DIFFERS
        found.append((number, outcome))
    return found


def reconcile(*, gateway_name: str, day: date, actor: User, now: datetime, key: str) -> int:
    """Takes the statement of `day` and keeps how it compares; returns the reconciliation's id.

    Raises NotAllowed, Invalid for a day that is not over, NotFound, or GatewayProblem.
    """
    access.require(actor, Permission.PAYMENTS_MANAGE, agency_id=None, on=clock.local(now).date())
    if day >= clock.local(now).date():
        raise Invalid(_("Chỉ đối soát được ngày đã qua."), field="day")
    source = gateway(gateway_name)
    if source is None:
        raise NotFound(_("Không có cổng thanh toán này."))
    order = Order("payments.reconciliation.take", actor, now, key, {"gateway": gateway_name, "day": day.isoformat()})
    # Asked before the transaction: no row waits for another house's answer.
    theirs = _theirs(source, day, now=now)

    def act() -> Payload:
        row = Reconciliation.objects.create(
            head_hash=GENESIS, gateway=gateway_name, day=day, taken_at=now, taken_by=actor
        )
        ours = _ours(gateway_name, day)
        compared = compare(ours, theirs)
        ReconciliationLine.objects.bulk_create(
            _line(row, number, outcome, ours.get(number), theirs.get(number)) for number, outcome in compared
        )
        counts = {each.value: sum(outcome is each for _number, outcome in compared) for each in _O}
        write(row, order, {**order.content, "counts": counts})
        return {"reconciliation": row.pk}

    return int(once(order, act)[0]["reconciliation"])


def reconcile_yesterday(now: datetime) -> int:
    """The nightly reconciliation with every gateway; how many differences were found."""
    day = clock.local(now).date() - timedelta(days=1)
    system, differences = identity.system_account(now=now), 0
    for source in gateways():
        key = f"nightly:{source.name}:{day}"
        id_ = reconcile(gateway_name=source.name, day=day, actor=system, now=now, key=key)
        differences += ReconciliationLine.objects.filter(reconciliation=id_).exclude(outcome=_O.MATCHED).count()
    return differences


def repair(*, line_id: int, actor: User, now: datetime) -> bool:
    """Asks the gateway itself about a difference and enters what it answers; whether the two sides agree afterwards.

    Idempotent by itself: what is entered is entered once. Raises NotFound, NotAllowed, GatewayProblem.
    """
    access.require(actor, Permission.PAYMENTS_MANAGE, agency_id=None, on=clock.local(now).date())
    rows = ReconciliationLine.objects.select_related("reconciliation")
    line = rows.filter(pk=line_id).first() if 0 < line_id < 2**63 else None
    if line is None:
        raise NotFound(_("Không có dòng đối soát này."))
    if line.told:
        ask(line.told, now=now)
    ours = _ours_by_number(line.reconciliation.gateway, line.number)
    agrees = ours is not None and ours.amount_vnd == line.theirs_vnd
    if agrees and line.repaired_at is None and line.outcome != _O.MATCHED:
        _mark(line, actor=actor, now=now)
    return agrees


def _mark(line: ReconciliationLine, *, actor: User, now: datetime) -> None:
    order = Order("payments.reconciliation.repair", actor, now, f"repair-line:{line.pk}", {"line": line.pk})

    def act() -> Payload:
        row = Reconciliation.objects.select_for_update().get(pk=line.reconciliation_id)
        line.repaired_at = now
        line.save(update_fields=["repaired_at"])
        write(row, order, {"number": line.number})
        return {}

    once(order, act)


def _theirs(source: Gateway, day: date, *, now: datetime) -> dict[str, Side]:
    return {line.number: Side(line.amount_vnd, line.reference) for line in source.statement(day, now=now)}


def _ours(gateway_name: str, day: date) -> dict[str, Side]:
    """Money in by the gateway's moment, as its statement has it; money back by the moment we heard of it."""
    begin = datetime.combine(day, time(), tzinfo=clock.LOCAL)
    span = (begin, begin + timedelta(days=1))
    rows = Transfer.objects.filter(gateway=gateway_name, paid_at__gte=span[0], paid_at__lt=span[1])
    found = {row.number: Side(row.amount_vnd, row.told) for row in rows}
    back = Refund.objects.filter(transfer__gateway=gateway_name, done_at__gte=span[0], done_at__lt=span[1])
    for refund in back.select_related("transfer"):
        found[refund.number] = Side(-refund.amount_vnd, refund.transfer.told)
    return found


def _ours_by_number(gateway_name: str, number: str) -> Side | None:
    row = Transfer.objects.filter(gateway=gateway_name, number=number).first()
    if row:
        return Side(row.amount_vnd, row.told)
    refund = Refund.objects.filter(transfer__gateway=gateway_name, number=number).select_related("transfer").first()
    return Side(-refund.amount_vnd, refund.transfer.told) if refund else None


def _line(
    row: Reconciliation, number: str, outcome: ReconciliationLine.Outcome, here: Side | None, there: Side | None
) -> ReconciliationLine:
    told = (here or there or Side(0, "")).reference
    return ReconciliationLine(
        reconciliation=row,
        number=number,
        told=told,
        ours_vnd=here.amount_vnd if here else None,
        theirs_vnd=there.amount_vnd if there else None,
        outcome=outcome,
    )
