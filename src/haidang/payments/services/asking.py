"""Asks the gateway what has come in: what it answers to a question of ours is certain, its calls are hints."""

from datetime import datetime, timedelta

from haidang.payments.models import Payment, Transfer
from haidang.payments.ports import gateways
from haidang.payments.services.applying import apply_soon
from haidang.payments.services.taking_in import Taken, take_in
from haidang.platform.idempotency import KeyReused

AT_ONCE = 100
_LONGEST = timedelta(days=1)
_MOST = 20
"""After so many questions (about two weeks) a payment is asked about no more by ourselves, only when somebody asks."""


def ask(reference: str, *, now: datetime) -> list[Taken]:
    """Enters whatever has come in under `reference` at any gateway; raises GatewayProblem."""
    found = []
    for source in gateways():
        for told in source.query(reference, now=now):
            try:
                taken = take_in(told, source=Transfer.Source.QUERY, now=now)
            except KeyReused:
                # Told otherwise before: the row that exists and the notice say so; reconciliation shows the difference.
                continue
            found.append(taken)
            if taken.payment_id:
                apply_soon(taken.payment_id, now=now)
    return found


def ask_due(now: datetime) -> int:
    """Asks about the payments whose time has come; how many new transfers were found. Raises GatewayProblem."""
    if not gateways():
        return 0
    due = list(Payment.objects.filter(ask_at__lte=now).order_by("ask_at")[:AT_ONCE])
    new = 0
    for row in due:
        new += sum(not taken.replayed for taken in ask(row.reference, now=now))
        _later(row, now=now)
    return new


def _later(row: Payment, *, now: datetime) -> None:
    """Puts the next question off, twice as long each time; a payment that is settled is asked about no more."""
    asks = row.asks + 1
    pause = min(timedelta(minutes=10) * 2 ** min(asks, 10), _LONGEST)
    waiting = Payment.objects.filter(pk=row.pk, status=Payment.Status.WAITING)
    waiting.update(asks=asks, ask_at=now + pause if asks < _MOST else None)
    Payment.objects.filter(pk=row.pk).exclude(status=Payment.Status.WAITING).update(ask_at=None)
