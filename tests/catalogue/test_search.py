"""Search forgives missing diacritics, i for y and slips of the finger, and ranks what was meant first."""

import random
import time

import pytest
import shelf
from hypothesis import given
from hypothesis import strategies as st
from shelf import NOW

from haidang.catalogue import api as catalogue
from haidang.catalogue.searching.index import Entry, build
from haidang.identity import api as identity
from haidang.platform.text import fold

pytestmark = pytest.mark.django_db
BIRTH = "1.001193"


def codes(words, **more):
    return [hit.code for hit in catalogue.search(words, **more).items]


@pytest.mark.parametrize(
    "words",
    [
        "dang ky khai sinh",
        "đăng ký khai sinh",
        "ĐĂNG KÝ KHAI SINH",
        "Đăng kí khai sinh",
        "dang ki khai sinh",
        "thủ tục đăng ký khai sinh",
        "dang ky khai sin",
        "  dang   ky\tkhai\u00a0sinh ",
        "dangky khai sinh",
        "dang ky khai sihn",
        "dang ky khai sjnh",
        "dnag ky khai sinh",
        "đăng ký khai sính",
        "1.001193",
    ],
)
def test_birth_registration_comes_first(words):
    assert codes(words)[0] == BIRTH


def test_the_birth_registrations_stand_before_everything_else():
    page = catalogue.search("dang ky khai sinh", limit=10)
    named = ["khai sinh" in fold(hit.name) for hit in page.items]
    assert sum(named) >= 5
    assert named == sorted(named, reverse=True)
    assert page.items[0].name == "Thủ tục đăng ký khai sinh"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ket hon", "Thủ tục đăng ký kết hôn"),
        ("khai tu", "Thủ tục đăng ký khai tử"),
        ("ho kinh doanh thanh lap", "Đăng ký thành lập hộ kinh doanh"),
        ("xac nhan tinh trang hon nhan", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân"),
        ("tinh trang hon nha", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân"),
    ],
)
def test_what_people_look_for(words, expected):
    assert catalogue.search(words).items[0].name == expected


@pytest.mark.parametrize("words", ["zzzz", "qqqq wwww", "!!!", "9.9", "%_'\"; drop table", "x" * 5000, "\x00", "🦀"])
def test_nothing_is_found_for_nonsense(words):
    assert catalogue.search(words).total == 0


def test_pages_of_a_search_are_its_whole():
    whole = codes("cap giay phep", limit=1000)
    assert len(whole) == catalogue.search("cap giay phep", limit=1).total > 40
    assert [
        code for start in range(0, len(whole), 20) for code in codes("cap giay phep", limit=20, offset=start)
    ] == whole
    assert codes("cap giay phep", offset=10_000) == []


def test_filters_narrow_and_agree_with_their_counts():
    for group in catalogue.browse_fields()[:10]:
        page = catalogue.search("", field=group.key, limit=2000)
        assert page.total == group.count
        assert all(group.key in {code or name for code, name in hit.fields} for hit in page.items)
    for group in catalogue.browse_life_events():
        assert catalogue.search("", life_event=group.key).total == group.count
    assert {hit.life_event for hit in catalogue.search("", life_event="co-con-nho").items} == {"co-con-nho"}
    assert all("commune" in hit.levels for hit in catalogue.search("", level="commune", limit=500).items)
    assert BIRTH in codes("khai sinh", service="partial")
    assert BIRTH not in codes("khai sinh", service="full")


def test_an_agency_that_is_not_there_is_refused():
    with pytest.raises(identity.AgencyNotFound):
        catalogue.search("", agency_code="H99.99", on=NOW.date())


def test_offered_procedures_stand_first_when_ranks_tie(imported):
    imported(shelf.line("0.000001", "Thủ tục đăng ký khai sinh"))
    assert codes("dang ky khai sinh", offered_only=False)[:2] == [BIRTH, "0.000001"]
    assert "0.000001" not in codes("dang ky khai sinh")


def test_the_index_follows_the_catalogue(imported, django_assert_num_queries):
    assert codes("xylophon pha le", offered_only=False) == []
    imported(shelf.line(name="Thủ tục gõ xylophon pha lê"))
    assert codes("xylophon pha le", offered_only=False) == ["9.900001"]
    imported(shelf.line(name="Thủ tục đúc chiêng"))
    assert codes("xylophon pha le", offered_only=False) == []
    with django_assert_num_queries(1):
        assert codes("duc chieng", offered_only=False) == ["9.900001"]


def test_one_typing_error_in_a_hundred_names():
    """Of a hundred names with one letter lost, doubled, swapped or replaced few are missed in the first ten."""
    names = [hit for hit in catalogue.search("", limit=2000).items if 15 < len(hit.name) < 120]
    chance = random.Random(7)
    missed = 0
    for hit in chance.sample(names, 100):
        text = fold(hit.name)
        at = chance.choice([place for place, char in enumerate(text) if char.isalpha() and place < len(text) - 1])
        slip = chance.choice([text[at + 1] + text[at], "", text[at] * 2, chance.choice("qwrtasdfg")])
        wrong = text[:at] + slip + text[at + (2 if len(slip) == 2 and slip != text[at] * 2 else 1) :]
        found = catalogue.search(wrong, limit=10).items
        missed += fold(hit.name) not in {fold(other.name) for other in found}
    assert missed <= 3


def test_searches_take_milliseconds():
    """The limit is 50 ms of server time; the middle of many searches has to lie far below it."""
    catalogue.search("khoi dong")
    words = [
        "dang ky khai sinh",
        "cap giay phep xay dng",
        "thu tuc",
        "a",
        "ho tich",
        "1.00",
        "sua doi bo sung giay phep hoat dong",
    ]
    spent = []
    for word in words * 5:
        start = time.perf_counter()
        catalogue.search(word, offered_only=False)
        spent.append(time.perf_counter() - start)
    assert sorted(spent)[len(spent) // 2] < 0.02


WORDS = ["thủ", "tục", "đăng", "ký", "cấp", "lại", "giấy", "phép", "khai", "sinh", "tử", "kết", "hôn"]
entries = st.lists(st.text(max_size=30), min_size=1, max_size=8)


@given(entries, st.text(max_size=40))
def test_any_names_and_any_query(names, query):
    index = build([Entry(f"{n}", name, fold(name), offered=n % 2 == 0) for n, name in enumerate(names)])
    found = index.find(query, within=index.all)
    assert len(set(found)) == len(found)
    assert set(found) <= set(range(len(names)))


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=6))
def test_a_name_is_always_found_by_itself(words):
    name = " ".join(words)
    index = build(
        [Entry("1", name, fold(name), offered=True), Entry("2", "cấp đổi thẻ", fold("cấp đổi thẻ"), offered=True)]
    )
    found = index.find(fold(name).upper(), within=index.all)
    assert index.entries[found[0]].code == "1"
