"""When a directive is urged by rule (đôn đốc), and how far up. Pure.

7, 3 and 1 working days before the due date whoever leads is urged; from the first working day after it, every working
day once more, each time one level of the agency tree higher, up to the agency that gave it. A step names the due date
that it counts on, so that an extension begins anew.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise

from haidang.worktime import api as worktime

BEFORE = (7, 3, 1)
"""Working days before the due date."""


@dataclass(frozen=True, slots=True)
class Step:
    """One urging by rule: `days` working days before (or, if `is_over`, after) the due date `due_on`.

    `level`: how many levels above the agency that leads are told: 0 only that agency.
    """

    due_on: date
    days: int
    is_over: bool
    level: int = 0

    @property
    def key(self) -> str:
        """Its name, once for each directive: "2024-11-11:before:3"."""
        return f"{self.due_on.isoformat()}:{'over' if self.is_over else 'before'}:{self.days}"


def step_of(calendar: worktime.Calendar, *, issued_on: date, due_on: date, today: date, levels: int) -> Step | None:
    """The urging that is due on `today`, if any: the most pressing one, when days were missed.

    `issued_on` is the day from which the due date is known; a mark that had passed by then is not urged. `levels` is
    how many agencies stand above the one that leads, up to the giver. On a day off nobody is urged. `zone` gives the
    time zone. Raises CalendarRangeError outside the calendar.
    """
    if not calendar.is_working_day(today):
        return None
    left = _between(calendar, today, due_on)
    if left < 0:
        return Step(due_on, -left, is_over=True, level=min(-left, levels))
    at_issue = _between(calendar, issued_on, due_on)
    for mark, following in pairwise((*BEFORE, 0)):
        if following < left <= mark < at_issue:
            return Step(due_on, mark, is_over=False)
    return None


def _between(calendar: worktime.Calendar, since: date, until: date) -> int:
    """Working days after `since` up to and including `until`; negative backwards."""
    first, last = (datetime.combine(day, time(12), tzinfo=calendar.zone) for day in (since, until))
    return worktime.working_days_between(calendar, first, last)
