"""The screens of the operations centre: tiles, an indicator with what lies behind it, and one made without code."""

import html
import re
from datetime import timedelta
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from operation_pages import LATER, client_of

from haidang.ioc.api import indicators
from haidang.operations import charts
from haidang.platform import clock
from haidang.ui.measures import decimal_words, measured
from world import OTHER_DEPARTMENT

HOME = reverse("operations:home")
ONLINE = reverse("operations:indicator", args=["online-rate"])
BEHIND = reverse("operations:behind", args=["online-rate"])
NEW = reverse("operations:publish_new", args=["dossiers"])


def text_of(response):
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


@pytest.fixture
def operator(world):
    return client_of(world.officer("operations", world.province, with_descendants=True))


def test_every_indicator_is_a_tile_or_says_what_it_lacks(operator, counted):
    page = text_of(operator.get(HOME))
    assert "Tỷ lệ hồ sơ nộp trực tuyến 76,9 %" in page
    assert "10 / 13" in page
    assert "70 % đến 31/12/2024" in page
    assert "Đạt mục tiêu" in page
    # Thirteen are few.
    assert "Mẫu số nhỏ" in page
    # Nothing was rated: there is no satisfaction of 0 % or 100 %.
    assert "Mức độ hài lòng của người nộp Chưa có dữ liệu" in page
    assert "Phân hệ ký số chưa có" in page


def test_a_tile_tells_that_it_was_left_behind(operator, counted, monkeypatch):
    assert "Số liệu cũ" not in text_of(operator.get(HOME))
    monkeypatch.setattr(clock, "now", lambda: LATER + timedelta(hours=2))
    assert "Số liệu cũ" in text_of(operator.get(HOME))


def test_an_indicator_with_its_table_and_definition(world, operator, counted):
    page = text_of(operator.get(ONLINE))
    assert "11/2024 76,9 % 10 / 13" in page
    assert "10/2024 Không có số liệu" in page
    assert "Sở Tư pháp H06.03 75 % 9 / 12" in page
    assert "Cách nộp (channel): bằng online" in page
    assert "Quyết định 766/QĐ-TTg" in page
    by_procedure = text_of(operator.get(ONLINE, {"theo": "procedure"}))
    assert "Cấp phép thử nghiệm 5 9.100005 0 % 0 / 3" in by_procedure


def test_figures_stay_within_reach(world, counted):
    page = text_of(client_of(world.officer("leader", OTHER_DEPARTMENT)).get(ONLINE))
    assert "100 % 1 / 1" in page
    assert "Sở Tư pháp" not in page


def test_behind_a_figure_are_its_dossiers(world, operator, counted):
    leader = client_of(world.leader)
    asked = {"ky": "2024-11", "phan": "rest"}
    page = text_of(leader.get(BEHIND, asked))
    assert all(code in page for code in counted)
    assert "Tỷ lệ hồ sơ nộp trực tuyến (3)" in page
    # The operations centre watches figures; people's dossiers are not its business.
    page = text_of(operator.get(BEHIND, asked))
    assert not any(code in page for code in counted)
    assert "3 hồ sơ của trang này không hiện" in page
    head = client_of(world.officer("leader", OTHER_DEPARTMENT))
    assert "(0)" in text_of(head.get(BEHIND, {**asked, "theo": "agency", "noi": "H06.03"}))


def test_a_kept_figure_is_cited_as_it_was(world, operator, counted):
    indicators.keep(LATER)
    address = re.search(r"/ioc/so-lieu/\d+/", operator.get(ONLINE).content.decode())[0]
    page = text_of(operator.get(address))
    assert "76,9 %" in page
    assert "15:00" in page
    head = client_of(world.officer("leader"))
    assert head.get(address).status_code == 404
    assert operator.get("/ioc/so-lieu/999999/").status_code == 404


