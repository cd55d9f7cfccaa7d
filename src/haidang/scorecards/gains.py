"""What lost points would take, as lines to read. Pure."""

from dataclasses import dataclass
from fractions import Fraction

from haidang.reform.api import qd766


@dataclass(frozen=True, slots=True)
class Gain:
    """That `points` more take `more` more of the component's numerator; `is_full`: these are all that is lost."""

    points: Fraction
    more: int
    is_full: bool


def gains(result: qd766.Result) -> list[Gain]:
    """One more point, if so much is lost, and all of them; nothing where nothing can be won."""
    lost = result.lost
    if not lost:
        return []
    wanted = [Fraction(1), lost] if lost > 1 else [lost]
    found = [(points, qd766.needed(result, points)) for points in wanted]
    return [Gain(points, more, points == lost) for points, more in found if more is not None]
