"""The leaders' board in a browser: on a phone and a desk, by keyboard, without script, without a network, renewed."""

import re

import pytest
from acts import assert_accessible, sign_in
from playwright.sync_api import Error

from conftest import DESK, PHONE

pytestmark = pytest.mark.browser
LEADER = "lanhdao.tinh"
BOARD = "/dieu-hanh/"


def first_figure(page):
    """A figure of the table that counts something."""
    return page.locator(".leaders-table td.leaders-open a").first


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_three_taps_down_and_back_without_losing_the_place(visitor, viewport):
    page = visitor(viewport)
    sign_in(page, LEADER)
    page.goto(BOARD)
    assert_accessible(page, "board")
    row = page.locator(".leaders-table tbody tr").filter(has=page.locator("td.leaders-open a")).first
    count = int(row.locator("td.leaders-open a").inner_text())
    row.locator("th a").click()
    assert_accessible(page, "agency")
    agency = page.url
    page.locator("#o-open").click()
    assert_accessible(page, "list")
    assert f"({count})" in page.locator("h1").inner_text()
    page.locator("td a.code").first.click()
    page.wait_for_url(re.compile("/mot-cua/ho-so/"))
    page.go_back()
    page.go_back()
    assert page.url == agency
    for place in ("xu-huong/", "?theo=so-sanh", "them/"):
        page.goto(f"{BOARD}{place}")
        assert_accessible(page, place)


def press_tab_until(page, target):
    for _press in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError("cannot be reached by keyboard")


def test_the_way_down_by_keyboard_alone(visitor):
    page = visitor()
    sign_in(page, LEADER)
    page.goto(f"{BOARD}?theo=thu-tuc")
    for place in (".leaders-table th[scope=row] a", ".leaders-table td.leaders-open a"):
        press_tab_until(page, page.locator(place).first)
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert page.locator("td a.code").count() > 0


def test_everything_is_there_without_script(visitor):
    page = visitor(PHONE, javascript=False)
    sign_in(page, LEADER)
    page.goto(BOARD)
    page.get_by_role("link", name="Tải lại").click()
    first_figure(page).click()
    assert page.locator("td a.code").count() > 0
    page.get_by_role("link", name="Về bảng số liệu").click()
    page.get_by_role("link", name="Thủ tục", exact=True).click()
    assert "theo=thu-tuc" in page.url


KEPT = "caches.open('leaders-kept').then((cache) => cache.keys()).then((keys) => keys.length)"


def until(page, condition):
    for _attempt in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(condition)


def test_without_a_network_the_last_figures_with_their_age_and_nothing_after_signing_out(visitor):
    page = visitor(PHONE)
    sign_in(page, LEADER)
    page.goto(BOARD)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, KEPT)
    late = page.locator("#o-late strong").inner_text()
    page.context.set_offline(True)
    page.reload()
    assert page.locator("#o-late strong").inner_text() == late
    notice = page.locator("#do-moi")
    notice.wait_for()
    assert re.search(r"Ngoại tuyến – số liệu lúc \d\d:\d\d .* cách đây 0 phút", notice.inner_text())
    assert_accessible(page, "board without a network")
    page.goto(f"{BOARD}?co_quan=H06.02")
    assert "chưa được lưu" in page.locator("main").inner_text()
    page.go_back()
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    notice.wait_for(state="hidden")
    page.get_by_role("button", name="Đăng xuất").first.click()
    page.get_by_role("link", name="Đăng nhập").first.wait_for()
    assert page.evaluate("caches.has('leaders-kept')") is False
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(BOARD)


def test_an_open_board_renews_itself_and_keeps_the_reader_s_place(visitor):
    page = visitor(PHONE)
    with page.expect_event("request", lambda request: "/truc-tiep/" in request.url) as listening:
        sign_in(page, LEADER)
        page.goto(BOARD)
    assert listening.value.url.startswith("http://127.0.0.1:")
    focused = page.locator(".leaders-table th a").nth(4)
    focused.focus()
    words, top = focused.inner_text(), page.evaluate("scrollY")
    # Figures that the page does not have: the server's tag is another one then.
    page.evaluate("document.getElementById('so-lieu').dataset.tag = '\"old\"'")
    page.evaluate("document.querySelector('#o-late strong').textContent = '?'")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    until(page, "document.querySelector('#o-late strong').textContent !== '?'")
    assert page.evaluate("document.activeElement.innerText") == words
    assert page.evaluate("scrollY") == top
