"""The page of a dossier: everything in one place, and an action for each command that is allowed."""

import re

import pytest
from desk_pages import text_of
from django.urls import reverse

from haidang.dossiers.api import State
from world import CITIZEN_ID, NO_TERM

ACTIONS_OF = {
    State.NEW: ("reception", {"tiep-nhan", "yeu-cau-bo-sung", "tu-choi", "thu-phi", "mien-phi"}),
    State.RECEIVED: ("specialist", {"hoan-thanh-buoc", "yeu-cau-bo-sung", "mien-phi"}),
    State.SUPPLEMENT: ("reception", {"bo-sung", "mien-phi"}),
    State.PAYMENT: ("specialist", {"mien-phi", "thu-hoi-yeu-cau-phi", "dung-xu-ly"}),
    State.WITHDRAWN: ("leader", {"dung-xu-ly"}),
    State.DONE: ("reception", {"tra-ket-qua", "thu-phi", "mien-phi"}),
    State.RETURNED: ("reception", set()),
    State.REFUSED: ("reception", set()),
    State.STOPPED: ("reception", set()),
}


def offered(page):
    return set(re.findall(r'<details class="card[^"]*" id="viec-([a-z-]+)"', page.content.decode()))


@pytest.mark.parametrize("state", ACTIONS_OF)
def test_page_offers_what_is_allowed_and_nothing_else(world, desk, state):
    role, expected = ACTIONS_OF[state]
    page = desk.page(world.officer(role), world.bring(state))
    assert page.status_code == 200
    assert offered(page) == expected


def test_page_holds_everything(world, desk):
    code = world.bring(State.SUPPLEMENT)
    words = text_of(desk.page(world.officer("specialist"), code))
    for part in (
        code,
        "Cấp phép thử nghiệm 1",
        "Đang tạm dừng tính thời hạn",
        "Nguyễn Thị An",
        "Cấp mới",
        "Đề nghị cấp phép",
        "Tại nơi nộp hồ sơ",
        "Giấy tờ tùy thân.pdf",
        "Bản chụp bị mờ",
        "Kiểm tra, ghi sổ",
        "Yêu cầu bổ sung lần 1",
        "Sổ tính thời hạn",
        "Người nộp hồ sơ",
    ):
        assert part in words, part


def test_identity_number_is_masked(world, desk):
    code = world.bring(State.NEW)
    words = text_of(desk.page(world.officer("reception"), code))
    assert CITIZEN_ID not in words
    assert CITIZEN_ID[-3:] in words


def test_time_limit_is_asked_only_where_the_law_gives_none(world, desk):
    reception = world.officer("reception")
    assert "Số ngày làm việc hẹn trả" in text_of(desk.page(reception, world.bring(State.NEW, NO_TERM)))
    assert "Số ngày làm việc hẹn trả" not in text_of(desk.page(reception, world.bring(State.NEW)))


def test_nothing_of_the_desk_is_cached(world, desk):
    assert desk.page(world.officer("reception"), world.bring(State.NEW))["Cache-Control"] == "private, no-store"


def test_receipt_as_page_and_pdf(world, as_user):
    code = world.bring(State.RECEIVED)
    client = as_user(world.officer("reception"))
    page = client.get(reverse("desk:receipt", kwargs={"code": code}), follow=True)
    words = text_of(page)
    for part in (code, "Nguyễn Thị An", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "17 giờ 00 phút, ngày 11/11/2024"):
        assert part in words
    pdf = client.get(page.redirect_chain[0][0].rstrip("/") + ".pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert f"receipt-1-2024-{code}.pdf" in pdf["Content-Disposition"]
    assert pdf.content.startswith(b"%PDF")


def test_a_paper_is_found_under_its_own_dossier_only(world, as_user):
    code, other = world.bring(State.RECEIVED), world.bring(State.RECEIVED)
    (paper,) = world.dossier(other).papers.all()
    answer = as_user(world.officer("reception")).get(reverse("desk:paper", args=[code, paper.pk]))
    assert answer.status_code == 404


@pytest.mark.parametrize(("name", "words"), [("receipt", "chưa có giấy hẹn"), ("control", "chưa có phiếu kiểm soát")])
def test_before_reception_the_page_says_why_there_is_no_paper(world, as_user, name, words):
    code = world.bring(State.NEW)
    client = as_user(world.officer("reception"))
    answer = client.get(reverse(f"desk:{name}", kwargs={"code": code}), follow=True)
    assert f"chưa được tiếp nhận nên {words}" in text_of(answer)


def test_file_is_sent_with_safe_headers(world, as_user):
    document = world.dossier(world.bring(State.NEW)).documents.first()
    answer = as_user(world.officer("reception")).get(reverse("desk:document", args=[document.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_opening_an_action_address_leads_to_the_dossier(world, as_user):
    code = world.bring(State.NEW)
    answer = as_user(world.officer("reception")).get(reverse("desk:act_tiep-nhan", kwargs={"code": code}))
    assert answer.url == reverse("desk:dossier", kwargs={"code": code})