def entered(world, **changes):
    return {
        "code": "ho-so-giay", "title_vi": "Tỷ lệ hồ sơ giấy", "unit": "percent", "owner": "H06.01", "better": "down",
        "small": "5", "reason": "Theo dõi hồ sơ giấy", "key": world.key(), "goal": "20", "goal_on": "31/12/2025",
        "common_0_column": "submitted_at", "common_0_op": "in_period",
        "above_measure": "count", "above_0_column": "channel", "above_0_op": "in", "above_0_value": "direct, postal",
        "below_measure": "count",
    } | changes  # fmt: skip


def test_an_indicator_is_made_in_the_browser(world, operator, counted):
    page = text_of(operator.get(reverse("operations:publish")))
    assert "Hồ sơ dossiers" in page
    assert operator.get(NEW).status_code == 200
    tried = operator.post(NEW, entered(world) | {"do": "preview"})
    assert tried.status_code == 200
    assert "11/2024 23,1 % 3 / 13" in text_of(tried)
    assert "một trong direct, postal" in text_of(tried)
    data = entered(world) | {"do": "publish"}
    assert operator.post(NEW, data)["Location"] == reverse("operations:indicator", args=["ho-so-giay"])
    # The same form sent twice is one indicator.
    assert operator.post(NEW, data).status_code == 302
    assert len(indicators.versions("ho-so-giay")) == 1
    assert "23,1 %" in text_of(operator.get(HOME))
    amend = reverse("operations:publish_amend", args=["ho-so-giay"])
    words = {name: value for name, value in data.items() if not name.startswith(("common", "above", "below"))}
    changed = words | {"goal": "30", "expected_version": "1", "key": world.key()}
    assert operator.post(amend, changed)["Location"] == reverse("operations:indicator", args=["ho-so-giay"])
    assert [version.number for version in indicators.versions("ho-so-giay")] == [2, 1]
    assert operator.post(amend, changed | {"key": world.key()}).status_code == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "Hồ sơ"}, "code"),
        ({"title_vi": ""}, "title_vi"),
        ({"above_measure": "sum", "above_column": "channel"}, "above_column"),
        ({"above_0_column": "supplement_count", "above_0_op": "ge", "above_0_value": "nhiều"}, "above_0_value"),
        ({"above_1_column": "channel", "above_1_op": "lt", "above_1_value": "x"}, "above_1_op"),
        ({"common_1_column": "code", "common_1_op": "in_period"}, "common_1_column"),
        ({"below_0_column": "due_at", "below_0_op": "lt", "below_0_value": "@nothing"}, "below_0_value"),
        ({"goal": "x"}, "goal"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(world, operator, counted, changes, field):
    answer = operator.post(NEW, entered(world, **changes) | {"do": "publish"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "direct, postal" in answer.content.decode() or "above_0_value" in changes
    assert not indicators.versions("ho-so-giay")


def test_an_operator_finds_his_way(world, operator, counted):
    assert operator.get(reverse("portal:after_sign_in"))["Location"] == HOME
    assert HOME in client_of(world.leader).get(reverse("leaders:more")).content.decode()
    assert HOME in client_of(world.administrator).get(reverse("console:home")).content.decode()


@given(st.lists(st.none() | st.fractions(0, 200), min_size=1, max_size=13))
def test_a_line_stays_in_its_frame_and_breaks_where_nothing_is_known(values):
    found = charts.chart([(value, "") for value in values], top=Fraction(100))
    assert len(found.points) == sum(value is not None for value in values)
    assert all(0 <= point.x <= found.width and 0 <= point.y <= found.height for point in found.points)
    drawn = sum(len(line.split()) for line in found.lines)
    assert drawn <= len(found.points)


def test_values_in_words():
    assert measured(Fraction(1000, 13), "percent") == "76,9\u00a0%"
    assert measured(Fraction(70), "percent") == "70\u00a0%"
    assert measured(Fraction(510), "minute") == "1 ngày 1 giờ làm việc"
    assert decimal_words(Fraction(-1234567, 100), 2) == "−12.345,67"
    assert decimal_words(Fraction(1, 20), 1) == "0,1"
