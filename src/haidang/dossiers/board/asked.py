"""What a board is asked: one value that counts a figure and opens the list behind it."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Figure(StrEnum):
    """What a board counts. The first group is of open dossiers, the second of those with a result in the last days."""

    OPEN = "open"
    WAITING = "waiting"
    DUE_TODAY = "due_today"
    IN_TIME = "in_time"
    AT_RISK = "at_risk"
    LATE = "late"
    PAUSED = "paused"
    FINISHED = "finished"
    FINISHED_ON_TIME = "finished_on_time"
    FINISHED_LATE = "finished_late"

    @property
    def is_open(self) -> bool:
        """Whether it counts dossiers that still wait for their result."""
        return self not in _FINISHED


_FINISHED = frozenset({Figure.FINISHED, Figure.FINISHED_ON_TIME, Figure.FINISHED_LATE})


class Grouping(StrEnum):
    """What the lines of a board are."""

    AGENCY = "agency"
    EACH_AGENCY = "each_agency"
    """Every agency by itself, without what stands below it, for comparing."""
    UNIT = "unit"
    PROCEDURE = "procedure"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which dossiers: all in reach, narrowed by whatever is given; the same value counts and lists.

    `agency`: code of an agency, with all that lies below it (`is_own`: without), as the structure is today; `NOWHERE`:
    what has no place in it. `unit`: "<agency id>-<key>" of
    the unit that an open step waits for; `procedure`: a code; `step`: the name of an open step; `ground`: why the
    clock stands still, `NO_GROUND` for what waits before it was received.
    """

    figure: Figure = Figure.OPEN
    agency: str = ""
    is_own: bool = False
    unit: str = ""
    procedure: str = ""
    step: str = ""
    ground: str = ""

    @property
    def has_step(self) -> bool:
        """Whether it asks about open steps, of which a finished dossier has none."""
        return bool(self.unit or self.step)

    def within(self, agency: str, *, is_own: bool = False) -> "Asked":
        """The same, of one agency."""
        return replace(self, agency=agency, is_own=is_own)

    def counting(self, figure: Figure) -> "Asked":
        """The same dossiers under another figure."""
        return replace(self, figure=figure, ground=self.ground if figure is Figure.PAUSED else "")


NO_GROUND = "before_receipt"
NOWHERE = "khac"
