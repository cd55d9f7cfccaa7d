"""The double-entry journal: its sum is always zero, and it says what a slow reckoning of the same story says."""

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from till import AMOUNT, balanced

from haidang.payments import api as payments
from haidang.payments import postings
from haidang.payments.api import Account
from haidang.payments.models import LedgerEntry, LedgerTransaction
from haidang.payments.postings import Entry, Unbalanced

amounts = st.integers(1, 10**13)
agencies = st.integers(1, 9)
events = st.one_of(
    st.builds(lambda a, g: postings.requested(a, agency=g), amounts, agencies),
    st.builds(lambda a, g: postings.paid(a, agency=g), amounts, agencies),
    st.builds(postings.stray, amounts),
    st.builds(lambda a, g: postings.granted(a, agency=g), amounts, st.none() | agencies),
    st.builds(postings.repaid, amounts),
)


@given(st.lists(events, max_size=30), st.data())
def test_the_sum_is_zero_after_every_event_and_a_reversal_takes_exactly_it_back(story, data):
    books = {}
    for entries in story:
        for one in entries:
            books[one.account, one.agency] = books.get((one.account, one.agency), 0) + one.amount_vnd
        assert sum(books.values()) == 0
    if story:
        taken_back = data.draw(st.sampled_from(story))
        after = [*story, postings.reversal(taken_back)]
        rest = list(story)
        rest.remove(taken_back)
        assert totals(after) == totals(rest)


def totals(story):
    found = {}
    for one in (one for entries in story for one in entries):
        found[one.account, one.agency] = found.get((one.account, one.agency), 0) + one.amount_vnd
    return {key: total for key, total in found.items() if total}


@pytest.mark.parametrize(
    "entries",
    [
        (),
        (Entry(Account.CLEARING, 0), Entry(Account.UNALLOCATED, 0)),
        (Entry(Account.CLEARING, 5), Entry(Account.UNALLOCATED, -4)),
        (Entry(Account.CLEARING, 5),),
    ],
)
def test_what_does_not_balance_is_never_posted(entries):
    with pytest.raises(Unbalanced):
        postings.checked(entries)


class SlowBooks:
    """What the accounts must hold, reckoned from what happened to each payment, without any ledger."""

    def __init__(self):
        self.asked, self.cancelled, self.paid, self.stray = {}, set(), set(), 0
        self.granted, self.granted_stray, self.repaid = 0, 0, 0

    def balances(self):
        waiting = sum(a for r, a in self.asked.items() if r not in self.paid | self.cancelled)
        paid = sum(a for r, a in self.asked.items() if r in self.paid)
        return {
            Account.RECEIVABLE: waiting,
            Account.REVENUE: -(waiting + paid),
            Account.REFUNDED: self.granted,
            Account.CLEARING: paid + self.stray - self.repaid,
            Account.UNALLOCATED: -(self.stray - self.granted_stray),
            Account.REFUND_PAYABLE: -(self.granted + self.granted_stray - self.repaid),
        }


@pytest.mark.parametrize("seed", range(3))
def test_the_ledger_says_what_a_slow_reckoning_says(till, seed):
    import random

    chance, books, open_ = random.Random(seed), SlowBooks(), []
    for _step in range(30):
        what = chance.choice(["ask", "ask", "pay", "cancel", "late", "wrong", "refund"])
        if what == "ask":
            amount = chance.randint(1, 500) * 1_000
            payment = till.request(amount)
            books.asked[payment.reference] = amount
            open_.append(payment)
        elif what == "pay" and open_:
            payment = open_.pop(chance.randrange(len(open_)))
            till.pay(payment)
            books.paid.add(payment.reference)
        elif what == "cancel" and open_:
            payment = open_.pop(chance.randrange(len(open_)))
            till.cancel(payment)
            books.cancelled.add(payment.reference)
        elif what == "late" and books.cancelled:
            till.call(till.body(min(books.cancelled), AMOUNT))
            books.stray += AMOUNT
        elif what == "wrong" and open_:
            till.pay(open_[0], open_[0].amount_vnd + 1_000)
            books.stray += open_[0].amount_vnd + 1_000
        elif what == "refund":
            refund_something(till, books, chance)
        assert payments.balances() == books.balances(), what
    assert balanced()


def refund_something(till, books, chance):
    from haidang.payments.services.refunding import left_of

    rows = [row for row in payments.Transfer.objects.order_by("pk") if left_of(row)]
    if not rows:
        return
    row = chance.choice(rows)
    amount = chance.randint(1, left_of(row))
    refund(till, row, amount)
    if row.standing == payments.Transfer.Standing.MATCHED:
        books.granted += amount
    else:
        books.granted_stray += amount
    books.repaid += amount


def refund(till, transfer, amount):
    world = till.world
    common = {"now": world.now}
    one = world.administrator
    other = world.officer("administrator", world.province, with_descendants=True, username="quan.tri.2")
    id_ = payments.request_refund(
        transfer_id=transfer.pk, amount_vnd=amount, reason="Thừa", actor=one, key=world.key(), **common
    )
    payments.decide_refund(refund_id=id_, is_granted=True, note="", actor=other, key=world.key(), **common)
    assert payments.send_refund(refund_id=id_, now=world.now)


def test_balances_of_an_agency_are_its_own(till):
    ours, theirs = till.request(40_000), till.request(70_000, agency="H06.02")
    till.pay(ours)
    assert payments.balance(Account.REVENUE, agency_id=ours.agency_id) == -40_000
    assert payments.balance(Account.REVENUE, agency_id=theirs.agency_id) == -70_000
    assert payments.balance(Account.RECEIVABLE, agency_id=ours.agency_id) == 0
    assert payments.balance(Account.RECEIVABLE) == 70_000


@pytest.mark.parametrize("table", [LedgerTransaction, LedgerEntry])
def test_the_database_itself_refuses_changes(till, table):
    till.request()
    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.update(**({"kind": "paid"} if table is LedgerTransaction else {"amount_vnd": 1}))
    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.all()._raw_delete("default")


def test_an_entry_that_nobody_told_of_is_found(till):
    payment = till.request()
    row = LedgerTransaction.objects.create(kind="stray", at=till.world.now, subject=payment.stream)
    LedgerEntry.objects.create(transaction=row, account="clearing", amount_vnd=5)
    found = {fault.problem for fault in payments.verify()}
    assert found == {"ledger-unbalanced stray", "ledger-differs stray"}
