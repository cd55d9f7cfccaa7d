"""The board's pages: figures that open their lists, by the same address words; who may enter; what renews itself."""

import html
import re
from itertools import product

import pytest
from django.urls import reverse
from leader_pages import BOARD, FIGURES, LIST, client_of, codes_of, figures_of, text_of

from haidang.dossiers.api import State
from world import DEPARTMENT, OTHER_DEPARTMENT


@pytest.fixture
def province(world):
    for state in (State.NEW, State.PROCESSING, State.SUPPLEMENT, State.DONE):
        world.bring(state)
    world.bring(State.RECEIVED, agency=OTHER_DEPARTMENT, channel="direct")
    return world


def test_every_figure_of_the_page_opens_a_list_of_as_many(province):
    for client in (client_of(province.leader), client_of(province.officer("manager", DEPARTMENT))):
        page = client.get(BOARD)
        found = figures_of(page)
        assert max(count for count, _address in found) == (4 if client.user == province.leader else 3)
        for count, address in found:
            listed = client.get(address)
            assert listed.status_code == 200
            assert len(codes_of(listed)) == count, address


def test_three_taps_lead_from_the_province_to_a_dossier(province):
    leader = client_of(province.leader)
    page = leader.get(BOARD)
    rows = dict(re.findall(r'<th scope="row"><a href="(\?[^"]*)">([^<]*)</a>', page.content.decode()))
    href = next(href for href, name in rows.items() if name == "Sở Tư pháp")
    page = leader.get(BOARD + html.unescape(href))
    listed = leader.get(next(address for count, address in figures_of(page) if count))
    links = re.findall(r'href="(/mot-cua/ho-so/[^"]*)"', listed.content.decode())
    assert len(links) == len(codes_of(listed)) > 0
    assert leader.get(links[0]).status_code == 200


def test_a_list_leads_back_to_the_board_it_came_from(province):
    leader = client_of(province.leader)
    query = f"co_quan={DEPARTMENT}&o=tre-han"
    back = re.search(rf'href="({BOARD}\?[^"]*)"', leader.get(f"{LIST}?{query}").content.decode())[1]
    assert html.unescape(back) == f"{BOARD}?co_quan={DEPARTMENT}"
    assert "Đang lọc theo" in leader.get(f"{LIST}?{query}").content.decode()


def test_the_table_is_sorted_as_asked(province):
    leader = client_of(province.leader)

    def names(sort):
        return re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)', leader.get(BOARD, {"xep": sort}).content.decode())

    assert names("ten") == sorted(names("ten"), key=str.casefold) == names("-ten")[::-1]
    assert names("-dang")[0] == "Sở Tư pháp"
    assert sorted(names("nonsense")) == sorted(names("dung-han"))


def test_what_renews_itself_says_whether_anything_changed(province):
    leader = client_of(province.leader)
    first = leader.get(FIGURES)
    assert "Trễ hạn" in text_of(first)
    assert first["X-As-Of"] == "09:00 04/11/2024"
    again = leader.get(FIGURES, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert f'data-tag="{html.escape(first["ETag"])}"' in leader.get(BOARD).content.decode()
    province.bring(State.NEW)
    assert leader.get(FIGURES, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_figures_may_be_as_old_as_they_say(province, settings):
    settings.BOARD_SECONDS = 600
    leader = client_of(province.leader)
    first = leader.get(FIGURES)
    province.bring(State.NEW)
    assert leader.get(FIGURES)["ETag"] == first["ETag"]
    other = client_of(province.officer("manager", OTHER_DEPARTMENT))
    assert other.get(FIGURES)["ETag"] != first["ETag"], "another reach, another answer"
    settings.BOARD_SECONDS = 0
    assert leader.get(FIGURES)["ETag"] != first["ETag"]


ODD = ("o=khong-co", "co_quan=H06.99.99", "co_quan=%00", "co_quan=khac",
       "buoc=%00", "don_vi=x-y", "don_vi=9-%00",
       "thu_tuc=9.9", "ly_do=x", "rieng=1", "theo=x&xep=x&trang=x",
       "don_vi=" + "9" * 30 + "-x", "buoc=" + "x" * 900)  # fmt: skip


def test_whatever_stands_in_an_address_is_answered_with_words(world):
    leader = client_of(world.leader)
    for address, query in product((BOARD, FIGURES, LIST), ODD):
        assert leader.get(f"{address}?{query}").status_code in (200, 400), (address, query)


def test_a_manager_never_reads_another_department_s_name_or_figures(province):
    manager = client_of(province.officer("manager", DEPARTMENT))
    assert "Sở Nội vụ" not in text_of(manager.get(BOARD))
    assert manager.get(f"{LIST}?co_quan={OTHER_DEPARTMENT}").status_code == 400


def test_officers_who_lead_nothing_do_not_enter(province):
    for role in ("reception", "specialist", "clerk", "administrator"):
        assert client_of(province.officer(role)).get(BOARD).status_code == 403


def test_the_desk_leads_those_there_who_may_enter(world):
    for role, is_shown in (("manager", True), ("specialist", False)):
        desk = client_of(world.officer(role)).get(reverse("desk:queue")).content.decode()
        assert (f'href="{BOARD}"' in desk) is is_shown, role
