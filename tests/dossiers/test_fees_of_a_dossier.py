"""Fees through the commands: asked, paid, waived, taken back; the clock; receipt numbers; nothing for free dossiers."""

from datetime import date, timedelta

import pytest
from django.db import connection

from haidang.dossiers import api as dossiers
from haidang.dossiers import money
from haidang.dossiers.api import Command, Entered, FeeChoice, Money, Risk, State, Task
from haidang.dossiers.fees import MONEY_ACTS
from haidang.dossiers.kernel import Order, perform
from haidang.dossiers.ledger import pause as stop_clock
from haidang.dossiers.replay.compare import differences
from haidang.platform import journal
from world import (
    COPY_FEE_VND,
    DEPARTMENT,
    FEE_VND,
    FREE,
    OTHER_CASE,
    OTHER_DEPARTMENT,
    PAUSE,
    PAY_PAUSES,
    moment,
)

LATER = moment("2024-11-06T10:00")


def sheet(world, code):
    return dossiers.view(world.citizen, code, now=world.now).fees


def last_line(world, code, user=None):
    return dossiers.view(user or world.citizen, code, now=world.now).timeline[-1]


def agrees(world, code):
    """The stored rows are those that the journal tells."""
    dossier = world.dossier(code)
    return differences(dossier, journal.lines(dossier.stream)) == []


# The clock


def test_the_clock_runs_on_while_a_fee_is_not_paid(world):
    code = world.bring(State.PROCESSING)
    due = world.dossier(code).due_at
    world.act("request_payment", code, now=LATER)
    dossier = world.dossier(code)
    assert (dossier.state, dossier.is_paused, dossier.due_at, dossier.clock.count()) == (State.PAYMENT, False, due, 1)
    after_due = due + timedelta(days=1)
    view = dossiers.view(world.citizen, code, now=after_due)
    assert (view.risk, view.promise.is_paused, view.promise.holder) == (Risk.LATE, False, "Người nộp hồ sơ")
    world.act("record_payment", code, now=after_due)
    assert (world.dossier(code).state, world.dossier(code).due_at) == (State.PROCESSING, due)
    assert agrees(world, code)


def test_the_clock_stands_still_where_the_procedure_says_so(world):
    code = world.bring(State.PROCESSING, PAY_PAUSES)
    due = world.dossier(code).due_at
    world.act("request_payment", code, now=LATER)
    dossier = world.dossier(code)
    assert (dossier.state, dossier.is_paused, dossier.due_at) == (State.PAYMENT, True, None)
    view = dossiers.view(world.citizen, code, now=due + timedelta(days=30))
    assert view.risk is Risk.PAUSED
    assert view.promise.pause_reason.endswith("Điều 9 Nghị định thử nghiệm")
    world.act("record_payment", code, now=moment("2024-11-08T10:00"))
    dossier = world.dossier(code)
    assert (dossier.state, dossier.is_paused, dossier.due_at) == (State.PROCESSING, False, moment("2024-11-13T17:00"))
    assert agrees(world, code)


@pytest.mark.parametrize("command", ["waive_fee", "retract_fee"])
@pytest.mark.parametrize("procedure", [PAUSE, PAY_PAUSES])
def test_other_ways_out_of_state_6_let_the_clock_run_too(world, command, procedure):
    code = world.bring(State.PAYMENT, procedure)
    world.act(command, code, now=LATER)
    dossier = world.dossier(code)
    assert (dossier.state, dossier.is_paused) == (State.PROCESSING, False)
    assert dossier.due_at is not None
    assert agrees(world, code)


def test_nobody_pauses_for_a_fee_by_hand_nor_resumes_out_of_state_6(world):
    code = world.bring(State.PROCESSING)
    with pytest.raises(dossiers.Invalid, match="chỉ tạm dừng thời hạn khi thủ tục quy định"):
        world.act("pause", code, ground="payment")
    asked = world.bring(State.PAYMENT, PAY_PAUSES)
    with pytest.raises(dossiers.WrongState):
        world.act("resume", asked)


