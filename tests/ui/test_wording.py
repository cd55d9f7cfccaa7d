"""Times, amounts and spans as people read them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from haidang.ui import wording
from haidang.ui.templatetags import ui


def test_moments_are_local_with_their_weekday():
    moment = datetime(2024, 11, 4, 0, 30, tzinfo=UTC)
    assert wording.moment(moment) == "07:30, thứ Hai 04/11/2024"
    assert wording.short_moment(moment) == "07:30 04/11/2024"
    assert wording.day(datetime(2024, 11, 3, 18, 0, tzinfo=UTC)) == "thứ Hai 04/11/2024"
    assert wording.day(date(2024, 11, 3)) == "Chủ nhật 03/11/2024"


def test_amounts():
    assert wording.dong(150_000) == "150.000\u00a0₫"
    assert wording.thousands(1505) == "1.505"
    with translation.override("en"):
        assert wording.thousands(1505) == "1,505"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "còn 0 phút làm việc"),
        (45, "còn 45 phút làm việc"),
        (60, "còn 1 giờ làm việc"),
        (95, "còn 1 giờ 35 phút làm việc"),
        (450, "còn 1 ngày làm việc"),
        (1085, "còn 2 ngày 3 giờ làm việc"),
        (-90, "đã quá 1 giờ 30 phút làm việc"),
    ],
)
def test_office_time_left(minutes, words):
    assert wording.office_time_left(minutes) == words


def test_filters_are_blank_for_nothing():
    assert [ui.vntime(None), ui.vnd(None), ui.office_left(None), ui.thousands(None)] == ["", "", "", ""]
