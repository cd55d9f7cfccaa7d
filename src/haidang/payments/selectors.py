"""Questions about payments: one as its payer sees it, and what an operator has to look at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Permission, User
from haidang.payments import access, vietqr
from haidang.payments.errors import NotFound
from haidang.payments.models import (
    LedgerTransaction,
    Notice,
    Payment,
    Reconciliation,
    ReconciliationLine,
    Refund,
    Transfer,
)
from haidang.payments.ports import gateways
from haidang.payments.services.refunding import left_of, owner_of
from haidang.platform import clock

LIMIT = 200


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment as its payer sees it; amounts in whole đồng. `is_payable`: it waits, and can be paid by `qr`."""

    reference: str
    title: str
    amount_vnd: int
    status: Payment.Status
    bank: str
    account: str
    holder: str
    is_sample: bool
    requested_at: datetime
    settled_at: datetime | None
    is_being_noted: bool
    """Paid, but the subject's room has not taken note yet."""
    problem: str
    """Why it could not take note; the money is with us and will go back."""
    qr: str
    strays: Sequence[Transfer] = field(default=())
    """Money that named this payment and could not pay it."""

    @property
    def is_payable(self) -> bool:
        """Whether it still waits to be paid."""
        return self.status is Payment.Status.WAITING


def newest_of(subjects: Collection[str]) -> PaymentView | None:
    """The newest payment about one of `subjects` that was not given up without money; its room knows who may ask."""
    came_in = Exists(Transfer.objects.filter(payment=OuterRef("pk")))
    row = (
        Payment.objects.filter(~Q(status=Payment.Status.CANCELLED) | came_in, subject__in=subjects)
        .order_by("pk")
        .last()
    )
    return view_of(row) if row else None


def view_of(row: Payment) -> PaymentView:
    """The payment as its payer sees it."""
    strays = row.transfers.exclude(standing=Transfer.Standing.MATCHED).order_by("pk")
    return PaymentView(
        reference=row.reference,
        title=row.title,
        amount_vnd=row.amount_vnd,
        status=Payment.Status(row.status),
        bank=row.bank_name,
        account=row.account,
        holder=row.holder,
        is_sample=row.is_sample,
        requested_at=row.requested_at,
        settled_at=row.settled_at,
        is_being_noted=row.applied == Payment.Applied.TO_DO,
        problem=row.apply_problem,
        qr=vietqr.build(vietqr.Order(row.bank_bin, row.account, row.amount_vnd, row.reference)),
        strays=list(strays),
    )


def pay_url(reference: str, *, back: str, now: datetime) -> str:
    """The gateway's page for a payment that waits; empty where there is no gateway."""
    row = Payment.objects.filter(reference=reference, status=Payment.Status.WAITING).first()
    source = next(iter(gateways()), None)
    if row is None or source is None:
        return ""
    return source.pay_url(reference=row.reference, amount_vnd=row.amount_vnd, title=row.title, back=back, now=now)


@dataclass(frozen=True, slots=True)
class Desk:
    """What an operator of the whole province has to look at."""

    refused: QuerySet[Payment]
    """Paid, but the subject's room could not take note."""
    strays: QuerySet[Transfer]
    """Money that nothing took and nobody has begun to give back."""
    refunds: QuerySet[Refund]
    """Waiting for approval, or for the gateway."""
    verdicts: dict[Notice.Verdict, int]
    """How many calls of gateways, by what they were worth."""
    waiting: int


def desk(user: User, *, now: datetime) -> Desk:
    """What has to be looked at; raises NotAllowed unless `user` looks after the whole province's payments."""
    access.require(user, Permission.PAYMENTS_MANAGE, agency_id=None, on=clock.local(now).date())
    going = Refund.objects.filter(transfer=OuterRef("pk")).exclude(status=Refund.Status.REJECTED)
    strays = Transfer.objects.exclude(standing=Transfer.Standing.MATCHED).filter(~Exists(going))
    open_ = Q(status=Refund.Status.REQUESTED) | Q(status=Refund.Status.GRANTED)
    counted = dict(Notice.objects.values_list("verdict").annotate(count=Count("pk")))
    return Desk(
        refused=Payment.objects.filter(applied=Payment.Applied.REFUSED).order_by("-pk"),
        strays=strays.select_related("payment").order_by("-pk"),
        refunds=Refund.objects.filter(open_).select_related("transfer", "requested_by").order_by("pk"),
        verdicts={one: counted.get(one.value, 0) for one in Notice.Verdict},
        waiting=Payment.objects.filter(status=Payment.Status.WAITING).count(),
    )


