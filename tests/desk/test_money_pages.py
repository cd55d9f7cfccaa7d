"""Money on the page of a dossier: what is proposed, asked, taken in, waived, cancelled, and what is refused."""

import re

import pytest
from desk_pages import text_of
from django.test import Client
from django.urls import reverse

from haidang.dossiers.api import State
from world import FREE, OTHER_CASE, PAUSE, PAY_PAUSES

LINE = {"phi-0-chosen": "on"}


def state_of(world, code):
    dossier = world.dossier(code)
    return State(dossier.state), dossier.money


def test_the_only_fee_is_proposed_and_asked(world, desk):
    code = world.bring(State.PROCESSING)
    user = world.officer("specialist")
    page = desk.page(user, code).content.decode()
    assert re.search(r'name="phi-0-chosen"[^>]*checked', page)
    assert desk.send(user, code, "yeu-cau-nop-phi", **LINE, note="Nộp tại quầy").status_code == 302
    assert state_of(world, code) == (State.PAYMENT, "requested")
    words = text_of(desk.page(user, code))
    for part in ("Phải nộp: 50.000 ₫", "vẫn được tính trong khi chờ nộp", "Nộp tại quầy", "Chờ nộp"):
        assert part in words, part


def test_copies_exemption_and_date(world, desk):
    code = world.bring(State.PROCESSING, PAY_PAUSES)
    user = world.officer("specialist")
    data = LINE | {"phi-1-chosen": "on", "phi-1-quantity": "2", "claimed": ["truc-tuyen"], "due_on": "2024-11-08"}
    refused = desk.send(user, code, "yeu-cau-nop-phi", **data, evidence="")
    assert refused.status_code == 422
    assert "Hãy ghi giấy tờ chứng minh" in text_of(refused)
    assert desk.send(user, code, "yeu-cau-nop-phi", **data, evidence="Hồ sơ trực tuyến").status_code == 302
    words = text_of(desk.page(user, code))
    for part in ("41.000 ₫", "8.000 ₫ × 2 bản", "50 %", "Điều 5 Nghị quyết thử nghiệm", "tạm dừng đến khi nộp"):
        assert part in words, part


