"""Timid chances are made firmer, bold ones softer, true ones hardly touched; the order never changes."""

import numpy as np
import pytest

from haidang.insight.calibrating import Calibration, learn


def told(slope, count=4_000):
    """Chances that say `slope` times as much (in log odds from 20 %) as what happens by them."""
    rng = np.random.default_rng(7)
    truth = 1 / (1 + np.exp(-(np.log(0.25) + rng.normal(0, 1.5, count))))
    happened = (rng.random(count) < truth).astype(float)
    return Calibration(slope, 0.2).apply(truth), happened


@pytest.mark.parametrize(("said", "learnt"), [(0.6, 1 / 0.6), (1.0, 1.0), (1.5, 1 / 1.5)])
def test_the_slope_that_was_lost_is_found(said, learnt):
    chance, happened = told(said)
    found = learn(chance, happened, rate=0.2)
    assert found.slope == pytest.approx(learnt, abs=0.12)
    straight = found.apply(chance)
    assert ((straight - happened) ** 2).mean() <= ((chance - happened) ** 2).mean() + 1e-4
    assert (np.argsort(straight, kind="stable") == np.argsort(chance, kind="stable")).all()


def test_little_evidence_changes_little():
    assert learn(np.array([0.1, 0.9]), np.array([1.0, 0.0]), rate=0.5).slope == pytest.approx(1.0, abs=0.15)
    assert learn(np.array([]), np.array([]), rate=0.5).slope == 1.0


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_the_certain_stays_a_probability(rate):
    chance = Calibration(2.0, rate).apply(np.array([0.0, 0.5, 1.0]))
    assert ((chance >= 0) & (chance <= 1)).all()