@dataclass(frozen=True, slots=True)
class History:
    """Everything that is known of one payment, oldest first."""

    payment: Payment
    transfers: list[Transfer]
    notices: list[Notice]
    refunds: list[Refund]
    ledger: list[LedgerTransaction]


def history(user: User, reference: str, *, now: datetime) -> History:
    """The whole story of a payment; raises NotFound also for whoever may not look after it."""
    row = Payment.objects.select_related("agency").filter(reference=reference[:20].upper()).first()
    on = clock.local(now).date()
    if row is None or not access.may(user, Permission.PAYMENTS_MANAGE, agency_id=row.agency_id, on=on):
        raise NotFound(_("Không có khoản nộp này."))
    transfers = list(row.transfers.order_by("pk"))
    refunds = list(Refund.objects.filter(transfer__in=transfers).select_related("transfer").order_by("pk"))
    streams = [each.stream for each in (row, *transfers, *refunds)]
    return History(
        payment=row,
        transfers=transfers,
        notices=list(Notice.objects.filter(told__icontains=row.reference).defer("body").order_by("pk")[:LIMIT]),
        refunds=refunds,
        ledger=list(LedgerTransaction.objects.filter(subject__in=streams).prefetch_related("entries").order_by("pk")),
    )


@dataclass(frozen=True, slots=True)
class Money:
    """A transfer with how much of it could still be given back."""

    transfer: Transfer
    left_vnd: int
    refunds: list[Refund]


def money(user: User, transfer_id: int, *, now: datetime) -> Money:
    """A transfer for one who may ask for its refund or look after it; raises NotFound."""
    row = Transfer.objects.select_related("payment").filter(pk=transfer_id).first() if 0 < transfer_id < 2**63 else None
    on = clock.local(now).date()
    if row is None or not access.may(user, Permission.REFUND_REQUEST, agency_id=owner_of(row), on=on):
        raise NotFound(_("Không có khoản tiền này."))
    refunds = list(row.refunds.select_related("requested_by", "decided_by").order_by("pk"))
    return Money(row, left_of(row), refunds)


@dataclass(frozen=True, slots=True)
class Day:
    """A reconciliation with its lines, differences first, and how many lines of each outcome it has."""

    row: Reconciliation
    lines: list[ReconciliationLine]
    counts: list[tuple[str, int]]


def days(*, limit: int) -> list[tuple[Reconciliation, int, int]]:
    """The newest reconciliations: (row, lines, differences that are still there)."""
    different = Q(lines__repaired_at=None) & ~Q(lines__outcome=ReconciliationLine.Outcome.MATCHED)
    # `different` alone would also count the empty line of a day on which nothing moved.
    counted = Count("lines", filter=different & Q(lines__pk__isnull=False))
    rows = Reconciliation.objects.annotate(all=Count("lines"), open=counted).order_by("-day", "-pk")[:limit]
    return [(row, row.all, row.open) for row in rows]


def day(reconciliation_id: int) -> Day:
    """One reconciliation; raises NotFound."""
    rows = Reconciliation.objects.select_related("taken_by")
    row = rows.filter(pk=reconciliation_id).first() if 0 < reconciliation_id < 2**63 else None
    if row is None:
        raise NotFound(_("Không có lần đối soát này."))
    lines = list(row.lines.order_by("pk"))
    outcome = ReconciliationLine.Outcome
    lines.sort(key=lambda line: (line.outcome == outcome.MATCHED, line.number))
    return Day(row, lines, [(str(one.label), sum(line.outcome == one for line in lines)) for one in outcome])


def refunds_to_decide(user: User, *, now: datetime) -> list[Refund]:
    """The refunds that `user` may approve or reject: those of his agencies that somebody else asked for."""
    on = clock.local(now).date()
    rows = Refund.objects.filter(status=Refund.Status.REQUESTED).exclude(requested_by=user)
    found = rows.select_related("transfer__payment", "requested_by").order_by("pk")
    return [
        row for row in found if access.may(user, Permission.REFUND_APPROVE, agency_id=owner_of(row.transfer), on=on)
    ]
