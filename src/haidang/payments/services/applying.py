"""Tells the subject's room that its money is there: after the ledger, in a transaction of that room's own.

If the house stops in between, the periodic job goes on; the room takes note once, by the payment's reference. Where
it cannot take note (the dossier has ended meanwhile), the money stays with us and an operator sees why.
"""

import logging
from datetime import datetime

from haidang.identity import api as identity
from haidang.payments import ports
from haidang.payments.acts import Order, Payload, once, write
from haidang.payments.models import Payment, Transfer
from haidang.platform.errors import Refused

log = logging.getLogger(__name__)
_A = Payment.Applied


def apply(payment_id: int, *, now: datetime) -> None:
    """Has note taken of a paid payment, unless that was done; raises whatever the room raises but a refusal."""
    row = Payment.objects.get(pk=payment_id)
    note = ports.note_of(row.kind)
    if row.applied != _A.TO_DO or note is None:
        return
    transfer = Transfer.objects.get(payment=row, standing=Transfer.Standing.MATCHED)
    settled = ports.Settled(row.reference, row.subject, row.amount_vnd, transfer.number, transfer.paid_at)
    try:
        note(settled, now)
    except Refused as refusal:
        _mark(row, _A.REFUSED, str(refusal), now=now)
    else:
        _mark(row, _A.DONE, "", now=now)


def apply_soon(payment_id: int, *, now: datetime) -> None:
    """`apply` for callers whose own work is done: what goes wrong is logged and tried again by the periodic job."""
    try:
        apply(payment_id, now=now)
    except Exception:
        log.exception("payment %s was not applied; it will be tried again", payment_id)


def apply_all(now: datetime) -> int:
    """Applies every paid payment that has not been yet; returns how many were done."""
    waiting = list(Payment.objects.filter(applied=_A.TO_DO).order_by("pk").values_list("pk", flat=True))
    for payment_id in waiting:
        apply(payment_id, now=now)
    return len(waiting)


def _mark(row: Payment, applied: Payment.Applied, problem: str, *, now: datetime) -> None:
    order = Order(
        "payments.payment.apply", identity.system_account(now=now), now, f"apply:{row.reference}", {"payment": row.pk}
    )

    def act() -> Payload:
        fresh = Payment.objects.select_for_update().get(pk=row.pk)
        fresh.applied, fresh.apply_problem = applied, problem[:500]
        write(fresh, order, {"applied": str(applied), "problem": fresh.apply_problem})
        return {}

    once(order, act)
