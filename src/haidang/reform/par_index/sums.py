"""Points of assessments added up: what counts is the appraised points, before that the agency's own. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Mark:
    """A criterion's points as they stand; None where nobody has scored it."""

    maximum: Decimal
    own: Decimal | None
    appraised: Decimal | None

    @property
    def points(self) -> Decimal | None:
        """What counts now."""
        return self.own if self.appraised is None else self.appraised

    @property
    def lost(self) -> Decimal | None:
        """The points up to the maximum; None where nothing is scored."""
        return None if self.points is None else self.maximum - self.points


@dataclass(frozen=True, slots=True)
class Sum:
    """Points of marks: own and counting ones, over the maximum of what is scored; `waiting`: of what is not."""

    own: Decimal
    points: Decimal
    covered: Decimal
    waiting: Decimal
    appraised: int
    scored: int
    many: int

    @property
    def maximum(self) -> Decimal:
        """The points of all."""
        return self.covered + self.waiting

    @property
    def share(self) -> Decimal | None:
        """The share of what is scored, in per cent; None of nothing."""
        return self.points * 100 / self.covered if self.covered else None


def add(marks: Iterable[Mark]) -> Sum:
    """The sum of marks."""
    found = list(marks)
    scored = [mark for mark in found if mark.points is not None]
    zero = Decimal(0)
    return Sum(
        own=sum((mark.own for mark in scored if mark.own is not None), zero),
        points=sum((mark.points for mark in scored if mark.points is not None), zero),
        covered=sum((mark.maximum for mark in scored), zero),
        waiting=sum((mark.maximum for mark in found if mark.points is None), zero),
        appraised=sum(mark.appraised is not None for mark in found),
        scored=len(scored),
        many=len(found),
    )
