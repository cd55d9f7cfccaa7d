"""Asking for a payment and giving that up. Whether the actor may do so is for the subject's room to know."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from haidang.identity.api import User
from haidang.payments import accounts, ledger, postings, references
from haidang.payments.acts import Order, Payload, once, write
from haidang.payments.models import Payment
from haidang.payments.postings import Kind
from haidang.payments.vietqr import MAX_VND
from haidang.platform.journal import GENESIS

FIRST_ASK = timedelta(minutes=10)
"""After so long the gateway is asked by ourselves, in case its notice was lost."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be paid: `subject` is "<kind>:<name>", at most 60 letters; `title` is for the payer to read."""

    subject: str
    title: str
    agency_id: int
    agency_code: str
    amount_vnd: int
    payer_id: int | None = None


def request(*, wish: Wish, actor: User, now: datetime, key: str) -> str | None:
    """Opens a payment for `wish.subject`, which must have no open one; returns its reference.

    None where the agency has no account to pay to, or for an amount that no transfer carries.
    """
    to = accounts.beneficiary(wish.agency_code)
    if to is None or not 0 < wish.amount_vnd <= MAX_VND:
        return None
    order = Order("payments.payment.request", actor, now, key, asdict(wish))

    def act() -> Payload:
        number = Payment.objects.filter(subject=wish.subject).count() + 1
        row = Payment.objects.create(
            head_hash=GENESIS,
            reference=references.make(wish.subject, number),
            subject=wish.subject,
            title=wish.title,
            payer_id=wish.payer_id,
            agency_id=wish.agency_id,
            amount_vnd=wish.amount_vnd,
            bank_bin=to.bank_bin,
            bank_name=to.bank,
            account=to.account,
            holder=to.holder,
            is_sample=to.is_sample,
            requested_at=now,
            ask_at=now + FIRST_ASK,
        )
        entries = postings.requested(row.amount_vnd, agency=row.agency_id)
        told = ledger.post(Kind.REQUESTED, entries, subject=row.stream, now=now)
        plain = {name: getattr(row, name) for name in ("reference", "subject", "amount_vnd", "bank_bin", "account")}
        write(row, order, {**plain, "agency": row.agency_id, **told})
        return {"reference": row.reference}

    return str(once(order, act)[0]["reference"])


def cancel(*, subject: str, reason: str, actor: User, now: datetime) -> bool:
    """Gives the open payment of `subject` up, if there is one; money that comes for it later goes back to its payer."""
    row = Payment.objects.select_for_update().filter(subject=subject, status=Payment.Status.WAITING).first()
    if row is None:
        return False
    order = Order("payments.payment.cancel", actor, now, f"cancel:{row.reference}", {"reason": reason})

    def act() -> Payload:
        row.status, row.settled_at, row.cancel_reason = Payment.Status.CANCELLED, now, reason[:200]
        told = ledger.reverse(Kind.CANCELLED, Kind.REQUESTED, subject=row.stream, now=now)
        write(row, order, {"reason": row.cancel_reason, **told})
        return {"reference": row.reference}

    once(order, act)
    return True
