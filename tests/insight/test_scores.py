"""Scores against slow obvious oracles."""

import random

import numpy as np
import pytest

from haidang.insight.api import auc_of_bins, calibration, merged, scores
from haidang.insight.metrics import auc


def drawn(seed, count):
    """Chances with many ties, and what happened."""
    rng = random.Random(seed)
    chance = np.array([rng.choice([0.0, 0.2, 0.2, 0.5, 0.7, 1.0, rng.random()]) for _ in range(count)])
    happened = np.array([float(rng.random() < 0.3 + 0.4 * each) for each in chance])
    return chance, happened


def auc_by_pairs(chance, happened):
    """Every late case against every other: a higher chance wins, a tie counts half."""
    pairs = [
        (a, b)
        for a, x in zip(chance, happened, strict=True)
        if x
        for b, y in zip(chance, happened, strict=True)
        if not y
    ]
    return sum((a > b) + 0.5 * (a == b) for a, b in pairs) / len(pairs) if pairs else None


@pytest.mark.parametrize("seed", range(40))
def test_scores_are_those_of_the_oracle(seed):
    chance, happened = drawn(seed, random.Random(seed).randrange(2, 60))
    days = np.random.default_rng(seed).normal(size=(2, len(chance)))
    found = scores(chance=chance, expected=days[0], happened=happened, actual=days[1])
    assert found.brier == pytest.approx(sum((p - y) ** 2 for p, y in zip(chance, happened, strict=True)) / len(chance))
    assert found.mae_days == pytest.approx(sum(abs(a - b) for a, b in zip(*days, strict=True)) / len(chance))
    expected = auc_by_pairs(chance, happened)
    assert found.auc == (None if expected is None else pytest.approx(expected))


def test_there_is_no_area_where_there_is_one_class():
    assert auc(np.array([0.1, 0.9]), np.zeros(2)) is None
    assert auc(np.array([0.1, 0.9]), np.ones(2)) is None


def test_bins_hold_every_forecast_once():
    chance, happened = drawn(3, 500)
    bins = calibration(chance, happened)
    assert sum(item.count for item in bins) == 500
    assert sum(item.late for item in bins) == happened.sum()
    for place, item in enumerate(bins):
        inside = [p for p in chance if int(min(p * 10, 9)) == place]
        assert item.count == len(inside)
        assert item.mean == pytest.approx(sum(inside) / len(inside) if inside else 0.0)


@pytest.mark.parametrize("seed", range(10))
def test_bins_keep_the_area_of_chances_that_they_tell_apart(seed):
    chance, happened = drawn(seed, 200)
    chance = np.round(chance, 1) * 0.9 + 0.05
    fine = calibration(chance, happened, bins=100)
    assert auc_of_bins(fine) == pytest.approx(auc_by_pairs(chance, happened))
    assert merged(fine) == [
        type(item)(item.count, pytest.approx(item.mean), item.late) for item in calibration(chance, happened)
    ]
