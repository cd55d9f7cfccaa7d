"""Calls of a gateway: each kind of trouble ends in a row that can be looked at, and the ledger changes once."""

import pytest
from django.db import DatabaseError, transaction
from till import AMOUNT, KEY, NAME, balanced

from haidang.payments import api as payments
from haidang.payments import signing
from haidang.payments.api import Account, Notice, Payment, Transfer

V, S = Notice.Verdict, Transfer.Standing


def entries():
    return payments.LedgerTransaction.objects.count()


def test_a_good_call_pays(till):
    payment = till.request()
    assert till.pay(payment) is V.TAKEN
    payment.refresh_from_db()
    assert (payment.status, payment.ask_at) == (Payment.Status.PAID, None)
    assert payments.balance(Account.CLEARING) == AMOUNT
    assert payments.balance(Account.RECEIVABLE) == 0
    notice = Notice.objects.get()
    assert (notice.transfer.payment, notice.told, notice.amount_vnd) == (payment, payment.reference, AMOUNT)
    assert balanced()


def test_a_call_sent_again_changes_nothing(till):
    payment = till.request()
    body = till.body(payment.reference)
    assert till.call(body) is V.TAKEN
    before = entries()
    assert [till.call(body) for _ in range(3)] == [V.DUPLICATE] * 3
    # The gateway signs a repetition anew, some minutes later.
    assert till.call(body, now=till.later(minutes=20)) is V.DUPLICATE
    assert (entries(), Transfer.objects.count(), Notice.objects.count()) == (before, 1, 5)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_call_replayed_is_kept_and_the_gateway_is_asked_instead(till, minutes):
    payment = till.request()
    body = till.body(payment.reference)
    assert till.call(body, signed_at=till.later(minutes=minutes)) is V.STALE
    payment.refresh_from_db()
    assert (payment.status, payment.ask_at) == (Payment.Status.WAITING, till.world.now)
    # The old call spoke the truth: the gateway confirms it. Had it not, nothing would have happened.
    till.gateway.told = [till.told(payment.reference)]
    assert payments.ask_due(till.world.now) == 1
    payment.refresh_from_db()
    assert payment.status == Payment.Status.PAID
    assert till.transfer().source == Transfer.Source.QUERY
    assert balanced()


def test_calls_within_the_window_are_good(till):
    assert till.call(till.body(till.request().reference), signed_at=till.later(minutes=-4)) is V.TAKEN


def forgeries(till, body):
    good = signing.sign(body, key=KEY, at=till.world.now)
    yield ""
    yield "x"
    yield good.replace("v1=", "v1=0")
    yield signing.sign(body, key=b"another key", at=till.world.now)
    yield signing.sign(body + b" ", key=KEY, at=till.world.now)
    yield "t=1,v1=" + good[-64:]
    yield good.upper()
    yield "t=999999999999999999999,v1=" + good[-64:]
    yield good + "\n"


def test_a_forged_call_is_kept_and_does_nothing(till):
    payment = till.request()
    body = till.body(payment.reference)
    before = entries()
    verdicts = [till.call(body, signature=signature) for signature in forgeries(till, body)]
    assert set(verdicts) == {V.FORGED}
    payment.refresh_from_db()
    assert (payment.status, entries(), Transfer.objects.count()) == (Payment.Status.WAITING, before, 0)
    assert {(row.told, row.verdict) for row in Notice.objects.all()} == {(payment.reference, V.FORGED)}
    # A forged call does not even make us ask: it must not be able to make us work.
    assert payment.ask_at == till.later(minutes=10)


def test_signed_bytes_are_exact(till):
    body = till.body(till.request().reference)
    assert signing.check(body, signing.sign(body, key=KEY, at=till.world.now), key=KEY, now=till.world.now) == "good"
    for at in range(0, len(body), 7):
        changed = body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]
        signature = signing.sign(body, key=KEY, at=till.world.now)
        assert signing.check(changed, signature, key=KEY, now=till.world.now) == "forged"