WRONG = {
    "nothing chosen": ({}, "ít nhất một khoản"),
    "no quantity": ({"phi-1-chosen": "on"}, "Hãy nhập số lượng"),
    "no copies": ({"phi-1-chosen": "on", "phi-1-quantity": "0"}, "Hãy nhập số lượng"),
    "a word": ({"phi-1-chosen": "on", "phi-1-quantity": "hai"}, "Nhập một số"),
    "a forged exemption": (LINE | {"claimed": ["khac"]}, ""),
    "a past day": (LINE | {"due_on": "2024-01-01"}, "quá khứ"),
    "no day": (LINE | {"due_on": "mai"}, ""),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_request_comes_back_with_words(world, desk, name):
    data, words = WRONG[name]
    code = world.bring(State.PROCESSING, PAY_PAUSES)
    refused = desk.send(world.officer("specialist"), code, "yeu-cau-nop-phi", **data, note="Đã ghi")
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert "Đã ghi" in text_of(refused)
    assert state_of(world, code) == (State.PROCESSING, "none")


def test_an_amount_that_no_rule_gives(world, desk):
    code = world.bring(State.PROCESSING, PAY_PAUSES, case_key=OTHER_CASE, documents=[])
    user = world.officer("specialist")
    for data, words in (
        ({"phi-2-amount": "", "phi-2-reason": "x"}, "Hãy nhập số tiền"),
        ({"phi-2-amount": "1,5 triệu", "phi-2-reason": "x"}, "chỉ gồm chữ số"),
        ({"phi-2-amount": "150.000", "phi-2-reason": " "}, "lý do của số tiền"),
    ):
        refused = desk.send(user, code, "yeu-cau-nop-phi", **{"phi-2-chosen": "on"} | data)
        assert refused.status_code == 422
        assert words in text_of(refused)
    data = {"phi-2-chosen": "on", "phi-2-amount": "17.500.000.000 đ", "phi-2-reason": "0,1 % vốn"}
    assert desk.send(user, code, "yeu-cau-nop-phi", **data).status_code == 302
    assert world.dossier(code).fee_requests.get().total_vnd == 17_500_000_000


def test_paying_gives_a_number(world, desk):
    code = world.bring(State.PAYMENT)
    user = world.officer("reception")
    assert "Số phải nộp: 50.000 đồng" in text_of(desk.page(user, code))
    for amount, words in (("60000", "nhiều hơn"), ("40000", "chưa đủ"), ("abc", "chữ số"), ("", "bắt buộc")):
        refused = desk.send(user, code, "ghi-nhan-nop-phi", amount_vnd=amount, method="cash")
        assert refused.status_code == 422
        assert words in text_of(refused)
    assert desk.send(user, code, "ghi-nhan-nop-phi", amount_vnd="50 000", method="cash").status_code == 302
    assert state_of(world, code) == (State.PROCESSING, "paid")
    assert "Số 0000001/2024" in text_of(desk.page(user, code))


def test_the_counter_takes_a_fee_at_once(world, desk):
    code = world.bring(State.NEW)
    user = world.officer("reception")
    refused = desk.send(user, code, "thu-phi", **LINE, amount_vnd="5.000", method="cash")
    assert "chưa đủ số phải nộp là 50.000 đồng" in text_of(refused)
    data = LINE | {"amount_vnd": "50.000", "method": "transfer", "reference": "FT1"}
    assert desk.send(user, code, "thu-phi", **data).status_code == 302
    assert state_of(world, code) == (State.NEW, "paid")


def test_exempting_by_rule_or_by_a_provision(world, desk):
    by_rule, by_law = world.bring(State.PAYMENT, PAY_PAUSES), world.bring(State.NEW)
    user = world.officer("reception")
    assert desk.send(user, by_rule, "mien-phi", exemption="ngheo", evidence="Sổ hộ nghèo").status_code == 302
    assert state_of(world, by_rule) == (State.PROCESSING, "waived")
    assert "Hộ nghèo: miễn" in text_of(desk.page(user, by_rule))
    refused = desk.send(user, by_law, "mien-phi", evidence="Giấy khai sinh")
    assert "ghi căn cứ pháp lý" in text_of(refused)
    assert desk.send(user, by_law, "mien-phi", ground="Điều 10", evidence="Giấy khai sinh").status_code == 302
    assert state_of(world, by_law) == (State.NEW, "waived")


def test_taking_a_request_back(world, desk):
    code = world.bring(State.PAYMENT)
    user = world.officer("specialist")
    assert desk.send(user, code, "thu-hoi-yeu-cau-phi", reason="").status_code == 422
    assert desk.send(user, code, "thu-hoi-yeu-cau-phi", reason="Tính nhầm").status_code == 302
    assert state_of(world, code) == (State.PROCESSING, "none")


def test_cancelling_a_receipt(world, desk):
    code = world.bring(State.PAYMENT)
    world.act("record_payment", code)
    user = world.officer("leader")
    receipt = world.receipt_id(code)
    for data in ({"receipt_id": "x"}, {"receipt_id": receipt + 1}, {"is_refund": "maybe"}, {"reason": ""}):
        values = {"receipt_id": receipt, "is_refund": "no", "reason": "Nhầm"} | data
        assert desk.send(user, code, "huy-phieu-thu", **values).status_code == 422
    values = {"receipt_id": receipt, "is_refund": "no", "reason": "Ghi nhầm"}
    assert desk.send(user, code, "huy-phieu-thu", **values).status_code == 302
    assert state_of(world, code) == (State.PROCESSING, "requested")
    words = text_of(desk.page(user, code))
    assert "Đã hủy" in words
    assert "Ghi nhầm" in words


def test_a_free_dossier_shows_no_money(world, desk):
    for state in (State.NEW, State.PROCESSING):
        code = world.bring(state, FREE)
        for role in ("reception", "specialist", "leader"):
            page = desk.page(world.officer(role), code).content.decode()
            assert 'id="h-phi"' not in page
            assert "nop-phi" not in page
            assert "mien-phi" not in page


def test_the_citizen_reads_what_why_and_how_much(world):
    code = world.bring(State.PROCESSING, PAY_PAUSES)
    client = Client()
    client.force_login(world.citizen)
    address = reverse("portal:dossier", kwargs={"code": code})
    assert 'id="fees"' not in client.get(address).content.decode()
    world.act("request_payment", code, note="Nộp tại quầy số 3")
    words = text_of(client.get(address))
    for part in ("Bạn cần làm", "Nộp phí, lệ phí", "Phải nộp: 50.000 ₫", "Nộp tại quầy số 3", "Điều 9 Nghị định"):
        assert part in words, part
    world.act("record_payment", code)
    words = text_of(client.get(address))
    assert "Số 0000001/2024" in words
    assert "Cán bộ reception H06.03, " not in words.split("Diễn biến")[0]


def test_the_procedure_page_tells_fees_by_case_and_exemptions(world):
    assert world.procedures
    page = Client().get(reverse("portal:procedure", kwargs={"code": PAY_PAUSES}))
    words = text_of(page)
    for part in (
        "Lệ phí cấp phép: 50.000 ₫", "8.000 ₫/bản", "Trường hợp: Cấp lại", "Hộ nghèo", "Điều 4 Nghị quyết",
        "Giảm 50 %", "Nghị quyết 01/2024/NQ-HĐND", "Thời hạn tạm dừng từ khi cơ quan yêu cầu nộp phí",
    ):  # fmt: skip
        assert part in words, part
    plain = text_of(Client().get(reverse("portal:procedure", kwargs={"code": PAUSE})))
    assert "Miễn, giảm" not in plain
