"""Pages of directives: from a dossier or a figure to an order, the answer, the verdict; files and refusals."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from leader_pages import client_of, sent, text_of

from haidang.dossiers.api import State
from haidang.steering import api as steering
from haidang.steering.api import Assigned, Wish
from world import DEPARTMENT, DISTRICT, pdf_bytes

LIST, NEW = reverse("leaders:directives"), reverse("leaders:directive_new")


@pytest.fixture
def house(world):
    for person in (world.leader, world.officer("leader"), world.officer("manager")):
        assert person.is_active
    return world


def order(house, **changes):
    values = {
        "title": "Giải quyết dứt điểm", "due_on": "2024-11-15", "lead": house.agency().id, "key": house.key()
    }  # fmt: skip
    return values | changes


def evidence():
    return SimpleUploadedFile("bao-cao.pdf", pdf_bytes(), content_type="application/pdf")


def links_to_new(page):
    return [html.unescape(href) for href in re.findall(rf'href="({NEW}[^"]*)"', page.content.decode())]


def press(client, number, act, front="leaders", **values):
    return client.post(reverse(f"{front}:directive", args=[number]), {"act": act, **values})


def test_a_morning_from_dossier_to_verdict(house):
    code = house.bring(State.RECEIVED)
    leader, manager = client_of(house.leader), client_of(house.officer("manager"))
    page = leader.get(reverse("desk:dossier", args=[code]))
    [href] = links_to_new(page)
    assert f'value="{house.agency().id}" selected' in leader.get(href).content.decode(), "its agency leads"
    assert leader.post(href, order(house)).status_code == 302
    row = steering.Directive.objects.get()
    assert (row.subject_kind, row.subject_key) == ("dossier", code)
    # It lands in the same inbox as the officers' tasks.
    queue = manager.get(reverse("desk:queue"))
    assert "Giải quyết dứt điểm" in text_of(queue)
    assert press(manager, row.pk, "accept", "desk", key=house.key()).status_code == 302
    done = press(manager, row.pk, "answer", "desk", key=house.key(), text="Đã xong", attached=evidence())
    assert done.status_code == 302
    assert "chưa đọc" in text_of(leader.get(reverse("leaders:notices")))
    page = leader.get(reverse("leaders:directive", args=[row.pk]))
    assert "Đã xong" in text_of(page)
    [file] = re.findall(r'href="(/dieu-hanh/chi-dao/tep/\d+/)"', page.content.decode())
    assert sent(leader, file).startswith(b"%PDF")
    assert press(leader, row.pk, "verify", key=house.key()).status_code == 302
    assert "Đã xác nhận hoàn thành" in text_of(leader.get(reverse("leaders:directive", args=[row.pk])))
    assert "Chỉ đạo về hồ sơ này" in text_of(manager.get(reverse("desk:dossier", args=[code])))


def test_a_figure_of_the_board_becomes_an_order(house):
    house.bring(State.RECEIVED)
    leader = client_of(house.leader)
    page = leader.get(reverse("leaders:dossiers"), {"o": "dang-giai-quyet", "co_quan": DEPARTMENT})
    [href] = links_to_new(page)
    assert leader.post(href, order(house)).status_code == 302
    assert steering.Directive.objects.get().subject_key == f"open@{DEPARTMENT}"
    assert NEW not in client_of(house.officer("manager")).get(reverse("leaders:dossiers")).content.decode()


def test_a_figure_of_a_step_or_unit_becomes_an_order_about_just_that(house):
    code = house.bring(State.PROCESSING)
    house.bring(State.RECEIVED)
    step = house.open_step(code)
    narrowed = {"co_quan": DEPARTMENT, "buoc": step.name, "don_vi": f"{house.agency().id}-{step.unit}", "rieng": "1"}
    leader = client_of(house.leader)
    page = leader.get(reverse("leaders:dossiers"), narrowed)
    listed = int(re.search(r"\((\d+)\)", text_of(page))[1])
    [href] = links_to_new(page)
    assert leader.post(href, order(house)).status_code == 302
    row = steering.Directive.objects.get()
    assert row.before["numerator"] == listed
    assert step.name in row.before["title"]
    assert steering.figure_key(row.subject_key).asked.step == step.name
    [back] = re.findall(rf'href="({reverse("leaders:dossiers")}[^"]*)"', leader.get(
        reverse("leaders:directive", args=[row.pk])).content.decode())  # fmt: skip
    assert f"({listed})" in text_of(leader.get(html.unescape(back)))


def test_what_is_wrong_is_said_at_its_field(house):
    leader = client_of(house.leader)
    for changes, words in (
        ({"due_on": "2024-11-16"}, "là ngày nghỉ"),
        ({"due_on": "31/02/2024"}, "Hạn"),
        ({"title": ""}, "Việc cần làm"),
        ({"lead": ""}, "Cơ quan chủ trì"),
        ({"attached": SimpleUploadedFile("a.exe", b"MZ")}, "không thuộc loại được nhận"),
        ({"person": house.leader.pk}, "Giao đích danh"),
    ):
        page = leader.post(NEW, order(house, **changes))
        assert page.status_code == 422
        assert words in text_of(page)
    assert not steering.Directive.objects.exists()
    assert leader.get(NEW, {"loai": "dossier", "ma": "không có"}).status_code == 400


def test_a_leader_is_offered_his_own_branch_only(house):
    district = house.officer("leader", DISTRICT, with_descendants=True)
    page = client_of(district).get(NEW).content.decode()
    assert f'value="{house.agency(DISTRICT).id}"' in page
    assert f'value="{house.agency().id}"' not in page
    assert client_of(district).post(NEW, order(house)).status_code == 422
    assert client_of(house.officer("manager")).get(NEW).status_code == 403


def test_the_list_counts_what_it_shows(house):
    leader = client_of(house.leader)
    for number in range(3):
        wish = Wish(f"Việc {number}", house.now.date(), [Assigned(house.agency().id)])
        steering.issue(wish=wish, actor=house.leader, now=house.now, key=house.key())
    house.now = house.now.replace(hour=18)
    page = text_of(leader.get(LIST, {"tinh_trang": "overdue"}))
    assert "Quá hạn 3" in page
    assert page.count("Việc ") >= 3
    district = client_of(house.officer("leader", DISTRICT, with_descendants=True))
    assert "Không có chỉ đạo nào" in text_of(district.get(LIST, {"ngan": "tat-ca"}))


def test_extend_send_back_and_amend(house):
    leader, manager = client_of(house.leader), client_of(house.officer("manager"))
    leader.post(NEW, order(house))
    number = steering.Directive.objects.get().pk
    assert press(leader, number, "extend", key=house.key(), due_on="2024-11-29", reason="Chờ").status_code == 302
    assert press(leader, number, "urge", key=house.key(), note="Nhanh lên").status_code == 302
    amended = {"title": "Việc khác", "lead": house.agency().id, "key": house.key()}
    assert leader.post(reverse("leaders:directive_amend", args=[number]), amended).status_code == 302
    press(manager, number, "accept", "desk", key=house.key())
    assert press(manager, number, "answer", "desk", key=house.key(), text="Xong").status_code == 422, "no evidence"
    press(manager, number, "answer", "desk", key=house.key(), text="Xong", attached=evidence())
    assert press(leader, number, "send_back", key=house.key(), reason="").status_code == 422
    assert press(leader, number, "send_back", key=house.key(), reason="Thiếu").status_code == 302
    row = steering.Directive.objects.get()
    assert (row.title, row.status, str(row.due_on)) == ("Việc khác", "returned", "2024-11-29")
    stale = press(manager, number, "report", "desk", key=house.key(), text="Đang làm", expected_version="1")
    assert stale.status_code == 422
    assert "vừa được người khác cập nhật" in text_of(stale)
