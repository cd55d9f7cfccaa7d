"""A dossier's whole way through the pages by a citizen and three officers: on a phone, on a desk, without script."""

import re

import pytest
from acts import assert_accessible, code_on, do, fill_what_is_wrong, sign_in

from conftest import DESK, PHONE

pytestmark = pytest.mark.browser
RECEPTION, SPECIALIST, LEADER = "motcua.30.01", "chuyenvien.30.01", "lanhdao.30.01"
WARD = "Ủy ban nhân dân phường 1"


@pytest.fixture(params=["desk", "phone", "without script"])
def way(request):
    """Viewport and whether the browser runs scripts."""
    return {"desk": (DESK, True), "phone": (PHONE, True), "without script": (DESK, False)}[request.param]


def look(page, where, way):
    if way[1]:
        assert_accessible(page, where)


def find_procedure(page, way):
    page.goto("/")
    look(page, "home", way)
    page.locator("main form input[name=q], form.search input[name=q]").first.fill("dang ky khai sinh")
    page.get_by_role("button", name="Tìm", exact=True).first.click()
    look(page, "search", way)
    first = page.locator("main .hits a").first
    assert "đăng ký khai sinh" in first.inner_text()
    first.click()
    page.wait_for_url(re.compile(r"/thu-tuc/1\.001193/"))
    look(page, "procedure", way)


def file_dossier(page, way, papers):
    page.get_by_role("link", name="Nộp trực tuyến").first.click()
    look(page, "choose", way)
    agency = page.get_by_label("Cơ quan giải quyết")
    agency.select_option(label=next(text for text in agency.locator("option").all_inner_texts() if WARD in text))
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url(re.compile("/to-khai/"))
    look(page, "form", way)
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    assert "/to-khai/" in page.url, "an incomplete form must not pass"
    look(page, "form with errors", way)
    fill_what_is_wrong(page.locator("#answers-form"))
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_url(re.compile("/giay-to/"))
    upload_papers(page, way, papers)
    look(page, "review", way)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_url(re.compile(r"/ho-so/[\dA-Z.]+-\d+-\d+/"))
    return code_on(page)


def upload_papers(page, way, papers):
    """A refused file is named, and the good one chosen with it stays."""
    look(page, "documents", way)
    inputs = page.locator("#documents-form input[type=file]")
    inputs.nth(0).set_input_files(papers / "to-khai.pdf")
    inputs.nth(1).set_input_files(papers / "lua-dao.pdf")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_load_state()
    text = page.locator("main").inner_text()
    assert "lua-dao.pdf" in text
    assert "to-khai.pdf" in text
    look(page, "documents with a refused file", way)
    page.locator("#documents-form input[type=file]").nth(1).set_input_files(papers / "giay-chung-sinh.png")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_url(re.compile("/xem-lai/"))


def open_at_desk(page, code, way):
    page.goto("/mot-cua/")
    look(page, "queue", way)
    page.goto(f"/mot-cua/ho-so/{code}/")
    look(page, "dossier at the desk", way)


def ask_supplement(box):
    item = box.locator("fieldset.desk-item").first
    title = item.locator("input[name$=title]:visible")
    if title.count():
        title.fill("Giấy chứng sinh")
    else:
        item.locator("input[type=checkbox]").check()
    item.locator("textarea, input[name$=reason]").last.fill("Bản chụp bị mờ, không đọc được ngày sinh")


def supplement(page, code, way, papers):
    page.goto(f"/ho-so/{code}/")
    assert "Bản chụp bị mờ" in page.locator("main").inner_text()
    look(page, "promise while a supplement is awaited", way)
    page.get_by_role("link", name="Bổ sung hồ sơ").click()
    look(page, "supplement", way)
    page.locator("#supplement-form input[type=file]").first.set_input_files(papers / "giay-chung-sinh.png")
    page.get_by_role("button", name="Gửi bổ sung").click()
    page.wait_for_url(re.compile(rf"/ho-so/{re.escape(code)}/$"))
    look(page, "promise", way)


def choose_online(box):
    box.get_by_label("Trực tuyến").check()


def download_and_rate(page, code, way):
    page.goto(f"/ho-so/{code}/")
    look(page, "promise with the result", way)
    with page.expect_response(re.compile("/tai-lieu/")) as answer:
        page.get_by_role("link", name=re.compile(r"ket-qua\.pdf")).first.click()
    assert answer.value.status == 200
    page.goto(f"/ho-so/{code}/")
    page.get_by_label("Rất hài lòng").check()
    page.get_by_role("button", name="Gửi đánh giá").click()
    page.wait_for_load_state()
    assert "Rất hài lòng" in page.locator("main").inner_text()
    look(page, "rated", way)


def test_from_search_to_rating(visitor, papers, way):
    viewport, javascript = way
    people = {name: visitor(viewport, javascript=javascript) for name in ("congdan2", RECEPTION, SPECIALIST, LEADER)}
    for name, page in people.items():
        sign_in(page, name)
    citizen, reception, specialist, leader = people.values()

    find_procedure(citizen, way)
    code = file_dossier(citizen, way, papers)
    look(citizen, "promise after filing", way)

    open_at_desk(reception, code, way)
    do(reception, "tiep-nhan")
    reception.goto(f"/mot-cua/ho-so/{code}/giay-hen/")
    look(reception, "receipt and appointment", way)
    open_at_desk(specialist, code, way)
    do(specialist, "yeu-cau-bo-sung", ask_supplement)
    supplement(citizen, code, way, papers)
    for officer in (specialist, leader, reception):
        open_at_desk(officer, code, way)
        do(officer, "hoan-thanh-buoc")
    open_at_desk(specialist, code, way)
    do(
        specialist,
        "ket-thuc",
        lambda box: box.locator("input[type=file]").first.set_input_files(papers / "ket-qua.pdf"),
    )
    open_at_desk(reception, code, way)
    do(reception, "tra-ket-qua", choose_online)
    download_and_rate(citizen, code, way)

    stranger = visitor(viewport, javascript=javascript)
    stranger.goto("/tra-cuu/")
    stranger.get_by_label("Mã hồ sơ").last.fill(code)
    stranger.get_by_role("button", name="Xem tình trạng").last.click()
    text = stranger.locator("main").inner_text()
    assert "Đã trả kết quả" in text
    assert "Nội dung khai" not in text
    look(stranger, "public look-up", way)
