"""The officer's lists: queue, filters, search."""

from datetime import timedelta

from desk_pages import text_of
from django.urls import reverse

from haidang.dossiers.api import State
from world import CITIZEN_ID, OTHER_DEPARTMENT, moment

QUEUE, SEARCH = "desk:queue", "desk:search"


def get(client, name, **query):
    return client.get(reverse(name), query)


def test_empty_queue_says_so(world, as_user):
    page = get(as_user(world.officer("reception")), QUEUE)
    assert "Không có hồ sơ nào đang chờ bạn" in text_of(page)


def test_queue_is_sorted_by_due_time_and_says_the_risk_in_words(world, as_user):
    late = world.bring(State.RECEIVED)
    world.now = moment("2024-11-20T09:00")
    fresh = world.bring(State.RECEIVED)
    page = get(as_user(world.officer("specialist")), QUEUE)
    words = text_of(page)
    assert words.index(late) < words.index(fresh)
    assert "Quá hạn" in words[: words.index(late)].rsplit("Cách nộp", 1)[1]
    assert "Trong hạn" in words


def test_tabs_count_and_narrow(world, as_user):
    filed, done = world.bring(State.NEW), world.bring(State.DONE)
    client = as_user(world.officer("reception"))
    words = text_of(get(client, QUEUE))
    assert "Tất cả 2" in words
    assert "Tiếp nhận 1" in words
    assert "Trả kết quả 1" in words
    narrowed = text_of(get(client, QUEUE, viec="return"))
    assert done in narrowed
    assert filed not in narrowed
    assert "Tất cả 2" in narrowed


def test_risk_filter_and_its_empty_state(world, as_user):
    code = world.bring(State.NEW)
    client = as_user(world.officer("reception"))
    assert code in text_of(get(client, QUEUE, muc="on_time"))
    words = text_of(get(client, QUEUE, muc="late"))
    assert code not in words
    assert "Không có hồ sơ nào khớp bộ lọc" in words


def test_unknown_filters_are_ignored(world, as_user):
    code = world.bring(State.NEW)
    page = get(as_user(world.officer("reception")), QUEUE, viec="x'--", muc="<b>", trang="999999999999")
    assert code in text_of(page)


def test_long_queue_is_paged(world, as_user, monkeypatch):
    monkeypatch.setattr("haidang.desk.views.lists.PAGE", 1)
    first, second = world.bring(State.NEW), world.bring(State.NEW)
    client = as_user(world.officer("reception"))
    assert second not in text_of(get(client, QUEUE))
    words = text_of(get(client, QUEUE, trang=2))
    assert second in words
    assert first not in words


def test_search_by_name_without_diacritics_and_by_identity_number(world, as_user):
    code = world.bring(State.NEW)
    world.bring(State.NEW)
    client = as_user(world.officer("reception"))
    assert code in text_of(get(client, SEARCH, q="nguyen thi an"))
    assert code in text_of(get(client, SEARCH, q=CITIZEN_ID))
    assert "Không tìm thấy hồ sơ nào" in text_of(get(client, SEARCH, q="khong co ai"))


def test_whole_code_leads_straight_to_the_dossier(world, as_user):
    code = world.bring(State.NEW)
    page = get(as_user(world.officer("reception")), SEARCH, q=f" {code.lower()} ")
    assert page.url == reverse("desk:dossier", kwargs={"code": code})


def test_search_finds_nothing_of_another_agency(world, as_user):
    code = world.bring(State.NEW)
    client = as_user(world.officer("reception", OTHER_DEPARTMENT))
    assert "Không tìm thấy hồ sơ nào" in text_of(get(client, SEARCH, q=code))


def test_queue_asks_the_database_a_fixed_number_of_times(world, as_user, django_assert_max_num_queries):
    for _ in range(4):
        world.submit(now=world.now + timedelta(minutes=1))
    client = as_user(world.officer("reception"))
    with django_assert_max_num_queries(45):
        get(client, QUEUE)
