"""The desk by keyboard alone: a paper dossier from the counter to the citizen's hand, without a mouse."""

import re

import pytest
from keyboard import Keyboard

pytestmark = pytest.mark.browser
RECEPTION, SPECIALIST, LEADER = "motcua.30.01", "chuyenvien.30.01", "lanhdao.30.01"


@pytest.fixture
def at_desk(visitor):
    """An officer of a ward, signed in at a browser of his own."""

    def sit_down(username):
        officer = Keyboard(visitor())
        officer.sign_in(username)
        return officer

    return sit_down


def take_in(clerk, papers):
    """From the queue to a new dossier, by the counter's three steps; returns its code."""
    clerk.look("queue")
    clerk.page.reload()
    clerk.skip()
    clerk.to("Tiếp nhận tại quầy", tag="A")
    clerk.enter()
    assert clerk.here()["id"] == "tim-thu-tuc", "the search has the focus when the page opens"
    clerk.type("dang ky khai sinh")
    clerk.enter()
    clerk.look("reception: procedures")
    clerk.to("^Thủ tục đăng ký khai sinh$", tag="A")
    clerk.enter()
    clerk.look("reception: entry")
    clerk.to("Đổi", tag="A")
    clerk.enter()
    clerk.look("reception: case")
    clerk.to("Lọc danh sách")
    clerk.type("phuong 1 vung tau")
    clerk.enter()
    clerk.to("^Cơ quan$", tag="SELECT")
    assert clerk.here()["value"].endswith(".30.01")
    clerk.to("Tiếp tục", tag="BUTTON")
    clerk.enter()
    clerk.to("giay-to-tep-0")
    clerk.choose_file(papers / "to-khai.pdf")
    clerk.page.evaluate("document.activeElement.blur()")
    clerk.fill_until("Chỉ tạo hồ sơ")
    clerk.enter()
    clerk.told("Đã tạo hồ sơ")
    return re.search(r"/ho-so/([^/]+)/", clerk.page.url)[1]


def open_by_queue(officer, code):
    """Finds the dossier from the top of his queue, by the search field's key or row by row."""
    officer.page.goto("/mot-cua/")
    officer.skip()
    officer.to("tim-ho-so")
    officer.type(code)
    officer.enter()
    assert code in officer.page.url
    officer.look("dossier")


def complete_step(officer, code):
    open_by_queue(officer, code)
    officer.open_panel("Hoàn thành bước")
    officer.fill_until("Hoàn thành bước")
    officer.enter()
    officer.told("Đã hoàn thành bước xử lý.")


def test_a_dossier_by_keyboard_alone(at_desk, papers):
    clerk, specialist, leader = (at_desk(name) for name in (RECEPTION, SPECIALIST, LEADER))
    code = take_in(clerk, papers)

    clerk.look("new dossier")
    clerk.to("^Đạt", tag="BUTTON")
    clerk.enter()
    assert "#giay-to-" in clerk.page.url
    stop = clerk.tab()
    assert stop["where"] == "main", "after a check one goes on at that document"
    clerk.to("Tiếp nhận và hẹn trả kết quả", tag="BUTTON")
    clerk.enter()
    clerk.told("Đã tiếp nhận hồ sơ.")
    clerk.look("received dossier")

    open_by_queue(specialist, code)
    specialist.open_panel("Yêu cầu bổ sung")
    specialist.to("Yêu cầu bổ sung giấy tờ này|Giấy", tag="INPUT")
    specialist.press("Space")
    specialist.to("Gửi yêu cầu bổ sung", tag="BUTTON")
    specialist.enter()
    specialist.told("Đã gửi yêu cầu bổ sung")

    open_by_queue(clerk, code)
    clerk.open_panel("Nhận giấy tờ bổ sung tại quầy")
    clerk.fill_until("Ghi nhận bổ sung")
    clerk.enter()
    clerk.told("Đã ghi nhận giấy tờ bổ sung.")

    for officer in (specialist, leader, clerk):
        complete_step(officer, code)

    open_by_queue(specialist, code)
    specialist.open_panel("Ban hành kết quả")
    specialist.to("Tệp kết quả", tag="INPUT")
    specialist.choose_file(papers / "ket-qua.pdf")
    specialist.to("Kết thúc xử lý", tag="BUTTON")
    specialist.enter()
    specialist.told("Đã kết thúc xử lý")

    open_by_queue(clerk, code)
    clerk.open_panel("Trả kết quả")
    clerk.to("Trực tiếp tại quầy")
    clerk.press("Space", "ArrowDown", "ArrowUp")
    assert clerk.here()["value"] == "direct"
    clerk.to("Ghi nhận đã trả kết quả", tag="BUTTON")
    clerk.enter()
    clerk.told("Đã ghi nhận việc trả kết quả.")
    clerk.look("returned dossier")


@pytest.mark.parametrize(
    ("username", "paths"),
    [
        ("lanhdao.tinh", ["/mot-cua/", "/mot-cua/uy-quyen/", "/mot-cua/theo-noi-nop/", "/cai-cach/"]),
        ("quantri", ["/quan-tri/", "/quan-tri/can-bo/moi/", "/quan-tri/lich/", "/quan-tri/phi/"]),
    ],
)
def test_every_stop_of_a_page_shows_where_one_is(visitor, username, paths):
    officer = Keyboard(visitor())
    officer.sign_in(username)
    for path in paths:
        officer.page.goto(path)
        officer.look(path)
        officer.page.reload()
        officer.walk_through(40)


def test_rows_of_a_list_by_letters(at_desk):
    officer = at_desk("lanhdao.tinh")
    officer.page.goto("/mot-cua/tim-kiem/?q=nguyen")
    officer.look("search")
    officer.press("j")
    first = officer.here()
    assert first["marked"]
    assert first["shown"]
    officer.press("j", "k")
    assert officer.here() == first
    officer.enter()
    assert first["words"] in officer.page.url
