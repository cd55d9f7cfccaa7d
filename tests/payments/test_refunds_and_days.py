"""Giving money back by two people, and holding a day against the gateway's statement."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from till import AMOUNT, NAME, balanced

from haidang.payments import api as payments
from haidang.payments.api import Account, Reconciliation, ReconciliationLine, Refund, Transfer
from haidang.payments.services.reconciling import Side, compare, reconcile_yesterday
from haidang.platform.errors import Invalid, NotAllowed

O = ReconciliationLine.Outcome  # noqa: E741


def ask(till, transfer, amount, actor=None):
    actor = actor or till.world.administrator
    common = {"actor": actor, "now": till.world.now, "key": till.world.key()}
    return payments.request_refund(transfer_id=transfer.pk, amount_vnd=amount, reason="Nộp thừa", **common)


def decide(till, refund_id, actor, *, is_granted=True, note=""):
    common = {"actor": actor, "now": till.world.now, "key": till.world.key()}
    payments.decide_refund(refund_id=refund_id, is_granted=is_granted, note=note, **common)


@pytest.fixture
def second(till):
    return till.world.officer("administrator", till.world.province, with_descendants=True, username="quantri2")


@pytest.fixture
def paid(till):
    till.pay(till.request(), number="GD-1")
    return till.transfer(number="GD-1")


def test_a_refund_needs_a_second_person_and_then_the_gateway(till, paid, second):
    refund_id = ask(till, paid, 20_000)
    assert payments.balance(Account.REFUND_PAYABLE) == 0
    with pytest.raises(NotAllowed, match="người thứ hai"):
        decide(till, refund_id, till.world.administrator)
    decide(till, refund_id, second)
    assert payments.balance(Account.REFUND_PAYABLE) == -20_000
    assert payments.send_refund(refund_id=refund_id, now=till.world.now)
    row = Refund.objects.get()
    assert (row.status, row.number) == (Refund.Status.DONE, f"HT-refund:{refund_id}")
    assert payments.balance(Account.REFUND_PAYABLE) == 0
    assert payments.balance(Account.REFUNDED, agency_id=paid.payment.agency_id) == 20_000
    assert payments.balance(Account.CLEARING) == AMOUNT - 20_000
    assert balanced()


def test_all_refunds_together_never_exceed_what_came_in(till, paid, second):
    decide(till, ask(till, paid, 30_000), second)
    with pytest.raises(Invalid, match="20000"):
        ask(till, paid, 20_001)
    rejected = ask(till, paid, 20_000)
    with pytest.raises(Invalid):
        ask(till, paid, 1)
    with pytest.raises(Invalid, match="lý do"):
        decide(till, rejected, second, is_granted=False)
    decide(till, rejected, second, is_granted=False, note="Sai người")
    assert ask(till, paid, 20_000)
    assert balanced()


@pytest.mark.parametrize("amount", [0, -1, AMOUNT + 1])
def test_no_refund_of_nothing_or_of_more(till, paid, amount):
    with pytest.raises(Invalid):
        ask(till, paid, amount)


def test_who_may(till, paid, second):
    world = till.world
    for nobody in (world.citizen, world.officer("reception"), world.officer("leader", "H06.02")):
        with pytest.raises(NotAllowed):
            ask(till, paid, 1, actor=nobody)
    refund_id = ask(till, paid, 1, actor=world.officer("manager"))
    for nobody in (world.officer("manager", username="truong.phong.2"), world.officer("leader", "H06.02")):
        with pytest.raises(NotAllowed):
            decide(till, refund_id, nobody)
    decide(till, refund_id, world.officer("leader"))
    till.call(till.body("HDZZZZZZZZZZ", number="GD-9"))
    with pytest.raises(NotAllowed):
        ask(till, till.transfer(number="GD-9"), 1, actor=world.officer("leader"))


def test_a_refund_is_decided_once(till, paid, second):
    refund_id = ask(till, paid, 1)
    decide(till, refund_id, second)
    with pytest.raises(payments.WrongStatus):
        decide(till, refund_id, second, is_granted=False, note="Thôi")


def test_money_that_nothing_took_goes_back(till, second):
    till.call(till.body("HDZZZZZZZZZZ", number="GD-9"))
    refund_id = ask(till, till.transfer(number="GD-9"), AMOUNT)
    decide(till, refund_id, second)
    assert payments.balance(Account.UNALLOCATED) == 0
    till.gateway.is_down = True
    assert not payments.send_refund(refund_id=refund_id, now=till.world.now)
    assert (Refund.objects.get().tries, Refund.objects.get().problem) == (1, "ConnectTimeout")
    till.gateway.is_down = False
    assert payments.send_refund(refund_id=refund_id, now=till.world.now)
    assert payments.send_refund(refund_id=refund_id, now=till.world.now)
    assert till.gateway.refunds == {f"refund:{refund_id}": ("GD-9", AMOUNT)}
    assert all(total == 0 for total in payments.balances().values())
    assert balanced()


sides = st.dictionaries(st.sampled_from("abcdef"), st.builds(Side, st.integers(-3, 3), st.just("x")))


@given(sides, sides)
def test_comparing_is_what_set_arithmetic_says(ours, theirs):
    found = dict(compare(ours, theirs))
    assert set(found) == set(ours) | set(theirs)
    assert {n for n, o in found.items() if o is O.MISSING_HERE} == set(theirs) - set(ours)
    assert {n for n, o in found.items() if o is O.MISSING_THERE} == set(ours) - set(theirs)
    same = {n for n in set(ours) & set(theirs) if ours[n].amount_vnd == theirs[n].amount_vnd}
    assert {n for n, o in found.items() if o is O.MATCHED} == same


def test_a_day_is_held_against_the_statement_and_repaired_by_asking(till):
    yesterday = till.later(days=-1)
    known, lost, wrong, gone = (till.request(now=yesterday) for _ in range(4))
    for payment, number in ((known, "GD-1"), (wrong, "GD-3"), (gone, "GD-4")):
        till.pay(payment, number=number, now=yesterday)
    till.gateway.lines = [
        till.line(known.reference, AMOUNT, "GD-1"),
        till.line(lost.reference, AMOUNT, "GD-2"),
        till.line(wrong.reference, AMOUNT + 5, "GD-3"),
    ]
    assert reconcile_yesterday(till.world.now) == 3
    assert reconcile_yesterday(till.world.now) == 3
    assert Reconciliation.objects.count() == 1
    lines = {line.number: line for line in ReconciliationLine.objects.all()}
    assert {number: line.outcome for number, line in lines.items()} == {
        "GD-1": O.MATCHED, "GD-2": O.MISSING_HERE, "GD-3": O.DIFFERS, "GD-4": O.MISSING_THERE,
    }  # fmt: skip
    till.gateway.told = [till.told(lost.reference, number="GD-2", at=yesterday)]
    admin = till.world.administrator
    assert payments.repair(line_id=lines["GD-2"].pk, actor=admin, now=till.world.now)
    assert payments.repair(line_id=lines["GD-2"].pk, actor=admin, now=till.world.now)
    assert not payments.repair(line_id=lines["GD-3"].pk, actor=admin, now=till.world.now)
    lost.refresh_from_db()
    assert lost.status == payments.Payment.Status.PAID
    assert ReconciliationLine.objects.exclude(repaired_at=None).count() == 1
    assert till.transfer(number="GD-2").source == Transfer.Source.QUERY
    assert balanced()


def test_who_may_reconcile_and_when(till):
    common = {"gateway_name": NAME, "now": till.world.now, "key": till.world.key()}
    today = till.world.now.date()
    with pytest.raises(NotAllowed):
        payments.reconcile(day=today - timedelta(days=1), actor=till.world.leader, **common)
    with pytest.raises(Invalid, match="ngày đã qua"):
        payments.reconcile(day=today, actor=till.world.administrator, **common)
    till.gateway.is_down = True
    with pytest.raises(payments.GatewayProblem):
        payments.reconcile(day=today - timedelta(days=1), actor=till.world.administrator, **common)
    assert Reconciliation.objects.count() == 0


def test_refunds_stand_in_the_statement_with_a_minus(till, second):
    yesterday = till.later(days=-1)
    payment = till.request(now=yesterday)
    till.pay(payment, number="GD-1", now=yesterday)
    refund_id = ask(till, till.transfer(), 20_000)
    decide(till, refund_id, second)
    payments.send_refund(refund_id=refund_id, now=yesterday)
    till.gateway.lines = [
        till.line(payment.reference, AMOUNT, "GD-1"),
        till.line(payment.reference, -20_000, f"HT-refund:{refund_id}"),
    ]
    assert reconcile_yesterday(till.world.now) == 0
