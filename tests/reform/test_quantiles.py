"""Quantiles against a slow reading of the product-limit estimate, and against plain counting."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.reform.api import quantile

times = st.lists(st.integers(0, 12), max_size=30)
percents = st.integers(1, 99)


def slow(ended, running, percent):
    """The share that takes longer, moment by moment, in fractions."""
    longer = Fraction(1)
    for moment in range(13):
        at_risk = sum(time >= moment for time in [*ended, *running])
        if moment in ended:
            longer *= 1 - Fraction(ended.count(moment), at_risk)
            if 1 - longer >= Fraction(percent, 100):
                return moment
    return None


@given(times, times, percents)
def test_equals_the_slow_reading(ended, running, percent):
    assert quantile(ended, running, percent) == slow(ended, running, percent)


@given(times.filter(bool), percents)
def test_without_open_ones_it_is_the_smallest_time_that_enough_have_kept(ended, percent):
    found = quantile(ended, [], percent)
    assert found in ended
    assert sum(time <= found for time in ended) * 100 >= percent * len(ended)
    assert sum(time < found for time in ended) * 100 < percent * len(ended)


@given(times.filter(bool), times, percents)
def test_open_ones_never_make_it_look_faster(ended, running, percent):
    alone, with_open = quantile(ended, [], percent), quantile(ended, running, percent)
    assert with_open is None or with_open >= alone


def test_small_ones_by_hand():
    assert quantile([1, 2, 3, 4], [], 50) == 2
    assert quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [], 90) == 9
    assert quantile([5], [], 90) == 5
    assert quantile([], [], 50) is None
    assert quantile([], [3, 9], 50) is None, "nothing has ended: nobody knows"
    assert quantile([1], [2, 2, 2], 50) is None, "three of four are still open"


def test_a_percentage_that_is_none_is_an_error():
    with pytest.raises(ValueError, match="1–99"):
        quantile([1], [], 100)
