"""Home, search, browsing, counts and the page of a procedure."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def test_home_leads_with_search_and_shows_the_counts(client):
    page = text_of(client.get("/"))
    assert page.index('name="q"') < page.index("Thủ tục hay dùng")
    assert all(figure in page for figure in ("1.505", "574", "939"))
    assert "Đăng ký thành lập hộ kinh doanh" in page


@pytest.mark.parametrize("words", ["dang ky khai sinh", "Đăng ký khai sinh", "đăng kí khai sinh"])
def test_search_with_or_without_diacritics_puts_birth_registration_first(client, words):
    found = client.get("/thu-tuc/", {"q": words}).context["found"]
    assert found.items[0].code == "1.001193"


def test_every_count_opens_the_list_that_it_counts(client):
    counts = client.get("/thu-tuc/thong-ke/").context["counts"]
    for query, figure in (
        ("", counts.total),
        ("full", counts.full),
        ("partial", counts.partial),
        ("both", counts.both),
    ):
        assert client.get("/thu-tuc/", {"muc": query}).context["found"].total == figure
    assert (counts.total, counts.full, counts.partial, counts.both) == (1505, 574, 939, 8)


def test_filters_narrow_and_pages_keep_them(client):
    page = client.get("/thu-tuc/", {"muc": "full", "cap": "commune", "trang": "2"})
    assert page.context["page"].number == 2
    assert {"commune"} <= set(page.context["found"].items[0].levels)
    assert "muc=full&amp;cap=commune&amp;trang=1" in text_of(page)


@pytest.mark.parametrize("query", ["trang=99999", "trang=-1", "trang=x", "linh-vuc=khong-co", "co-quan=X99", "q=%00"])
def test_nonsense_in_the_address_is_no_error(client, query):
    assert client.get(f"/thu-tuc/?{query}").status_code == 200


def test_nothing_found_says_what_to_do(client):
    page = client.get("/thu-tuc/", {"q": "qwxzjkvb"})
    assert page.context["found"].total == 0
    assert "Không tìm thấy thủ tục phù hợp" in text_of(page)


def test_procedure_page_answers_what_who_how_long_and_on_what_basis(client):
    page = text_of(client.get("/thu-tuc/1.001193/"))
    for words in ("Thủ tục đăng ký khai sinh", "1 ngày làm việc", "123/2015/NĐ-CP", "Giấy chứng sinh", "1 bản chính"):
        assert words in page
    assert reverse("portal:choose", args=["1.001193"]) in page


def test_unknown_procedure_is_told_so(client):
    page = client.get("/thu-tuc/9.999999/")
    assert page.status_code == 404
    assert "Không tìm thấy thủ tục 9.999999" in text_of(page)


def test_browse_pages_list_fields_and_agencies(client):
    assert "Hộ tịch" in text_of(client.get("/thu-tuc/linh-vuc/"))
    assert "Sở Tư pháp" in text_of(client.get("/thu-tuc/co-quan/"))
    only = client.get("/thu-tuc/", {"co-quan": "H06.03"}).context["found"]
    assert 0 < only.total < 1505


def test_pages_carry_no_inline_script_or_style(client):
    for address in ("/", "/thu-tuc/", "/thu-tuc/1.001193/", "/dang-ky/"):
        page = text_of(client.get(address))
        assert " style=" not in page
        assert "<style" not in page
        assert "onclick" not in page
        assert "<script>" not in page


def test_pages_switch_to_english(client):
    client.post("/ngon-ngu/setlang/", {"language": "en", "next": "/"})
    assert '<html lang="en"' in text_of(client.get("/"))
