"""The map: whole, without gaps, every old commune in one area of each layer, on a sheet with the islands in a box."""

import itertools
from collections import Counter

import pytest

from haidang.ioc.maps import outlines, province, sheets
from haidang.ioc.maps.outlines import Layer

CON_DAO, CON_DAO_DISTRICT = "26732", "755"


def size(ring):
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))) / 2


def test_30_communes_in_8_districts():
    communes, districts = province.areas(Layer.COMMUNES), province.areas(Layer.DISTRICTS)
    assert (len(communes), len(districts)) == (30, 8)
    assert {area.district for area in communes} == {area.code for area in districts}
    assert sum(area.people for area in communes) == sum(area.people for area in districts) > 1_000_000


@pytest.mark.parametrize("layer", Layer)
def test_every_code_lies_in_one_area(layer):
    members = Counter(code for area in province.areas(layer) for code in area.members)
    assert set(members.values()) == {1}
    # 77 communes of the day before the reorganisation, or what they were a year before: 82 codes and Côn Đảo's.
    assert len(members) > 77


def test_an_island_without_communes_is_both_its_district_and_its_commune():
    (island,) = province.areas(Layer.COMMUNES, district=CON_DAO_DISTRICT)
    assert (island.code, CON_DAO_DISTRICT in island.members) == (CON_DAO, True)


def test_neighbours_share_their_lines():
    """All edges inside a district are walked by two communes, so that the communes fill the district without gaps."""
    for district in province.areas(Layer.DISTRICTS):
        communes = province.areas(Layer.COMMUNES, district=district.code)
        inner = sum(size(ring) for area in communes for ring in area.rings)
        whole = sum(size(ring) for ring in district.rings)
        assert inner == pytest.approx(whole, rel=0.005), district.name


def test_the_sheet_holds_everything_and_the_islands_lie_in_their_box():
    found = sheets.sheet(province.areas(Layer.COMMUNES))
    left, top, width, height = found.frame
    for placed in found.placed:
        points = [tuple(map(float, point.split())) for point in placed.path.strip("MZ").replace("ZM", "L").split("L")]
        for x, y in points:
            assert 0 <= x <= found.width
            assert 0 <= y <= found.height
            if placed.area.code == CON_DAO:
                assert left <= x <= left + width
                assert top <= y <= top + height
    assert left + width <= found.width
    assert top + height <= found.height


def test_a_district_alone_fills_its_own_sheet():
    found = sheets.sheet(province.areas(Layer.COMMUNES, district=CON_DAO_DISTRICT))
    assert (found.frame, len(found.placed)) == (None, 1)


def test_steps_of_the_file_become_degrees_and_lines_can_be_walked_backwards():
    shape = {"type": "MultiPolygon", "id": "1", "properties": {"name": "A", "old": []}, "arcs": [[[0, -2]]]}
    file = {
        "transform": {"scale": [0.5, 0.5], "translate": [100, 10]},
        "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
        "objects": {"communes": {"geometries": []}, "districts": {"geometries": [shape]}},
    }
    (area,) = outlines.read(file)[Layer.DISTRICTS]
    assert area.rings == (((100, 10), (101, 10), (101, 11), (100, 11), (100, 10)),)
