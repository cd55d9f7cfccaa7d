"""The map page: areas with their figures, nothing where there is nothing, and departments named as left out."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.urls import reverse

from haidang.identity import api as identity
from haidang.ioc import lake
from haidang.ioc.api import indicators, maps, questions
from haidang.ioc.questions import by_area as areas_of
from world import DEPARTMENT

URL = reverse("operations:map")
VUNG_TAU, CON_DAO = "747", "755"


def test_both_layers_show_every_area_as_a_link_and_in_the_table(world, shelf, client_of):
    client = client_of(world.leader)
    for layer, count in (("huyen", 8), ("xa", 30)):
        text = client.get(URL, {"chi_so": "online-rate", "lop": layer}).content.decode()
        assert text.count('class="chart-area') == count
        assert text.count('<tr id="noi-') == count
        assert "2 cơ quan không gắn với địa bàn" in text
        assert "chưa có số liệu" in text
    assert f"huyen={VUNG_TAU}" in client.get(URL, {"chi_so": "online-rate"}).content.decode()
    assert client.get(URL, {"huyen": VUNG_TAU}).content.decode().count('<tr id="noi-') == 5
    assert client.get(URL, {"huyen": CON_DAO}).status_code == 200
    assert client.get(URL, {"huyen": "999"}).status_code == 404
    # An unknown choice is the first one.
    assert client.get(URL, {"chi_so": "\x00x", "thang": "13/2024", "lop": "tinh"}).status_code == 200


def test_before_the_lake_is_filled_the_page_says_so(world, lake_home, page_time, client_of):
    text = client_of(world.leader).get(URL).content.decode()
    assert "Chưa có chỉ số nào chia được theo địa bàn" in text


@pytest.fixture
def answer(world, shelf):
    question = questions.Question("online-rate", indicators.Grain.AGENCY, count=1)
    return questions.answer(question, reader=world.leader, now=lake.reader().as_of)


def row(code, numerator, denominator):
    figure = indicators.Figure(numerator, denominator, denominator, 100, is_ratio=True)
    return questions.Row(code, code, (figure,))


def some_agencies():
    """Two committees of communes in Vũng Tàu that become one commune, their district's, and one elsewhere."""
    by_area = {view.area_code: view.code for view in identity.agencies(on=lake.reader().as_of.date()) if view.area_code}
    return [by_area[code] for code in ("26506", "26509", VUNG_TAU, "26575")]


def test_figures_of_an_area_are_added_up_and_not_averaged(answer):
    one, two, district, elsewhere = some_agencies()
    rows = (row(one, 1, 2), row(two, 9, 10), row(district, 0, 8), row(elsewhere, 5, 5), row(DEPARTMENT, 1, 3))
    answer = replace(answer, rows=rows)
    communes = questions.by_area(answer, maps.areas(maps.Layer.COMMUNES))
    merged = next(each for each in communes.found if each.area.code == "26506")
    assert (merged.figure.numerator, merged.figure.denominator, merged.places) == (10, 12, 2)
    assert communes.elsewhere == 2, "the department and the district, which is not a commune"
    districts = questions.by_area(answer, maps.areas(maps.Layer.DISTRICTS))
    found = {each.area.code: each.figure.value for each in districts.found if each.figure}
    assert found == {VUNG_TAU: Fraction(1000, 20), "750": 100}
    assert districts.elsewhere == 1


def test_medians_are_never_added(answer):
    one, two, _district, elsewhere = some_agencies()
    spec = indicators.one("office-time-median", on=lake.reader().as_of.date())
    rows = (row(one, 1, 2), row(two, 9, 10), row(elsewhere, 5, 5))
    found = questions.by_area(replace(answer, spec=spec, rows=rows), maps.areas(maps.Layer.COMMUNES)).found
    merged = next(each for each in found if each.area.code == "26506")
    assert (merged.figure, merged.is_mixed) == (None, True)
    assert [each.area.code for each in found if each.figure] == ["26575"]


def test_totals_keep_unknown_and_nothing_apart():
    nothing = indicators.Figure(None, None, 0, 1, is_ratio=False)
    some = indicators.Figure(4, None, 2, 1, is_ratio=False)
    assert areas_of.total([nothing, nothing]).value is None
    assert areas_of.total([nothing, some]).value == 4
