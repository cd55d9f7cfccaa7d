"""Which share of the province's procedures has been cut enough, with the list behind every figure."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from haidang.catalogue import api as catalogue
from haidang.reform.cuts import Cut, is_cut_by, procedure_cut
from haidang.reform.target import Target, target


@dataclass(frozen=True, slots=True)
class Entry:
    """One offered procedure, and its cut that counts."""

    code: str
    name: str
    version: int
    cut: Cut


@dataclass(frozen=True, slots=True)
class Figure:
    """How many procedures are cut by at least `percent` %: numerator and denominator, never one without the other."""

    percent: int
    numerator: int
    denominator: int
    share_percent: int

    @property
    def share(self) -> Fraction | None:
        """The share in per cent, exact; None where no procedure can be counted: nothing is 100 % of nothing."""
        return Fraction(self.numerator * 100, self.denominator) if self.denominator else None

    @property
    def is_reached(self) -> bool | None:
        """Whether the share reaches the target; None where there is no share."""
        return None if self.share is None else self.share >= self.share_percent

    @property
    def missing(self) -> int:
        """How many more procedures would have to be cut so much for the target to be reached."""
        needed = -(-self.share_percent * self.denominator // 100)
        return max(0, needed - self.numerator)


@dataclass(frozen=True, slots=True)
class Share:
    """The figures of a day: `counted` are in the denominators, `apart` in none, each with its reason."""

    on: date
    target: Target
    counted: tuple[Entry, ...]
    apart: tuple[Entry, ...]
    figures: tuple[Figure, ...]


def share(*, on: date) -> Share:
    """The share of procedures in force at `on` that have been cut by at least each percentage of the target."""
    rows = [Entry(item.code, item.name, item.number, procedure_cut(item.channels)) for item in catalogue.offered(on=on)]
    counted = tuple(row for row in rows if row.cut.share is not None)
    aim = target()
    figures = tuple(
        Figure(percent, sum(is_cut_by(row.cut, percent) for row in counted), len(counted), aim.share_percent)
        for percent in aim.cut_percents
    )
    return Share(on, aim, counted, tuple(row for row in rows if row.cut.share is None), figures)
