"""Reports, registers and lists on the desk: figures that open their dossiers, files, and words for what is wrong."""

import re
from html import unescape

import pytest
from desk_pages import text_of
from django.urls import reverse

from haidang.dossiers.api import State
from world import DEPARTMENT, OTHER_DEPARTMENT

CUSTOM = {"ky": "tuy-chon", "tu": "2024-11-01", "den": "2024-11-30"}


@pytest.fixture
def manager(world, as_user):
    """A head of section of the department, signed in; there are dossiers in it and in another."""
    for state in (State.RECEIVED, State.DONE, State.RETURNED, State.REFUSED, State.SUPPLEMENT):
        world.bring(state)
    world.bring(State.DONE, agency=OTHER_DEPARTMENT, channel="direct")
    return as_user(world.officer("manager", DEPARTMENT))


def get(client, name, **query):
    return client.get(reverse(f"desk:{name}"), query)


def cells(response):
    """Every figure of the page that opens a list: (count, address)."""
    found = re.findall(r'<a href="([^"]*ho-so/\?[^"]*)">([\d.]+)</a>', response.content.decode())
    return [(int(count.replace(".", "")), unescape(address)) for address, count in found]


def test_a_manager_sees_the_figures_of_his_agency_and_their_dossiers(manager):
    response = get(manager, "report", **CUSTOM)
    assert response.status_code == 200
    assert "Sở Tư pháp" in text_of(response)
    found = cells(response)
    # Received 4, online 4, done 2, on time or early 2, open 1, paused 1, refused 1; one row and the sum.
    assert sorted(count for count, _address in found) == sorted([4, 4, 2, 2, 1, 1, 1, 1] * 2)
    for count, address in found:
        page = manager.get(address)
        assert len(set(re.findall(r"/mot-cua/ho-so/([\w.-]+)/", page.content.decode()))) == count, address


@pytest.mark.parametrize("kind", ["06a", "07a"])
def test_the_province_s_leader_sees_all_and_can_narrow_it(world, manager, as_user, kind):
    leader = as_user(world.leader)
    everything = get(leader, "report", loai=kind, **CUSTOM)
    assert max(count for count, _address in cells(everything)) == 5
    narrowed = get(leader, "report", loai=kind, co_quan=OTHER_DEPARTMENT, **CUSTOM)
    assert max(count for count, _address in cells(narrowed)) == 1
    for count, address in cells(narrowed):
        page = leader.get(address)
        assert len(set(re.findall(r"/mot-cua/ho-so/([\w.-]+)/", page.content.decode()))) == count, address


@pytest.mark.parametrize(
    "name", ["report_xlsx", "report_pdf", "register_xlsx", "register_pdf", "handovers_xlsx", "handovers_pdf"]
)
def test_files_open(manager, name):
    response = get(manager, name, **CUSTOM)
    content = b"".join(response.streaming_content)
    assert content[:4] == (b"PK\x03\x04" if name.endswith("xlsx") else b"%PDF")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["report", "register", "handovers"])
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"ky": "tuy-chon"}, "Hãy ghi ngày"),
        ({"ky": "tuy-chon", "tu": "2024-11-31", "den": "2024-12-01"}, "ngày hợp lệ"),
        ({"ky": "tuy-chon", "tu": "2024-11-02", "den": "2024-11-01"}, "Ngày cuối kỳ phải bằng hoặc sau"),
        ({"ky": "tuy-chon", "tu": "0001-01-01", "den": "9999-12-31"}, "từ 2000 đến 2099"),
        ({"ky": "tuy-chon", "tu": "2025-01-01", "den": "2025-01-31"}, "Kỳ báo cáo chưa bắt đầu"),
        ({"ky": "thang-nay", "co_quan": OTHER_DEPARTMENT}, "Hãy chọn cơ quan khác"),
        ({"ky": "thang-nay", "co_quan": "H99"}, "Không có cơ quan mang mã"),
        ({"ky": "tuan-nay"}, "tuan-nay"),
    ],
)
def test_what_cannot_be_answered_is_said_in_words(manager, name, query, words):
    response = get(manager, name, **query)
    assert response.status_code == 422
    assert words in text_of(response)


def test_files_say_in_words_too(manager):
    response = get(manager, "report_pdf", ky="tuy-chon", tu="2024-11-02", den="2024-11-01")
    assert (response.status_code, "Ngày cuối kỳ phải" in text_of(response)) == (400, True)


@pytest.mark.parametrize("query", [{"o": "nothing"}, {"o": "done", "dong": "co-quan-0"}, {"dong": "'\"><script>"}])
def test_a_cell_that_is_not_there_is_said_in_words(manager, query):
    assert get(manager, "report_dossiers", **query).status_code == 400


def test_the_widest_range_and_an_empty_one_are_answered(manager):
    wide = get(manager, "report", ky="tuy-chon", tu="2000-01-01", den="2099-12-31")
    assert max(count for count, _address in cells(wide)) == 4
    assert "Kỳ chưa kết thúc" in text_of(wide)
    empty = get(manager, "report", ky="tuy-chon", tu="2024-01-01", den="2024-01-31")
    assert "Không có hồ sơ nào trong kỳ này" in text_of(empty)


def test_the_register_shows_whose_and_when(manager):
    text = text_of(get(manager, "register", **CUSTOM))
    assert "Nguyễn Thị An" in text
    assert "34 Lê Lợi" in text
    assert "077085001234" not in text
    assert "4 hồ sơ" in text
    handed = text_of(get(manager, "handovers", **CUSTOM))
    assert "Giấy phép" in handed
    assert "1 hồ sơ" in handed
    assert "Không có kết quả nào được trả" in text_of(get(manager, "handovers", cach_tra="postal", **CUSTOM))


def test_reception_has_the_register_but_no_report(world, as_user):
    client = as_user(world.officer("reception"))
    assert get(client, "register").status_code == 200
    refused = get(client, "report")
    assert refused.status_code == 403
    assert reverse("desk:register") in client.get(reverse("desk:queue")).content.decode()
    assert reverse("desk:report") not in client.get(reverse("desk:queue")).content.decode()


def test_bars_say_what_they_show(world, manager, as_user):
    page = get(as_user(world.leader), "report", **CUSTOM).content.decode()
    labels = re.findall(r'<svg class="bars__bar"[^>]* aria-label="([^"]*)"', page)
    assert len(labels) == 2
    assert labels[0].startswith("Sở Tư pháp: 4 hồ sơ, gồm ")
    assert " style=" not in page
