"""The page on which an officer lets a colleague stand in for him."""

import pytest
from desk_pages import text_of
from django.urls import reverse

from haidang.identity import api as identity
from world import OTHER_DEPARTMENT

PAGE = "desk:delegations"


@pytest.fixture
def people(world):
    return world.officer("leader"), world.officer("specialist")


def data(person, **changes):
    return {
        "key": "form-00000001",
        "delegate": person.pk,
        "what": "",
        "valid_from": "2024-11-04",
        "last_day": "2024-11-08",
        "reason": "Đi công tác",
    } | changes


def test_given_shown_to_both_and_ended(world, people, as_user):
    away, stand_in = people
    client = as_user(away)
    assert "Chưa có ủy quyền nào" in text_of(client.get(reverse(PAGE)))
    assert client.post(reverse(PAGE), data(stand_in)).status_code == 302
    assert client.post(reverse(PAGE), data(stand_in)).status_code == 302
    row = identity.Delegation.objects.get()
    assert (row.delegator, row.delegate, str(row.valid_to)) == (away, stand_in, "2024-11-09")
    for user in people:
        words = text_of(as_user(user).get(reverse(PAGE)))
        assert "từ 04/11/2024 đến trước ngày 09/11/2024" in words
        assert "Đang có hiệu lực" in words
    address = reverse("desk:end_delegation", args=[row.pk])
    assert "bạn không được kết thúc" in text_of(as_user(stand_in).post(address, follow=True))
    client.get(address)
    row.refresh_from_db()
    assert row.ended_at is None
    client.post(address)
    row.refresh_from_db()
    assert str(row.valid_to) == "2024-11-04"
    assert "Đã kết thúc" in text_of(client.get(reverse(PAGE)))


def test_one_role_at_one_agency(people, as_user):
    away, stand_in = people
    as_user(away).post(reverse(PAGE), data(stand_in, what="H06.03/leader"))
    row = identity.Delegation.objects.get()
    assert (row.agency.code, row.role) == ("H06.03", "leader")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("last_day", "2024-11-03", "không được trước ngày bắt đầu"),
        ("last_day", "9999-12-31", "dài tối đa"),
        ("valid_from", "2024-11-01", "không được trước hôm nay"),
        ("reason", "", ""),
        ("what", "H06.02/leader", ""),
        ("delegate", "0", ""),
        ("key", "x", ""),
    ],
)
def test_what_is_refused_comes_back_with_its_reason(people, as_user, field, value, words):
    away, stand_in = people
    page = as_user(away).post(reverse(PAGE), data(stand_in, **{field: value}))
    assert page.status_code == 422
    assert words in text_of(page)
    assert identity.Delegation.objects.count() == 0


def test_only_colleagues_are_offered(world, people, as_user):
    away, stand_in = people
    stranger = world.officer("clerk", OTHER_DEPARTMENT)
    page = as_user(away).get(reverse(PAGE)).content.decode()
    assert f'value="{stand_in.pk}"' in page
    assert f'value="{stranger.pk}"' not in page
    assert as_user(away).post(reverse(PAGE), data(stranger)).status_code == 422
