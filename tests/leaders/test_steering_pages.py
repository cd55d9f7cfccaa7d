"""Pages of the plan, rules, heads, digest and notices: figures that open their lists, import with a rehearsal."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from leader_pages import client_of, figures_of, sent, text_of
from openpyxl import load_workbook

from haidang.dossiers.api import State
from haidang.steering import api as steering
from haidang.steering.notices import Message, tell
from world import DEPARTMENT, DISTRICT, moment

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def leader(world):
    world.officer("leader")
    return client_of(world.leader)


def worksheet(*rows):
    book = load_workbook(BytesIO(steering.plan_template()))
    for row in rows:
        book.worksheets[0].append(row)
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("ke-hoach.xlsx", out.getvalue(), content_type=EXCEL)


GOOD = ("1", "1", "Số hóa hồ sơ", DEPARTMENT, "", "31/12/2024", "Báo cáo")
BAD = ("2", "7", "Nhóm sai", DEPARTMENT, "", "31/12/2024")


def test_a_plan_is_rehearsed_and_then_taken_in(leader):
    address = reverse("leaders:plan_import")
    page = leader.post(address, {"file": worksheet(GOOD, BAD)})
    assert "Kết quả kiểm tra (chưa ghi gì)" in text_of(page)
    assert "ghi số từ 1 đến 5" in text_of(page)
    assert not steering.PlanTask.objects.exists()
    [stored] = re.findall(r'name="stored" value="([0-9a-f]{64})"', page.content.decode())
    page = leader.post(address, {"stored": stored})
    assert "Kết quả nhập" in text_of(page), "the row that was refused is told again"
    assert steering.PlanTask.objects.count() == 1
    assert leader.post(address, {"file": worksheet(GOOD)}).status_code == 200
    assert leader.post(address, {"stored": "0" * 64}).status_code == 422
    assert leader.post(address, {"file": SimpleUploadedFile("a.xlsx", b"PK")}).status_code == 422


def test_every_figure_of_the_plan_opens_its_tasks(leader, world):
    leader.post(reverse("leaders:plan_import"), {"file": worksheet(GOOD)})
    steering.import_plan(worksheet(GOOD, ("3", "2", "Việc khác", DISTRICT, "", "thường xuyên")).read(),
                         actor=world.leader, now=world.now)  # fmt: skip
    page = leader.get(reverse("leaders:plan")).content.decode()
    links = re.findall(r'href="(/dieu-hanh/de-an-06/nhiem-vu/\?[^"]*)"[^>]*>(?:<strong>)?(\d+)<', page)
    assert len(links) >= 8
    for href, count in links:
        assert f"({count})" in text_of(leader.get(href.replace("&amp;", "&"))), href
    for name, kind in (("plan_pdf", b"%PDF"), ("plan_xlsx", b"PK"), ("plan_template", b"PK")):
        assert sent(leader, reverse(f"leaders:{name}")).startswith(kind)


def test_rules_are_set_tried_and_switched_off(leader, world):
    world.bring(State.RECEIVED)
    world.now = moment("2024-11-25T09:00")
    values = {
        "name": "Trễ lâu", "agency": world.agency("H06").id, "kind": "late_over", "recipient": "head",
        "is_active": "on", "late_over_working_days": "5", "key": world.key(),
    }  # fmt: skip
    new = reverse("leaders:rule_new")
    assert leader.post(new, values | {"late_over_working_days": "999"}).status_code == 422
    assert leader.post(new, values | {"late_over_working_days": "", "key": world.key()}).status_code == 422
    assert leader.post(new, values | {"kind": "late_cluster", "recipient": "officer"}).status_code == 422
    assert leader.post(new, values | {"key": world.key()}).status_code == 302
    rule = steering.rules(world.leader, now=world.now)[0]
    page = text_of(leader.get(reverse("leaders:rules"), {"thu": "1"}))
    assert "1 cảnh báo mới, 0 tồn từ trước, về 1 nội dung" in page
    edit = reverse("leaders:rule", args=[rule.pk])
    off = {key: value for key, value in values.items() if key != "is_active"} | {"key": world.key()}
    assert leader.post(edit, off | {"expected_version": "1"}).status_code == 302
    assert "Đã tắt" in text_of(leader.get(reverse("leaders:rules")))
    assert client_of(world.officer("manager")).get(reverse("leaders:rules")).status_code == 403


def test_the_page_of_a_head(leader, world):
    world.bring(State.RECEIVED)
    page = text_of(leader.get(reverse("leaders:head", args=[DEPARTMENT]), {"thang": "2024-11"}))
    assert "0/0 (–)" in page, "nothing is 100 % of nothing"
    assert "Giám đốc: Cán bộ leader" in page
    for month in ("2099-01", "x", "2024-13"):
        assert leader.get(reverse("leaders:head", args=[DEPARTMENT]), {"thang": month}).status_code == 200
    assert sent(leader, reverse("leaders:head_pdf", args=[DEPARTMENT]), {"thang": "2024-11"}).startswith(b"%PDF")
    district = client_of(world.officer("leader", DISTRICT, with_descendants=True))
    assert district.get(reverse("leaders:head", args=[DEPARTMENT])).status_code == 403
    assert leader.get(reverse("leaders:head", args=["H99"])).status_code == 404
    assert "Sở Tư pháp" not in text_of(district.get(reverse("leaders:heads")))


def figures_of_agency(page, code):
    """The cells of an agency's row in the list of heads, without its name."""
    address = reverse("leaders:head", args=[code])
    row = re.search(rf'<tr><th[^>]*><a href="{address}">.*?</tr>', page.content.decode())[0]
    return [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]


