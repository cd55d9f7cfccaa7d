"""Money that has come in, once for each of the gateway's numbers: the only place where a payment becomes paid.

What was asked takes exactly its amount, in time and once. Everything else is kept as money that nothing takes, for an
operator to look at and give back; nothing is refused, because the money is there already.
"""

from dataclasses import dataclass
from datetime import datetime

from haidang.identity import api as identity
from haidang.payments import ledger, postings, references
from haidang.payments.acts import Order, Payload, once, write
from haidang.payments.models import Payment, Transfer
from haidang.payments.ports import Told
from haidang.payments.postings import Kind
from haidang.platform.journal import GENESIS

_S = Transfer.Standing


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the money: its row, where it stands, whether it was known before; the payment if it paid one."""

    transfer_id: int
    standing: Transfer.Standing
    payment_id: int | None
    replayed: bool


def take_in(told: Told, *, source: Transfer.Source, now: datetime) -> Taken:
    """Enters the money; raises KeyReused where the same number was told before with another amount or reference."""
    system = identity.system_account(now=now)
    content = {"reference": told.reference, "amount_vnd": told.amount_vnd}
    order = Order("payments.transfer.take-in", system, now, _key(told), content)

    def act() -> Payload:
        # Whoever pays, cancels or is paid twice waits here for the one before.
        payment = Payment.objects.select_for_update().filter(reference=references.find(told.reference)).first()
        standing = _standing(payment, told)
        row = Transfer.objects.create(
            head_hash=GENESIS,
            gateway=told.gateway,
            number=told.number,
            told=told.reference,
            amount_vnd=told.amount_vnd,
            paid_at=told.paid_at,
            taken_in_at=now,
            source=source,
            standing=standing,
            payment=payment,
        )
        _enter(row, payment, order)
        paid = payment if standing is _S.MATCHED else None
        return {"transfer": row.pk, "standing": standing.value, "payment": paid.pk if paid else None}

    answer, replayed = once(order, act)
    return Taken(answer["transfer"], _S(answer["standing"]), answer["payment"], replayed)


def _key(told: Told) -> str:
    return f"{told.gateway}:{told.number}"


def _standing(payment: Payment | None, told: Told) -> Transfer.Standing:
    if payment is None:
        return _S.UNKNOWN
    if payment.status == Payment.Status.PAID:
        return _S.TWICE
    if payment.status == Payment.Status.CANCELLED:
        return _S.TOO_LATE
    return _S.MATCHED if payment.amount_vnd == told.amount_vnd else _S.WRONG_AMOUNT


def _enter(row: Transfer, payment: Payment | None, order: Order) -> None:
    """The ledger and the journal lines of the transfer, and of the payment if it is paid by it."""
    plain = {"gateway": row.gateway, "number": row.number, "told": row.told, "amount_vnd": row.amount_vnd}
    if row.standing != _S.MATCHED or payment is None:
        told = ledger.post(Kind.STRAY, postings.stray(row.amount_vnd), subject=row.stream, now=order.now)
        write(row, order, {**plain, "standing": str(row.standing), "payment": row.payment_id, **told})
        return
    write(row, order, {**plain, "standing": str(row.standing), "payment": payment.pk})
    payment.status, payment.settled_at = Payment.Status.PAID, order.now
    payment.applied, payment.ask_at = Payment.Applied.TO_DO, None
    entries = postings.paid(row.amount_vnd, agency=payment.agency_id)
    told = ledger.post(Kind.PAID, entries, subject=payment.stream, now=order.now)
    paid = Order("payments.payment.paid", order.actor, order.now, order.key, order.content)
    write(payment, paid, {"transfer": row.pk, **told})
