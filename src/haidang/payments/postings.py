"""What each event does to the ledger: entries whose sum is zero. Pure functions and values.

Amounts are whole đồng; debit is positive, credit negative. Corrections are reversals, never edits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Account(StrEnum):
    """The accounts of the ledger; revenue and refunds are kept for each agency."""

    RECEIVABLE = "receivable"
    """What payers were asked for and have not paid."""
    REVENUE = "revenue"
    """Fees and charges asked for."""
    REFUNDED = "refunded"
    """Fees and charges given back: what lessens revenue."""
    CLEARING = "clearing"
    """What the gateway says it has taken in and has not paid back."""
    UNALLOCATED = "unallocated"
    """Money that belongs to nothing that was asked for: wrong amount, too late, twice, unknown reference."""
    REFUND_PAYABLE = "refund-payable"
    """What was granted to be paid back and is not yet."""


class Kind(StrEnum):
    """Events that the ledger tells."""

    REQUESTED = "requested"
    CANCELLED = "cancelled"
    PAID = "paid"
    STRAY = "stray"
    """Money came in that nothing that was asked for can take."""
    GRANTED = "refund-granted"
    REPAID = "refund-paid"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a transaction; `agency` is the agency's id, None for accounts of the whole house."""

    account: Account
    amount_vnd: int
    agency: int | None = None


class Unbalanced(ValueError):
    """Entries that do not sum to zero, or hold a line of nothing: a mistake of the program, never of a person."""


def requested(amount_vnd: int, *, agency: int) -> tuple[Entry, ...]:
    """A fee was asked for."""
    return checked((Entry(Account.RECEIVABLE, amount_vnd, agency), Entry(Account.REVENUE, -amount_vnd, agency)))


def paid(amount_vnd: int, *, agency: int) -> tuple[Entry, ...]:
    """Exactly what was asked came in by the gateway."""
    return checked((Entry(Account.CLEARING, amount_vnd), Entry(Account.RECEIVABLE, -amount_vnd, agency)))


def stray(amount_vnd: int) -> tuple[Entry, ...]:
    """Money came in that waits for somebody to say what becomes of it."""
    return checked((Entry(Account.CLEARING, amount_vnd), Entry(Account.UNALLOCATED, -amount_vnd)))


def granted(amount_vnd: int, *, agency: int | None) -> tuple[Entry, ...]:
    """A refund was approved: of a fee of `agency`, or with None of money that was never allocated."""
    taken = Entry(Account.UNALLOCATED, amount_vnd) if agency is None else Entry(Account.REFUNDED, amount_vnd, agency)
    return checked((taken, Entry(Account.REFUND_PAYABLE, -amount_vnd)))


def repaid(amount_vnd: int) -> tuple[Entry, ...]:
    """The gateway has paid a refund back."""
    return checked((Entry(Account.REFUND_PAYABLE, amount_vnd), Entry(Account.CLEARING, -amount_vnd)))


def reversal(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """What takes `entries` back."""
    return checked(tuple(Entry(entry.account, -entry.amount_vnd, entry.agency) for entry in entries))


def checked(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """`entries` themselves; raises Unbalanced unless there are at least two, none of nothing, and they sum to zero."""
    amounts: list[int] = [entry.amount_vnd for entry in entries]
    if len(amounts) < 2 or 0 in amounts or sum(amounts) != 0:
        raise Unbalanced(str(amounts))
    return entries