def test_the_list_of_heads_shows_what_each_agency_has_itself(leader, world):
    world.bring(State.RECEIVED)
    address = reverse("leaders:heads")
    assert figures_of_agency(leader.get(address), DEPARTMENT) == ["1", "0", "–", "0"], "no result is no share"
    steering.import_plan(worksheet(GOOD).read(), actor=world.leader, now=world.now)
    world.now = moment("2025-03-03T08:00")
    assert figures_of_agency(leader.get(address), DEPARTMENT) == ["1", "1", "–", "1"]
    assert figures_of_agency(leader.get(address), DISTRICT) == ["0", "0", "–", "0"]


def test_the_digest_opens_the_lists_behind_it(leader, world):
    world.bring(State.RECEIVED)
    world.now = moment("2024-11-12T07:00")
    assert steering.send_digests(world.now) > 0
    page = leader.get(reverse("leaders:digest"))
    for count, address in figures_of(page):
        listed = re.search(r"\((\d+)\)", text_of(leader.get(address)))
        assert int(listed[1]) == count
    assert "07:00 12/11/2024" in text_of(page)
    assert steering.unread(world.leader, now=world.now) == 0, "who opens it has read it"


def test_notices_are_ones_own_and_marked_as_read(leader, world):
    tell([world.leader], Message("alert", "a", "Hồ sơ trễ"), now=world.now)
    tell([world.officer("manager")], Message("alert", "a", "Của người khác"), now=world.now)
    address = reverse("leaders:notices")
    page = text_of(leader.get(address))
    assert "Hồ sơ trễ" in page
    assert "Của người khác" not in page
    leader.post(address, {"tin": "x"})
    assert steering.unread(world.leader, now=world.now) == 0
    assert steering.unread(world.officer("manager"), now=world.now) == 1
    quiet = {"starts": "12:00", "ends": "13:30", "key": world.key()}
    assert leader.post(reverse("leaders:quiet"), quiet).status_code == 302
    assert 'value="12:00"' in leader.get(reverse("leaders:quiet")).content.decode()
    officer = client_of(world.officer("specialist"))
    assert officer.get(reverse("desk:notices")).status_code == 200


ADDRESSES = [
    reverse(f"leaders:{name}")
    for name in (
        "directives",
        "directive_new",
        "digest",
        "notices",
        "quiet",
        "plan_tasks",
        "plan_import",
        "rules",
        "rule_new",
    )
] + [reverse("leaders:head", args=[DEPARTMENT]), reverse("desk:directives"), reverse("desk:notices")]
NAMES = (
    "ngan",
    "tinh_trang",
    "trang",
    "loai",
    "ma",
    "thang",
    "nhom",
    "co_quan",
    "thu",
    "tin",
    "key",
    "title",
    "text",
    "lead",
    "person",
    "due_on",
    "cooperating",
    "starts",
    "ends",
    "stored",
    "name",
    "agency",
    "kind",
    "recipient",
    "late_over_working_days",
    "expected_version",
    "act",
)


@pytest.mark.parametrize("value", ["\0", "9" * 40, "²", "late@"])
def test_no_parameter_can_bring_a_page_down(leader, value):
    data = dict.fromkeys(NAMES, value)
    for address in ADDRESSES:
        for kind in ("dossier", "agency", "figure", "plan"):
            assert leader.get(address, data | {"loai": kind}).status_code < 500, (address, kind)
        assert leader.post(address, data).status_code < 500, address