@pytest.mark.parametrize("difference", [-1, 1, 10_000])
def test_a_wrong_amount_pays_nothing_and_waits_for_an_operator(till, difference):
    payment = till.request()
    assert till.pay(payment, AMOUNT + difference) is V.STRAY
    payment.refresh_from_db()
    assert payment.status == Payment.Status.WAITING
    assert till.transfer().standing == S.WRONG_AMOUNT
    assert till.transfer().payment == payment
    assert payments.balance(Account.UNALLOCATED) == -(AMOUNT + difference)
    # The right amount still pays.
    assert till.pay(payment) is V.TAKEN
    assert balanced()


def test_money_under_a_reference_that_nobody_gave_out_is_kept(till):
    assert till.call(till.body("HDZZZZZZZZZZ")) is V.STRAY
    assert till.call(till.body("tien hoc phi thang 11")) is V.STRAY
    assert {row.standing for row in Transfer.objects.all()} == {S.UNKNOWN}
    assert payments.balance(Account.UNALLOCATED) == -2 * AMOUNT
    assert balanced()


def test_a_reference_among_other_words_of_a_bank_is_found(till):
    payment = till.request()
    told = f"CT DEN:0123 {payment.reference.lower()} nop phi"
    assert till.call(till.body(told)) is V.TAKEN


def test_money_that_comes_after_the_request_was_taken_back(till):
    payment = till.request()
    assert till.cancel(payment)
    assert till.pay(payment) is V.STRAY
    payment.refresh_from_db()
    assert (payment.status, till.transfer().standing) == (Payment.Status.CANCELLED, S.TOO_LATE)
    assert payments.balance(Account.RECEIVABLE) == 0
    assert balanced()


def test_money_that_comes_a_second_time(till):
    payment = till.request()
    assert till.pay(payment, number="GD-1") is V.TAKEN
    assert till.pay(payment, number="GD-2") is V.STRAY
    assert till.transfer(number="GD-2").standing == S.TWICE
    assert payments.balance(Account.UNALLOCATED) == -AMOUNT
    assert balanced()


def test_calls_out_of_order(till):
    payment = till.request()
    pending = till.body(payment.reference, number="GD-1", status="01")
    failed = till.body(payment.reference, number="GD-0", status="02")
    done = till.body(payment.reference, number="GD-1")
    assert [till.call(body) for body in (done, pending, failed, done)] == [V.TAKEN, V.OTHER, V.OTHER, V.DUPLICATE]
    payment.refresh_from_db()
    assert payment.status == Payment.Status.PAID
    assert Notice.objects.filter(verdict=V.OTHER).count() == 2
    assert balanced()


def test_a_number_told_again_with_another_amount_is_a_conflict_and_the_gateway_is_asked(till):
    payment = till.request()
    assert till.pay(payment, AMOUNT - 1, number="GD-1") is V.STRAY
    assert till.pay(payment, AMOUNT, number="GD-1") is V.CONFLICT
    payment.refresh_from_db()
    assert (payment.status, payment.ask_at) == (Payment.Status.WAITING, till.world.now)
    assert Transfer.objects.count() == 1
    assert balanced()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"null",
        b'{"TrangThai":"00"}',
        b'{"TrangThai":"00","MaThamChieu":"A","MaGiaoDich":"B","SoTien":"5","ThoiGianGD":"20241104090000"}',
        b'{"TrangThai":"00","MaThamChieu":"A","MaGiaoDich":"B","SoTien":-5,"ThoiGianGD":"20241104090000"}',
        b'{"TrangThai":"00","MaThamChieu":"A","MaGiaoDich":"B","SoTien":5.5,"ThoiGianGD":"20241104090000"}',
        b'{"TrangThai":"00","MaThamChieu":"A","MaGiaoDich":"B","SoTien":true,"ThoiGianGD":"20241104090000"}',
        b'{"TrangThai":"00","MaThamChieu":"A\\u0000","MaGiaoDich":"B","SoTien":5,"ThoiGianGD":"20241104090000"}',
        b'{"TrangThai":"00","MaThamChieu":"A","MaGiaoDich":"B","SoTien":5,"ThoiGianGD":"20241304090000"}',
        b'{"TrangThai":"00","MaThamChieu":"A","MaGiaoDich":"B","SoTien":99999999999999999999,"ThoiGianGD":"2"}',
        b"[" * 100_000,
    ],
)
def test_a_signed_call_that_cannot_be_read_is_kept(till, body):
    assert till.call(body) is V.MALFORMED
    assert Notice.objects.get().size == len(body)
    assert Transfer.objects.count() == 0


