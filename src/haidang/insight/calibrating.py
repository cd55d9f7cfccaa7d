"""Straightens chances by what they turned out to be worth (Platt 1999), cautiously: a little evidence changes little.

Means of several forecasts are too timid: where all agree that a case will be late they say so less firmly than they
might (Ranjan and Gneiting 2010).
"""

from dataclasses import dataclass

import numpy as np

from haidang.insight.log import Floats

_CAUTION = 30.0
"""As if so many rows had spoken for leaving the chances as they are."""
_ROUNDS, _EDGE = 25, 1e-4
_LEAST, _MOST = 0.5, 2.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """How many times further (in log odds) chances are to stand from `rate`, the usual one; 1 changes nothing."""

    slope: float = 1.0
    rate: float = 0.5

    def apply(self, chance: Floats) -> Floats:
        """The straightened chances, in the same order."""
        usual = _odds(np.array([self.rate]))
        return _chance(usual + self.slope * (_odds(chance) - usual))


UNCHANGED = Calibration()


def learn(chance: Floats, happened: Floats, *, rate: float) -> Calibration:
    """The slope under which what happened was most likely, drawn towards 1; by Newton's method.

    `rate` itself is not learnt from the newest cases: the late ones among them have not ended yet.
    """
    usual = float(_odds(np.array([rate]))[0])
    apart = _odds(chance) - usual
    slope = 1.0
    for _round in range(_ROUNDS):
        said = _chance(usual + slope * apart)
        pull = float((apart * (said - happened)).sum()) + _CAUTION * (slope - 1.0)
        bend = float((apart**2 * said * (1 - said)).sum()) + _CAUTION
        slope = min(max(slope - pull / bend, _LEAST), _MOST)
    return Calibration(slope, rate)


def _odds(chance: Floats) -> Floats:
    inside = np.clip(chance, _EDGE, 1 - _EDGE)
    odds: Floats = np.log(inside / (1 - inside))
    return odds


def _chance(odds: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-odds))
    return chance
