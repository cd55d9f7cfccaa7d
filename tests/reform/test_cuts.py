"""The cut of an offer and of a procedure: within one unit only, never a hundred per cent of nothing."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haidang.catalogue.api import ChannelOffer, TimeLimit
from haidang.reform.api import Apart, cut_of, is_cut_by, procedure_cut

units = st.sampled_from(["working_day", "calendar_day", "working_hour", "month", "year"])
limits = st.builds(TimeLimit, st.integers(0, 60), units)
offers = st.lists(
    st.builds(ChannelOffer, st.just("online"), time=st.none() | limits, committed=st.none() | limits), max_size=5
)


def days(value):
    return TimeLimit(value, "working_day")


def offer(statutory, committed=None):
    return ChannelOffer("online", time=statutory, committed=committed)


@pytest.mark.parametrize(
    ("statutory", "committed", "expected"),
    [
        (days(10), days(6), Fraction(40, 100)),
        (days(20), days(11), Fraction(45, 100)),
        (days(10), None, Fraction(0)),
        (days(10), days(0), Fraction(1)),
        (TimeLimit(1, "year"), TimeLimit(6, "month"), Fraction(1, 2)),
        (days(2.5), days(2), Fraction(1, 5)),
        (days(5), days(7), Fraction(-2, 5)),
    ],
)
def test_a_cut_is_a_share_of_the_statutory_time(statutory, committed, expected):
    assert cut_of(statutory, committed).share == expected


@pytest.mark.parametrize(
    ("statutory", "committed", "apart"),
    [
        (None, days(3), Apart.NO_NUMBER),
        (days(0), None, Apart.AT_ONCE),
        (days(1), TimeLimit(8, "working_hour"), Apart.OTHER_UNIT),
        (TimeLimit(30, "calendar_day"), days(15), Apart.OTHER_UNIT),
        (TimeLimit(1, "month"), TimeLimit(15, "calendar_day"), Apart.OTHER_UNIT),
    ],
)
def test_what_cannot_be_compared_stands_apart(statutory, committed, apart):
    found = cut_of(statutory, committed)
    assert (found.share, found.apart) == (None, apart)


def test_thresholds_are_compared_without_rounding():
    almost = cut_of(days(1000), days(601))
    assert not is_cut_by(almost, 40)
    assert is_cut_by(cut_of(days(1000), days(600)), 40)
    assert not is_cut_by(cut_of(None, days(1)), 40)


def test_the_smallest_cut_of_the_offers_counts():
    assert procedure_cut([offer(days(10), days(5)), offer(days(10), days(7))]).share == Fraction(3, 10)
    assert procedure_cut([offer(days(10), days(5)), offer(days(10))]).share == 0
    assert procedure_cut([offer(days(10), days(5)), offer(None)]).share == Fraction(1, 2)
    assert procedure_cut([]).apart is Apart.NO_NUMBER
    assert procedure_cut([offer(days(0))]).apart is Apart.AT_ONCE
    mixed = [offer(days(10), days(5)), offer(days(10), TimeLimit(16, "working_hour"))]
    assert procedure_cut(mixed).apart is Apart.OTHER_UNIT


@given(offers)
def test_a_procedure_is_never_cut_more_than_any_of_its_offers(found):
    cut = procedure_cut(found)
    assert (cut.share is None) == (cut.apart is not None)
    shares = [one.share for each in found if (one := cut_of(each.time, each.committed)).share is not None]
    if cut.share is not None:
        assert cut.share == min(shares)


@given(st.lists(offers, min_size=1, max_size=1), st.integers(1, 99), st.integers(1, 99))
def test_whoever_reaches_the_higher_threshold_reaches_the_lower(found, one, other):
    cut = procedure_cut(found[0])
    if is_cut_by(cut, max(one, other)):
        assert is_cut_by(cut, min(one, other))
