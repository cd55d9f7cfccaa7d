"""Charts: scales, lines with gaps, bars, maps in classes, and pictures that stand alone."""

import xml.etree.ElementTree as ET

import pytest

from haidang.ui.charts import areas, bars, drawing, lines, scale

SVG = "{http://www.w3.org/2000/svg}"


def words(value):
    return f"{value:g}"


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([3, 17], [0, 5, 10, 15, 20]),
        ([0, None], [0, 0.25, 0.5, 0.75, 1]),
        ([], [0, 0.25, 0.5, 0.75, 1]),
        ([-3, 5], [-4, -2, 0, 2, 4, 6]),
        ([1_000_000], [0, 250_000, 500_000, 750_000, 1_000_000]),
        ([0.07], [0, 0.02, 0.04, 0.06, 0.08]),
    ],
)
def test_axes_have_round_steps_and_hold_everything(values, ticks):
    assert scale.scale(values).ticks == pytest.approx(ticks)


def test_an_axis_of_per_cents_ends_at_100_unless_a_value_is_above():
    assert scale.scale([97], most=100).high == 100
    assert scale.scale([130], most=100).high >= 130


def chart(values, **more):
    return lines.lines("Trực tuyến", ["T1", "T2", "T3", "T4"], [lines.Series("Tỷ lệ", values)], words=words, **more)


def test_a_line_has_a_gap_where_there_is_no_value():
    (line,) = chart([10, 20, None, 40]).lines
    assert len(line.pieces) == 1, "the last value stands alone: a mark, no line"
    assert [dot.words for dot in line.dots] == ["Tỷ lệ, T1: 10", "Tỷ lệ, T2: 20", "Tỷ lệ, T4: 40"]
    assert line.dots[0].y > line.dots[1].y > line.dots[2].y, "more is higher"


def test_the_path_of_a_target_is_on_the_same_scale():
    found = chart([10, 20, 30, 40], path=lines.Series("Mục tiêu", [60, 60, 70, 70]), most=100)
    assert found.path.name == "Mục tiêu"
    assert found.path.dots[-1].y < found.lines[0].dots[-1].y
    assert len({line.mark for line in (*found.lines, found.path)}) == 2


def test_all_values_unknown_is_a_chart_without_lines():
    (line,) = chart([None] * 4).lines
    assert (line.pieces, line.dots, line.last) == ((), (), "")
    assert lines.spark("Không có", []).end is None


def test_stacked_bars_follow_one_another_and_keep_their_proportion():
    rows = [bars.Row("Sở Y tế", (30, 10), "40"), bars.Row("Sở Nội vụ", (None, None), "chưa có số liệu")]
    found = bars.bars("Hồ sơ", rows, parts=["đúng hạn", "trễ"])
    first, second = found.bars[0].segments
    assert first.x + first.width == pytest.approx(second.x, abs=0.2)
    assert first.width == pytest.approx(3 * second.width, abs=0.5)
    assert found.bars[1].is_missing
    assert not found.bars[1].segments


def test_a_long_name_is_shortened_in_the_drawing_only():
    row = bars.Row("Ủy ban nhân dân phường Nguyễn An Ninh thành phố Vũng Tàu", (1,), "1")
    (bar,) = bars.bars("", [row]).bars
    assert len(bar.short) <= bars.MOST_LETTERS < len(bar.name)


@pytest.mark.parametrize(
    ("values", "ranges"),
    [
        ([], []),
        ([5, 5, 5], [(5, 5)]),
        ([3, 1, 2], [(1, 1), (2, 2), (3, 3)]),
        (list(range(10)), [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)]),
        ([0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5], [(0, 0), (1, 1), (2, 3), (4, 5)]),
    ],
)
def test_classes_hold_about_as_many_and_never_part_equals(values, ranges):
    assert areas.classes(values) == ranges


def shape(code, value):
    href = f"/x/?a=1&b={code}"
    return areas.Shape(
        code, f"Xã <{code}>", "M0 0L10 0L10 10Z", 5, 5, value, words(value) if value else "chưa có", href
    )


def test_a_map_says_its_classes_and_what_is_missing():
    found = areas.coloured("Bản đồ", [shape("a", 1), shape("b", 9), shape("c", None)], words=words, size=(100, 80))
    assert [one.number for one in found.areas] == [1, 2, 0]
    assert [(one.words, one.count) for one in found.classes] == [("1", 1), ("9", 1)]
    assert found.missing == 1
    tree = ET.fromstring(drawing.picture(found))
    links = tree.findall(f".//{SVG}a")
    assert [link.get("href") for link in links] == ["/x/?a=1&b=a", "/x/?a=1&b=b", "/x/?a=1&b=c"]
    assert links[0].get("aria-label") == "Xã <a>: 1"
    assert tree.find(f".//{SVG}path[@fill]").get("fill") == "url(#hinh-none)"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_chart_is_a_picture_of_its_own_with_numbers_that_svg_understands(language, settings):
    settings.LANGUAGE_CODE = language
    made = [
        chart([1.5, 2.25, None, 4]),
        lines.spark("Nhỏ", [1.25, 3.5]),
        bars.bars("Thanh", [bars.Row("a", (1.5,), "1,5", href="/a/")], mark=(1.25, "mục tiêu")),
        areas.coloured("Bản đồ", [shape("a", 1.5)], words=words, size=(10, 10), frame=(1.5, 2.5, 3.5, 4.5)),
    ]
    for each in made:
        tree = ET.fromstring(drawing.picture(each))
        assert tree.find(f"{SVG}title").text.startswith(each.title)
        assert tree.find(f"{SVG}style").text
        for element in tree.iter():
            for name in ("x", "y", "x1", "x2", "y1", "y2", "width", "height"):
                float((element.get(name) or "0").removesuffix("%"))
