"""A fee paid online: offered with the request, noted once by the house itself, ended with the request."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import FeeReceipt, Money, PaperKind, State
from haidang.dossiers.replay.compare import differences
from haidang.payments import api as payments
from haidang.payments.ports import Told
from haidang.payments.services.taking_in import take_in
from haidang.platform import journal
from haidang.platform.errors import Invalid, NotAllowed
from world import DEPARTMENT, FEE_VND, FREE, PAY_PAUSES

P = payments.Payment


def asked(world, procedure=PAY_PAUSES):
    """A dossier whose fee was asked for; returns its code."""
    code = world.bring(State.PROCESSING, procedure)
    world.act("request_payment", code)
    return code


def payment(world, code):
    found = dossiers.online_payment(world.citizen, code, now=world.now)
    return P.objects.get(reference=found.payment.reference) if found else None


def pay(world, row, amount=None, number="GD-1", now=None):
    """The money comes in and the subject's room is told, as after a gateway's call."""
    now = now or world.now
    told = Told("cong", number, row.reference, amount or row.amount_vnd, now)
    taken = take_in(told, source=payments.Transfer.Source.NOTICE, now=now)
    payments.apply_all(now)
    return taken


def is_whole(world, code):
    dossier = world.dossier(code)
    return differences(dossier, journal.lines(dossier.stream)) == [] and payments.verify() == []


def test_paying_online_is_recorded_by_the_house_and_the_clock_goes_on(world):
    code = asked(world)
    row = payment(world, code)
    assert (row.amount_vnd, row.payer, row.agency.code) == (FEE_VND, world.citizen, DEPARTMENT)
    assert (world.dossier(code).state, world.dossier(code).is_paused) == (State.PAYMENT, True)
    later = world.now + timedelta(hours=1)
    pay(world, row, now=later)
    dossier = world.dossier(code)
    assert (dossier.state, dossier.is_paused, dossier.money) == (State.PROCESSING, False, Money.PAID)
    receipt = dossier.fee_receipts.get()
    assert (receipt.method, receipt.reference, receipt.amount_vnd) == (FeeReceipt.Method.ONLINE, row.reference, FEE_VND)
    assert receipt.collected_by.username == "he-thong"
    row.refresh_from_db()
    assert row.applied == P.Applied.DONE
    payments.apply_all(later)
    assert world.dossier(code).version == dossier.version
    assert is_whole(world, code)


def test_nothing_is_offered_for_a_dossier_without_a_fee(world):
    code = world.bring(State.PROCESSING, FREE)
    assert payment(world, code) is None
    assert P.objects.count() == 0


@pytest.mark.parametrize(
    ("command", "values"),
    [("record_payment", {}), ("waive_fee", {}), ("retract_fee", {}), ("stop", {}), ("withdraw", {})],
)
def test_a_request_that_ends_otherwise_takes_the_offer_back_and_late_money_is_kept(world, command, values):
    code = asked(world)
    row = payment(world, code)
    world.act(command, code, **values)
    row.refresh_from_db()
    assert row.status == P.Status.CANCELLED
    before = world.dossier(code).version
    pay(world, row)
    assert payments.Transfer.objects.get().standing == payments.Transfer.Standing.TOO_LATE
    assert world.dossier(code).version == before
    assert payments.balance(payments.Account.RECEIVABLE) == 0
    assert is_whole(world, code)


def test_a_dossier_that_ends_between_the_money_and_its_note_refuses_it_and_says_why(world):
    code = asked(world)
    row = payment(world, code)
    told = Told("cong", "GD-1", row.reference, row.amount_vnd, world.now)
    take_in(told, source=payments.Transfer.Source.NOTICE, now=world.now)
    world.act("withdraw", code)
    payments.apply_all(world.now)
    row.refresh_from_db()
    assert (row.status, row.applied) == (P.Status.PAID, P.Applied.REFUSED)
    assert row.apply_problem.startswith("Không thể")
    assert world.dossier(code).fee_receipts.count() == 0
    assert dossiers.view(world.citizen, code, now=world.now).fees.online.problem == row.apply_problem
    assert is_whole(world, code)


def test_a_cancelled_receipt_opens_a_new_payment_under_a_new_reference(world):
    code = asked(world)
    first = payment(world, code)
    pay(world, first)
    world.act("cancel_receipt", code, is_refund=False, reason="Sai tên")
    second = payment(world, code)
    assert second.reference != first.reference
    assert second.status == P.Status.WAITING
    pay(world, second, number="GD-2")
    assert world.dossier(code).money == Money.PAID
    assert is_whole(world, code)


def test_no_person_records_money_as_paid_online(world):
    code = asked(world)
    with pytest.raises(Invalid):
        world.act("record_payment", code, method="online")
    with pytest.raises(NotAllowed):
        world.act("record_payment", code, actor=world.citizen)


def test_the_receipt_is_a_paper_under_its_number_that_anybody_can_check(world):
    code = asked(world)
    pay(world, payment(world, code))
    view = dossiers.view(world.citizen, code, now=world.now)
    (row,) = [paper for paper in view.papers if paper.kind is PaperKind.FEE_RECEIPT]
    receipt = world.dossier(code).fee_receipts.get()
    assert row.number == f"{receipt.number}/{receipt.series}/BL"
    paper = dossiers.paper_for(world.citizen, code, row.id, now=world.now)
    words = str(paper.sheet)
    assert "Năm mươi nghìn đồng" in words
    assert "Thanh toán trực tuyến" in words
    assert receipt.reference in words
    pdf = dossiers.draw_paper(paper.sheet)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 1
    verify = world.dossier(code).papers.get(kind="fee_receipt").verify_code
    assert dossiers.verify_paper(verify, now=world.now).cancelled_at is None
    world.act("cancel_receipt", code)
    assert dossiers.verify_paper(verify, now=world.now).cancelled_at == world.now
    assert dossiers.view(world.citizen, code, now=world.now).papers[-1].cancelled_at == world.now


def test_money_taken_in_at_the_counter_has_its_paper_too(world):
    code = world.bring(State.PROCESSING)
    world.act("collect_fee", code)
    view = dossiers.view(world.citizen, code, now=world.now)
    paper = dossiers.paper_for(world.citizen, code, view.papers[-1].id, now=world.now)
    assert "NGƯỜI THU TIỀN" in str(paper.sheet)
    assert "Tiền mặt" in str(paper.sheet)
    assert P.objects.count() == 0
    assert is_whole(world, code)


def test_share_of_dossiers_paid_online(world):
    online, by_hand, waiting = asked(world), asked(world), asked(world)
    pay(world, payment(world, online))
    world.act("record_payment", by_hand)
    world.bring(State.PROCESSING, FREE)
    assert waiting
    since, until = world.now - timedelta(days=1), world.now + timedelta(days=1)
    found = dossiers.online_share(since=since, until=until, as_of=world.now)
    assert (found.numerator, found.denominator) == (1, 3)
    assert (found.procedures_paid_online, found.procedures_with_fee) == (1, 1)
    none = dossiers.online_share(since=until, until=until + timedelta(days=1), as_of=world.now)
    assert (none.numerator, none.denominator, none.percent) == (0, 0, None)
