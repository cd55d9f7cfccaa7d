"""The installation's time: the machine's, or a demonstration's own year."""

from datetime import UTC, datetime, timedelta

from haidang.platform import clock
from world import moment


def test_time_is_aware_and_shown_in_vietnam(settings, tmp_path):
    settings.HAIDANG_HOME = tmp_path
    clock.offset.cache_clear()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.local(datetime(2024, 11, 3, 18, tzinfo=UTC)) == moment("2024-11-04T01:00")
    assert clock.local(datetime(2024, 11, 3, 18, tzinfo=UTC)).date().isoformat() == "2024-11-04"


def test_a_demonstration_lives_in_its_own_year(settings, tmp_path):
    settings.HAIDANG_HOME = tmp_path
    clock.offset.cache_clear()
    try:
        clock.set_demo_time(moment("2024-11-04T09:00"))
        assert abs(clock.now() - moment("2024-11-04T09:00")) < timedelta(seconds=5)
        assert clock.today().isoformat() == "2024-11-04"
    finally:
        clock.offset.cache_clear()
