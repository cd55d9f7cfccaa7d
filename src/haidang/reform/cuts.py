"""By how much a procedure's statutory time has been cut, and which procedures cannot say. Pure.

The rule of a procedure with several ways to file: the smallest cut among those for which the law gives a number
counts, because only that much is promised to everybody (docs/decisions, time-reduction figures).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from haidang.catalogue.api import ChannelOffer, TimeLimit, in_one_unit

PERCENT = 100


class Apart(StrEnum):
    """Why a procedure has no cut and stands in no denominator."""

    NO_NUMBER = "no_number"  # the law gives no number for any way to file
    AT_ONCE = "at_once"  # the law says at once (0): nothing can be cut
    OTHER_UNIT = "other_unit"  # committed in another unit than the law's; no fixed relation between the two


@dataclass(frozen=True, slots=True)
class Cut:
    """The cut of one way to file: a share of the statutory time, or why there is none."""

    statutory: TimeLimit | None
    committed: TimeLimit | None
    share: Fraction | None
    apart: Apart | None = None

    @property
    def percent(self) -> Fraction | None:
        """The cut in per cent, exact; negative where more is promised than the law gives."""
        return None if self.share is None else self.share * PERCENT


def cut_of(statutory: TimeLimit | None, committed: TimeLimit | None) -> Cut:
    """(statutory − committed) / statutory within one unit; nothing committed is a cut of 0."""
    if statutory is None:
        return Cut(statutory, committed, None, Apart.NO_NUMBER)
    if statutory.value == 0:
        return Cut(statutory, committed, None, Apart.AT_ONCE)
    if committed is None:
        return Cut(statutory, committed, Fraction(0))
    both = in_one_unit(statutory, committed)
    if both is None:
        return Cut(statutory, committed, None, Apart.OTHER_UNIT)
    return Cut(statutory, committed, (both[0] - both[1]) / both[0])


def procedure_cut(offers: Iterable[ChannelOffer]) -> Cut:
    """The cut that counts for a procedure: the smallest of its offers.

    One offer in another unit leaves the whole procedure apart: its smallest cut is not known. Offers for which the law
    gives no number, or says at once, are passed over, unless there are no others.
    """
    cuts = [cut_of(offer.time, offer.committed) for offer in offers]
    unclear = [cut for cut in cuts if cut.apart is Apart.OTHER_UNIT]
    if unclear:
        return unclear[0]
    known = [cut for cut in cuts if cut.share is not None]
    if known:
        return min(known, key=lambda cut: cut.share or Fraction(0))
    at_once = [cut for cut in cuts if cut.apart is Apart.AT_ONCE]
    return at_once[0] if at_once else Cut(None, None, None, Apart.NO_NUMBER)


def is_cut_by(cut: Cut, percent: int) -> bool:
    """Whether the cut is at least `percent` %, compared without rounding."""
    return cut.share is not None and cut.share * PERCENT >= percent