def test_a_dossier_keeps_the_rule_under_which_it_was_filed(world):
    before = world.bring(State.PROCESSING, PAY_PAUSES)
    version = world.procedures.published(PAY_PAUSES, on=world.now.date())
    rules = world.procedures.FeeRules(decision="NQ 2", reason="Bỏ thu", fees=())
    world.procedures.publish_fee_rules(
        code=PAY_PAUSES, rules=rules, actor=world.administrator, expected_number=version.number,
        now=world.now, key=world.key(),
    )  # fmt: skip
    assert [tariff.key for tariff in sheet(world, before).tariffs] == ["le-phi", "ban-sao"]
    world.act("request_payment", before)
    assert world.dossier(before).is_paused
    after = world.bring(State.PROCESSING, PAY_PAUSES)
    assert not sheet(world, after).is_shown
    with pytest.raises(dossiers.WrongState):
        world.act("request_payment", after, choice=FeeChoice())


# What is asked


def test_a_request_states_its_lines_exemptions_and_sum(world):
    code = world.bring(State.PROCESSING, PAY_PAUSES)
    choice = FeeChoice(quantities={"ban-sao": 3}, claimed=["truc-tuyen"], evidence="Hồ sơ nộp trực tuyến")
    world.act("request_payment", code, choice=choice, note="Nộp tại quầy", due_on=date(2024, 11, 8))
    fees = sheet(world, code)
    assert (fees.money, fees.due_vnd, fees.paid_vnd) == (Money.REQUESTED, FEE_VND // 2 + 3 * COPY_FEE_VND, 0)
    (request,) = fees.requests
    assert [(line["key"], line["quantity"], line["percent"], line["total_vnd"]) for line in request.lines] == [
        ("le-phi", 1, 50, FEE_VND // 2),
        ("ban-sao", 3, 0, 3 * COPY_FEE_VND),
    ]
    assert [item["ground"] for item in request.exemptions] == ["Điều 5 Nghị quyết thử nghiệm"]
    assert (request.evidence, request.note, request.due_on) == (
        "Hồ sơ nộp trực tuyến", "Nộp tại quầy", date(2024, 11, 8),
    )  # fmt: skip
    line = last_line(world, code)
    assert line.title == "Yêu cầu nộp 49.000 đồng"
    assert "Phí bản sao: 24.000 đồng" in line.detail
    assert agrees(world, code)


def test_what_shows_an_exemption_is_encrypted_and_the_journal_keeps_it_closed(world):
    code = world.bring(State.PAYMENT)
    world.act("waive_fee", code, evidence="Giấy xác nhận khuyết tật số 12")
    (request,) = sheet(world, code).requests
    assert request.evidence == "Giấy xác nhận khuyết tật số 12"
    with connection.cursor() as cursor:
        cursor.execute("SELECT evidence FROM dossiers_feerequest")
        stored = bytes(cursor.fetchone()[0])
    line = journal.lines(world.dossier(code).stream)[-1]
    for place in (stored, line.payload.encode()):
        assert "khuyết tật".encode() not in place
    assert money.unsealed(journal.data(line)["fee"]["evidence"]) == "Giấy xác nhận khuyết tật số 12"
    words = " ".join(f"{item.title} {item.detail}" for item in dossiers.view(world.citizen, code, now=LATER).timeline)
    assert "khuyết tật" not in words


REFUSED = {
    "copies without their number": (FeeChoice(), "số lượng"),
    "nothing chosen": (FeeChoice(quantities={"le-phi": 0, "ban-sao": 0}), "ít nhất một khoản"),
    "an unknown fee": (FeeChoice(quantities={"khac": 1}), "không phải nộp khoản"),
    "an unknown exemption": (FeeChoice(claimed=["khac"]), "không có trường hợp"),
    "an exemption without papers": (FeeChoice(quantities={"ban-sao": 0}, claimed=["truc-tuyen"]), "chứng minh"),
    "nothing left": (FeeChoice(quantities={"ban-sao": 0}, claimed=["ngheo"], evidence="Giấy"), "miễn phí"),
    "another amount": (FeeChoice(entered={"le-phi": Entered(1, "x")}), "mức thu theo quy định"),
    "the fee of another case": (FeeChoice(entered={"tham-dinh": Entered(1, "x")}), "không phải nộp khoản"),
    "too many copies": (FeeChoice(quantities={"ban-sao": 100_001}), "Số lượng"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_asked_is_said_in_words(world, name):
    choice, words = REFUSED[name]
    code = world.bring(State.PROCESSING, PAY_PAUSES)
    with pytest.raises(dossiers.Invalid, match=words):
        world.act("request_payment", code, choice=choice)
    assert (world.dossier(code).state, world.dossier(code).fee_requests.count()) == (State.PROCESSING, 0)


def test_an_amount_that_no_rule_gives_needs_its_reason(world):
    code = world.bring(State.PROCESSING, PAY_PAUSES, case_key=OTHER_CASE, documents=[])
    without = {"le-phi": 0, "ban-sao": 0}
    for entered in ({}, {"tham-dinh": Entered(17_500_000_000, "  ")}):
        with pytest.raises(dossiers.Invalid, match="Phí thẩm định"):
            world.act("request_payment", code, choice=FeeChoice(quantities=without, entered=entered))
    entered = {"tham-dinh": Entered(17_500_000_000, "0,1 % tổng vốn đầu tư")}
    world.act("request_payment", code, choice=FeeChoice(quantities=without, entered=entered))
    world.act("record_payment", code, amount_vnd=17_500_000_000, method="transfer")
    assert sheet(world, code).paid_vnd == 17_500_000_000
    assert agrees(world, code)


def test_the_day_of_payment_does_not_lie_in_the_past(world):
    with pytest.raises(dossiers.Invalid) as refusal:
        world.act("request_payment", world.bring(State.PROCESSING), due_on=date(2024, 11, 3))
    assert refusal.value.field == "due_on"


def test_one_request_at_a_time(world):
    code = world.bring(State.PAYMENT)
    with pytest.raises(dossiers.WrongState):
        world.act("collect_fee", code)
    world.act("record_payment", code)
    world.act("request_payment", code)
    assert [request.status for request in sheet(world, code).requests] == ["paid", "requested"]


# What is paid


@pytest.mark.parametrize(("amount", "words"), [(FEE_VND + 1, "nhiều hơn"), (FEE_VND - 1, "chưa đủ"), (0, "chưa đủ")])
@pytest.mark.parametrize("command", ["record_payment", "collect_fee"])
def test_exactly_what_is_owed_is_taken_in(world, amount, words, command):
    code = world.bring(State.PAYMENT if command == "record_payment" else State.NEW)
    with pytest.raises(dossiers.Invalid, match=words) as refusal:
        world.act(command, code, amount_vnd=amount)
    assert "50.000 đồng" in str(refusal.value)
    assert refusal.value.field == "amount_vnd"
    assert sheet(world, code).receipts == []


@pytest.mark.parametrize("values", [{"method": "gold"}, {"reference": "x" * 61}])
def test_a_payment_has_a_known_form(world, values):
    with pytest.raises(dossiers.Invalid):
        world.act("record_payment", world.bring(State.PAYMENT), **values)


@pytest.mark.parametrize("state", [State.NEW, State.RECEIVED, State.PROCESSING, State.DONE])
def test_a_fee_taken_in_at_the_counter_leaves_the_state_of_business(world, state):
    code = world.bring(state)
    due = world.dossier(code).due_at
    world.act("collect_fee", code, method="transfer", reference="FT24309")
    dossier = world.dossier(code)
    assert (dossier.state, dossier.money, dossier.due_at) == (state, Money.PAID, due)
    (receipt,) = sheet(world, code).receipts
    assert (receipt.code, receipt.amount_vnd, receipt.reference) == ("0000001/2024", FEE_VND, "FT24309")
    assert last_line(world, code).title == "Đã nộp 50.000 đồng"
    assert agrees(world, code)


def test_the_same_payment_sent_twice_is_one_receipt(world):
    code = world.bring(State.PAYMENT)
    first, again = (world.act("record_payment", code, key="one-payment-1") for _time in range(2))
    assert (first.version, again.version, again.replayed) == (first.version, first.version, True)
    assert len(sheet(world, code).receipts) == 1


def test_numbers_run_by_agency_and_year_without_gaps(world):
    def paid(agency=DEPARTMENT, now=None, **filing):
        code = world.submit(agency=agency, now=now, **filing).code
        world.act("collect_fee", code, now=now, actor=filing.get("actor"))
        receipt = world.dossier(code).fee_receipts.get()
        return receipt.agency.code, receipt.code

    next_year = moment("2025-01-02T09:00")
    there = world.officer("reception", OTHER_DEPARTMENT)
    elsewhere = {"channel": "direct", "intake_agency_id": world.agency(OTHER_DEPARTMENT).id, "actor": there}
    assert [
        paid(), paid(), paid(OTHER_DEPARTMENT), paid(**elsewhere), paid(now=next_year), paid(now=next_year), paid(),
    ] == [
        (DEPARTMENT, "0000001/2024"), (DEPARTMENT, "0000002/2024"), (OTHER_DEPARTMENT, "0000001/2024"),
        (OTHER_DEPARTMENT, "0000002/2024"), (DEPARTMENT, "0000001/2025"), (DEPARTMENT, "0000002/2025"),
        (DEPARTMENT, "0000003/2024"),
    ]  # fmt: skip


def test_a_refused_payment_uses_up_no_number(world):
    one, other = world.bring(State.PAYMENT), world.bring(State.PAYMENT)
    with pytest.raises(dossiers.Conflict):
        world.act("record_payment", one, expected_version=1)
    with pytest.raises(dossiers.Invalid):
        world.act("record_payment", one, amount_vnd=1)
    world.act("record_payment", other)
    assert sheet(world, other).receipts[0].number == 1


# Receipts cancelled


def test_a_cancelled_receipt_keeps_its_number_and_the_fee_is_owed_again(world):
    code = world.bring(State.PAYMENT)
    world.act("record_payment", code)
    world.act("cancel_receipt", code, is_refund=False, reason="Ghi nhầm hình thức")
    fees = sheet(world, code)
    assert (fees.money, fees.due_vnd, fees.paid_vnd) == (Money.REQUESTED, FEE_VND, 0)
    assert (fees.receipts[0].code, fees.receipts[0].cancel_reason) == ("0000001/2024", "Ghi nhầm hình thức")
    assert world.dossier(code).state == State.PROCESSING
    assert "Nộp phí" in dossiers.view(world.citizen, code, now=world.now).promise.citizen_must_do
    world.act("record_payment", code, method="transfer")
    fees = sheet(world, code)
    assert (fees.money, [receipt.code for receipt in fees.standing]) == (Money.PAID, ["0000002/2024"])
    assert agrees(world, code)


def test_money_given_back_is_owed_no_more(world):
    code = world.bring(State.DONE)
    world.act("collect_fee", code)
    world.act("return_result", code)
    world.act("cancel_receipt", code, is_refund=True)
    fees = sheet(world, code)
    assert (fees.money, fees.due_vnd, fees.requests[0].status) == (Money.NONE, 0, "cancelled")
    assert agrees(world, code)


def test_an_ended_dossier_only_gives_money_back(world):
    code = world.bring(State.NEW)
    world.act("collect_fee", code)
    world.act("reject", code)
    with pytest.raises(dossiers.WrongState, match="hoàn trả"):
        world.act("cancel_receipt", code, is_refund=False)
    world.act("cancel_receipt", code, is_refund=True)
    assert world.dossier(code).money == Money.NONE


def test_no_second_debt_beside_an_open_one(world):
    code = world.bring(State.PAYMENT)
    world.act("record_payment", code)
    world.act("request_payment", code)
    with pytest.raises(dossiers.WrongState, match="chờ nộp"):
        world.act("cancel_receipt", code, is_refund=False)
    world.act("cancel_receipt", code, is_refund=True)
    assert (world.dossier(code).state, world.dossier(code).money) == (State.PAYMENT, Money.REQUESTED)
    assert agrees(world, code)


def test_a_receipt_is_cancelled_once_with_a_reason_and_only_on_its_dossier(world):
    one, other = world.bring(State.PAYMENT), world.bring(State.PAYMENT)
    world.act("record_payment", one)
    world.act("record_payment", other)
    with pytest.raises(dossiers.Invalid, match="lý do"):
        world.act("cancel_receipt", one, reason=" ")
    with pytest.raises(dossiers.Invalid, match="Không có phiếu thu này"):
        world.act("cancel_receipt", one, receipt_id=world.receipt_id(other))
    world.act("cancel_receipt", one)
    with pytest.raises(dossiers.WrongState):
        world.act("cancel_receipt", one)


# Exemptions, ends, free dossiers


def test_an_exemption_by_the_published_rule(world):
    code = world.bring(State.NEW, PAY_PAUSES)
    with pytest.raises(dossiers.Invalid, match="giảm một phần"):
        world.act("waive_fee", code, exemption="truc-tuyen")
    with pytest.raises(dossiers.Invalid, match="không có trường hợp"):
        world.act("waive_fee", code, exemption="khac")
    world.act("waive_fee", code, exemption="ngheo", ground="")
    (request,) = sheet(world, code).requests
    assert (request.status, request.total_vnd, request.lines) == ("waived", 0, [])
    assert request.exemptions[0]["ground"] == "Điều 4 Nghị quyết thử nghiệm"
    assert last_line(world, code).detail == "Hộ nghèo (Điều 4 Nghị quyết thử nghiệm)"
    assert agrees(world, code)


@pytest.mark.parametrize(("values", "field"), [({"ground": " "}, "ground"), ({"evidence": " "}, "evidence")])
def test_an_exemption_has_its_ground_and_its_papers(world, values, field):
    with pytest.raises(dossiers.Invalid) as refusal:
        world.act("waive_fee", world.bring(State.NEW), **values)
    assert refusal.value.field == field


@pytest.mark.parametrize("command", ["withdraw", "stop"])
def test_when_a_dossier_ends_nothing_is_owed_any_more(world, command):
    code = world.bring(State.PAYMENT, PAY_PAUSES)
    world.act(command, code)
    fees = sheet(world, code)
    assert (fees.money, fees.requests[0].status) == (Money.NONE, "cancelled")
    assert world.dossier(code).is_paused is False
    assert agrees(world, code)


@pytest.mark.parametrize("state", list(set(State) - {State.PAYMENT}))
def test_a_free_dossier_never_meets_money(world, state):
    code = world.bring(state, FREE)
    for user in (world.citizen, *(world.officer(role) for role in ("reception", "specialist", "leader"))):
        assert not dossiers.allowed_commands(user, world.dossier(code), now=world.now) & MONEY_ACTS
    assert not sheet(world, code).is_shown
    for command in MONEY_ACTS:
        with pytest.raises(dossiers.WrongState):
            world.act(command, code, **({"choice": FeeChoice()} if "choice" in world._defaults(command, code) else {}))


# Who may, who sees it


MAY = {
    Command.REQUEST_PAYMENT: {"specialist", "manager", "leader"},
    Command.RETRACT_FEE: {"specialist", "manager", "leader"},
    Command.COLLECT_FEE: {"reception"},
    Command.RECORD_PAYMENT: {"reception"},
    Command.WAIVE_FEE: {"reception", "specialist", "manager", "leader"},
    Command.CANCEL_RECEIPT: {"manager", "leader"},
}


@pytest.mark.parametrize("command", MAY)
def test_who_may_do_what_with_money(world, command):
    code = world.bring(State.PROCESSING)
    if command in {Command.RECORD_PAYMENT, Command.RETRACT_FEE, Command.CANCEL_RECEIPT}:
        world.act("request_payment", code)
    if command is Command.CANCEL_RECEIPT:
        world.act("record_payment", code)
    roles = ("reception", "specialist", "manager", "leader", "clerk")
    allowed = {
        role
        for role in roles
        if command in dossiers.allowed_commands(world.officer(role), world.dossier(code), now=world.now)
    }
    assert allowed == MAY[command]
    for user in (world.citizen, world.officer("clerk")):
        with pytest.raises(dossiers.NotAllowed):
            world.act(command, code, actor=user)
    for user in (world.administrator, world.officer("reception", OTHER_DEPARTMENT)):
        with pytest.raises(dossiers.DossierNotFound):
            world.act(command, code, actor=user)


def test_what_waits_for_money_is_in_the_queue_of_the_counter(world):
    code, standing = world.bring(State.PAYMENT), world.bring(State.PAYMENT, PAY_PAUSES)
    late = world.dossier(code).due_at + timedelta(days=1)
    found = dossiers.queue(world.officer("reception"), now=late, task=Task.COLLECT)
    assert {row.code: row.risk for row in found.rows} == {code: Risk.LATE, standing: Risk.PAUSED}
    assert (found.by_task[Task.COLLECT], found.by_risk[Risk.LATE]) == (2, 1)


# Journals from before


def test_a_dossier_that_an_older_rule_paused_for_payment_finds_its_way_out(world):
    """Before fees were asked by lines a request was a pause and no more; its line still has its meaning."""
    code = world.bring(State.PROCESSING)

    def change(dossier):
        stop_clock(dossier, dossiers.Ground.PAYMENT, actor=order.actor, reason="Thông báo 5", now=order.now)
        return {"ground": "payment", "reason": "Thông báo 5"}

    order = Order(Command.REQUEST_PAYMENT, world.officer("specialist"), world.now, world.key(), {"code": code})
    perform(order, code=code, expected_version=None, change=change)
    line = last_line(world, code)
    assert (line.title, line.detail) == (
        "Tạm dừng tính thời hạn: chờ người nộp thực hiện nghĩa vụ tài chính", "Thông báo 5",
    )  # fmt: skip
    assert agrees(world, code)
    world.act("retract_fee", code, now=LATER)
    assert (world.dossier(code).state, world.dossier(code).is_paused) == (State.PROCESSING, False)
    assert agrees(world, code)
