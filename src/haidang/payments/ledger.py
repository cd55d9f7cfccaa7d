"""The double-entry journal: written by `post` and `reverse` only, inside the act that causes it; never changed."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Sum

from haidang.payments import postings
from haidang.payments.models import LedgerEntry, LedgerTransaction
from haidang.payments.postings import Account, Entry, Kind
from haidang.platform.acts import Payload


def post(kind: Kind, entries: tuple[Entry, ...], *, subject: str, now: datetime) -> Payload:
    """Writes a transaction; returns what the journal line of the act must say of it."""
    return _write(kind, entries, subject=subject, now=now, reverses=None)


def reverse(kind: Kind, original: Kind, *, subject: str, now: datetime) -> Payload:
    """Takes the transaction `original` of `subject` back, under the name `kind`."""
    row = LedgerTransaction.objects.get(kind=original, subject=subject, reversed_by=None)
    return _write(kind, postings.reversal(entries_of(row)), subject=subject, now=now, reverses=row)


def entries_of(row: LedgerTransaction) -> tuple[Entry, ...]:
    """The entries of a transaction as values, in the order in which they were written."""
    return tuple(Entry(Account(one.account), one.amount_vnd, one.agency_id) for one in row.entries.order_by("pk"))


def _write(
    kind: Kind, entries: tuple[Entry, ...], *, subject: str, now: datetime, reverses: LedgerTransaction | None
) -> Payload:
    row = LedgerTransaction.objects.create(kind=kind, at=now, subject=subject, reverses=reverses)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(transaction=row, account=one.account, agency_id=one.agency, amount_vnd=one.amount_vnd)
        for one in postings.checked(entries)
    )
    return {"ledger": {"kind": str(kind), "entries": plain(entries)}}


def plain(entries: Iterable[Entry]) -> list[list[object]]:
    """Entries as plain values: [account, đồng, agency or None]."""
    return [[str(one.account), one.amount_vnd, one.agency] for one in entries]


def balance(account: Account, *, agency_id: int | None = None) -> int:
    """What the account holds now, in đồng, debit positive; of one agency if asked."""
    rows = LedgerEntry.objects.filter(account=account)
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    return int(rows.aggregate(total=Sum("amount_vnd"))["total"] or 0)


def balances() -> dict[Account, int]:
    """What every account holds now; the sum over all of them is zero."""
    found = dict.fromkeys(Account, 0)
    for account, total in LedgerEntry.objects.values_list("account").annotate(total=Sum("amount_vnd")):
        found[Account(account)] = total
    return found
