"""Drawing lots and intervals: what must always hold, and slow oracles."""

import math
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haidang.reform.sipas import intervals, questionnaire, sampling
from haidang.reform.sipas.intervals import Stratum, of_question, of_strata, wilson
from haidang.reform.sipas.sampling import OTHERS, SMALLEST, Candidate

counts = st.tuples(st.integers(0, 300), st.integers(1, 300)).map(lambda pair: (min(pair), pair[1]))


def oracle(satisfied, count, z=intervals.Z, steps=4_000):
    """The shares p for which the observed one is no further than z standard deviations, found by trying them all."""
    seen = satisfied / count
    fits = [
        place / steps for place in range(steps + 1)
        if abs(seen - place / steps) <= z * math.sqrt(place / steps * (1 - place / steps) / count) + 1e-12
    ]  # fmt: skip
    return min(fits), max(fits)


@given(counts)
@settings(max_examples=40, deadline=None)
def test_wilson_is_the_set_of_shares_that_fit(pair):
    satisfied, count = pair
    low, high = wilson(satisfied, count)
    near = oracle(satisfied, count)
    assert (low, high) == (pytest.approx(near[0], abs=1e-3), pytest.approx(near[1], abs=1e-3))
    assert 0 <= low <= satisfied / count <= high <= 1


@given(counts)
@settings(deadline=None)
def test_more_of_the_same_makes_surer(pair):
    satisfied, count = pair
    (low, high), (closer, nearer) = wilson(satisfied, count), wilson(satisfied * 4, count * 4)
    assert nearer - closer < high - low


def test_nothing_is_no_share():
    assert wilson(0, 0) is None
    assert of_question(0, 0) == of_strata([], seed=1) == of_strata([Stratum(9, [])], seed=1)
    assert of_strata([Stratum(9, [0.5])], seed=1).low is None


shares = st.lists(st.sampled_from([0.0, 0.5, 1.0]), max_size=12)
strata = st.lists(st.builds(Stratum, st.integers(0, 500), shares), max_size=5)


@given(strata, st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_an_estimate_lies_in_its_interval_and_within_its_strata(groups, seed):
    found = of_strata(groups, seed=seed, draws=200)
    told = [item for item in groups if item.shares]
    assert found.count == sum(len(item.shares) for item in told)
    assert found == of_strata(groups, seed=seed, draws=200)
    if not told:
        return
    weights = [max(item.population, len(item.shares)) for item in told]
    mean = sum(w * statistics.fmean(item.shares) for w, item in zip(weights, told, strict=True)) / sum(weights)
    assert found.value == pytest.approx(mean)
    if found.low is not None:
        assert 0 <= found.low <= found.value <= found.high <= 1


def test_the_bootstrap_agrees_with_the_normal_interval_of_many():
    values = [float(place % 3 == 0) for place in range(900)]
    found = of_strata([Stratum(10_000, values)], seed=3)
    half = intervals.Z * statistics.pstdev(values) / math.sqrt(len(values))
    assert (found.low, found.high) == (pytest.approx(1 / 3 - half, abs=0.005), pytest.approx(1 / 3 + half, abs=0.005))


def test_all_alike_is_not_certain():
    found = of_strata([Stratum(100, [1.0] * 10)], seed=1)
    assert (found.value, found.high, found.is_small) == (1, 1, True)
    assert found.low < 0.75


def test_strata_weigh_by_their_population():
    groups = [Stratum(900, [1.0] * 10), Stratum(100, [0.0] * 40)]
    assert of_strata(groups, seed=1).value == pytest.approx(0.9)


candidates = st.lists(
    st.builds(Candidate, st.integers(1, 4), st.integers(0, 30).map(str), st.integers(0, 400).map(str)),
    max_size=60, unique_by=lambda item: item.code,
)  # fmt: skip


@given(candidates, st.integers(1, 20), st.randoms())
@settings(deadline=None)
def test_the_lot_is_fair_to_all(items, size, chance):
    groups = sampling.strata(items)
    drawn = sampling.draw(groups, size=size, seed="2024")
    persons = [item.person for group in drawn.values() for item in group]
    assert len(persons) == len(set(persons)), "nobody is asked twice"
    for key, group in groups.items():
        assert len(drawn[key]) == min(size, len(group))
        assert len(group) >= SMALLEST
        assert all(item.stratum == key for item in group) or key == OTHERS
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert sampling.draw(sampling.strata(shuffled), size=size, seed="2024") == drawn
    more = sampling.draw(groups, size=size + 3, seed="2024")
    assert all(set(drawn[key]) <= set(more[key]) for key in drawn)


def test_another_seed_draws_others():
    groups = {1: [Candidate(1, str(place), str(place)) for place in range(200)]}
    one, other = (sampling.draw(groups, size=50, seed=seed)[1] for seed in ("a", "b"))
    assert 0 < len(set(one) & set(other)) < 50


def test_the_questionnaire_that_ships_can_be_asked():
    found = questionnaire.checked(questionnaire.standard())
    assert (len(found.factors), len(found.scale)) == (5, 5)
    assert questionnaire.from_plain(questionnaire.to_plain(found)) == found
    assert questionnaire.check_answers(found, {"q1": 5, "nope": 3}) == {"q1": 5}
    for level in (0, 6, "5", True):
        with pytest.raises(ValueError, match="q1"):
            questionnaire.check_answers(found, {"q1": level})
