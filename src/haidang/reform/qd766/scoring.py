"""Counts to points, and what a lost point would take. Pure and exact: fractions, rounded only where they are shown.

Missing is not zero, and nothing is 100 % of nothing: a component without data or without a case has no points and is
left out of what the total covers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from haidang.reform.qd766.definition import Component

MOST = 10**12
"""No count of a province is larger."""
Inputs = Mapping[str, int | None]


class Standing(StrEnum):
    """How a component came to its points, or why it has none."""

    COUNTED = "counted"
    BY_RULE = "by_rule"
    """Nothing divided by nothing, and the reading in force says what that is worth."""
    NOTHING = "nothing"
    """Nothing divided by nothing: no case in the period."""
    MISSING = "missing"
    """At least one input is not known."""
    IMPOSSIBLE = "impossible"
    """A numerator above its denominator: counts of different sources contradict one another."""


class BadInputs(ValueError):
    """A count that cannot be: `args` are the component's code and the input's key."""


@dataclass(frozen=True, slots=True)
class Result:
    """A component's points; `points` and `ratio` are None where there are none. `missing`: inputs not known.

    `factor`: what the second ratio multiplied by; 1 without one.
    """

    component: Component
    standing: Standing
    over: int | None
    under: int | None
    ratio: Fraction | None
    points: Fraction | None
    missing: tuple[str, ...] = ()
    factor: Fraction = Fraction(1)

    @property
    def lost(self) -> Fraction | None:
        """The points up to the maximum; None where nothing is scored."""
        return None if self.points is None else self.component.maximum - self.points


@dataclass(frozen=True, slots=True)
class Total:
    """Points, the maximum of the components that are scored, and of those that are not, by reason."""

    points: Fraction
    covered: int
    nothing: int
    missing: int

    @property
    def maximum(self) -> int:
        """The points that could be had if everything were scored."""
        return self.covered + self.nothing + self.missing


def score(component: Component, inputs: Inputs) -> Result:
    """The points of one component. Raises BadInputs for counts below 0 or too large."""
    for key in component.inputs:
        value = inputs.get(key)
        if value is not None and not 0 <= value <= MOST:
            raise BadInputs(component.code, key)
    missing = tuple(key for key in component.inputs if inputs.get(key) is None)
    over, under = _sum(component.over, inputs), _sum(component.under, inputs)
    if missing or over is None or under is None:
        return Result(component, Standing.MISSING, over, under, None, None, missing)
    factor = _factor(component, inputs)
    if over > under or (factor is not None and factor > 1):
        return Result(component, Standing.IMPOSSIBLE, over, under, None, None)
    if under == 0 or factor is None:
        points = {"full": Fraction(component.maximum), "zero": Fraction(0)}.get(component.zero)
        standing = Standing.NOTHING if points is None else Standing.BY_RULE
        return Result(component, standing, over, under, None, points)
    ratio = Fraction(over, under) * factor
    return Result(component, Standing.COUNTED, over, under, ratio, _points(component, ratio), factor=factor)


def score_all(components: Iterable[Component], inputs: Inputs) -> list[Result]:
    """The points of each component. Raises BadInputs."""
    return [score(component, inputs) for component in components]


def total(results: Sequence[Result]) -> Total:
    """The sum, with how many of the maximum points it covers."""

    def of(*standings: Standing) -> int:
        return sum(item.component.maximum for item in results if item.standing in standings)

    points = sum((item.points for item in results if item.points is not None), Fraction(0))
    return Total(
        points, of(Standing.COUNTED, Standing.BY_RULE), of(Standing.NOTHING), of(Standing.MISSING, Standing.IMPOSSIBLE)
    )


def needed(result: Result, gain: Fraction) -> int | None:
    """How many of those that count below must also count above for `gain` more points; None where no number does."""
    if result.over is None or not result.under or result.points is None or not result.factor:
        return None
    wanted = result.points + gain
    if wanted > result.component.maximum:
        return None
    share = wanted * result.component.target / (result.component.maximum * 100)
    least = share * result.under / result.factor
    above = -(-least.numerator // least.denominator)
    return max(0, above - result.over) if above <= result.under else None


def to_full(result: Result) -> int | None:
    """As `needed`, for all points that are lost; None where nothing is lost or all cannot be reached."""
    return needed(result, result.lost) if result.lost else None


def rounded(points: Fraction, places: int = 2) -> Decimal:
    """As it is shown: half up."""
    return (Decimal(points.numerator) / Decimal(points.denominator)).quantize(Decimal(10) ** -places, ROUND_HALF_UP)


def _sum(keys: Iterable[str], inputs: Inputs) -> int | None:
    found = [inputs.get(key) for key in keys]
    known = [value for value in found if value is not None]
    return sum(known) if len(known) == len(found) else None


def _factor(component: Component, inputs: Inputs) -> Fraction | None:
    """What the second ratio, all known, multiplies by: 1 without one, None for nothing divided by nothing."""
    if component.times is None:
        return Fraction(1)
    over, under = (inputs.get(key) or 0 for key in component.times)
    if under == 0 and over:
        return Fraction(2)  # Something of nothing: as impossible as any share above one.
    return Fraction(over, under) if under else None


def _points(component: Component, ratio: Fraction) -> Fraction:
    return min(Fraction(component.maximum), component.maximum * ratio * 100 / component.target)