def test_an_unsigned_flood_is_kept_in_part_with_its_size(till):
    assert till.call(b"x" * 100_000, signature="") is V.FORGED
    row = Notice.objects.get()
    assert (row.size, len(row.body)) == (100_000, 8 * 1024)


def test_a_lost_call_is_found_by_asking(till):
    payment = till.request()
    till.gateway.told = [till.told(payment.reference)]
    assert payments.ask_due(till.later(minutes=9)) == 0
    assert payments.ask_due(till.later(minutes=11)) == 1
    payment.refresh_from_db()
    assert payment.status == Payment.Status.PAID
    # The late call changes nothing.
    body = till.body(payment.reference, number="GD-HOI")
    assert till.call(body, now=till.later(hours=2)) is V.DUPLICATE
    assert balanced()


def test_questions_grow_rarer_and_end(till):
    payment, now = till.request(), till.world.now
    for _day in range(24 * 40):
        now += till.later(hours=1) - till.world.now
        payments.ask_due(now)
    assert len(till.gateway.asked) == 20
    payment.refresh_from_db()
    assert payment.ask_at is None


def test_a_gateway_that_is_down_is_an_error_of_the_job_and_loses_nothing(till):
    payment = till.request()
    till.gateway.is_down = True
    with pytest.raises(payments.GatewayProblem):
        payments.ask_due(till.later(minutes=11))
    payment.refresh_from_db()
    assert payment.ask_at == till.later(minutes=10)


def test_an_unknown_gateway_is_refused(till):
    with pytest.raises(payments.NotFound):
        payments.receive(gateway_name="ai-do", body=b"", signature="", now=till.world.now)


def test_rows_of_calls_cannot_be_changed(till):
    till.pay(till.request())
    with pytest.raises(DatabaseError), transaction.atomic():
        Notice.objects.update(verdict=V.FORGED)


def test_the_room_of_the_subject_is_told_once_and_its_refusal_is_kept(till):
    from haidang.platform.errors import Refused

    told = []
    payments.fill_note("thu", lambda settled, now: told.append((settled.subject, settled.amount_vnd)))
    payment = till.request()
    body = till.body(payment.reference)
    till.call(body)
    till.call(body)
    payment.refresh_from_db()
    assert (told, payment.applied) == ([(payment.subject, AMOUNT)], Payment.Applied.DONE)

    def refuse(settled, now):
        raise Refused("Hồ sơ đã kết thúc")

    payments.fill_note("thu", refuse)
    other = till.request()
    assert till.pay(other) is V.TAKEN
    other.refresh_from_db()
    assert (other.applied, other.apply_problem) == (Payment.Applied.REFUSED, "Hồ sơ đã kết thúc")
    assert payments.balance(Account.CLEARING) == 2 * AMOUNT
    assert balanced()


def test_the_room_of_the_subject_breaks_down_and_is_told_later(till, caplog):
    def broken(settled, now):
        raise RuntimeError("no")

    payments.fill_note("thu", broken)
    payment = till.request()
    assert till.pay(payment) is V.TAKEN
    payment.refresh_from_db()
    assert (payment.status, payment.applied) == (Payment.Status.PAID, Payment.Applied.TO_DO)
    payments.fill_note("thu", lambda settled, now: None)
    assert payments.apply_all(till.world.now) == 1
    payment.refresh_from_db()
    assert payment.applied == Payment.Applied.DONE


def test_names_of_the_gateway():
    assert NAME not in {gateway.name for gateway in payments.gateways()}
