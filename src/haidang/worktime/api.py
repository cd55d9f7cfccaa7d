"""The door of the room: what other rooms may use of calendars, terms and the legal clock."""

from haidang.worktime.arrays import (
    aware_times,
    due_many,
    local_times,
    office_minutes_between_many,
    working_days_between_many,
)
from haidang.worktime.calendar import Calendar
from haidang.worktime.clock import Effect, Reckoning, Step, reckon
from haidang.worktime.counts import Amount, AmountUnit
from haidang.worktime.defaults import profile_calendar
from haidang.worktime.errors import (
    CalendarError,
    CalendarRangeError,
    MomentError,
    PauseError,
    TermError,
    WorktimeError,
)
from haidang.worktime.explain import explain, explain_reckoning
from haidang.worktime.pauses import Pause, PausePolicy
from haidang.worktime.phrases import Said
from haidang.worktime.readings import (
    add_office_minutes,
    due,
    effective_start,
    elapsed,
    latest_start,
    office_minutes_between,
    remaining,
    subtract_office_minutes,
    working_days_between,
)
from haidang.worktime.scoring import Ending, Score, ScoredDossier, Timeliness, score_dossier
from haidang.worktime.tables import CalendarSet
from haidang.worktime.terms import Convention, Term, Unit
from haidang.worktime.vector import DueDates

__all__ = [
    "Amount",
    "AmountUnit",
    "Calendar",
    "CalendarError",
    "CalendarRangeError",
    "CalendarSet",
    "Convention",
    "DueDates",
    "Effect",
    "Ending",
    "MomentError",
    "Pause",
    "PauseError",
    "PausePolicy",
    "Reckoning",
    "Said",
    "Score",
    "ScoredDossier",
    "Step",
    "Term",
    "TermError",
    "Timeliness",
    "Unit",
    "WorktimeError",
    "add_office_minutes",
    "aware_times",
    "due",
    "due_many",
    "effective_start",
    "elapsed",
    "explain",
    "explain_reckoning",
    "latest_start",
    "local_times",
    "office_minutes_between",
    "office_minutes_between_many",
    "profile_calendar",
    "reckon",
    "remaining",
    "score_dossier",
    "subtract_office_minutes",
    "working_days_between",
    "working_days_between_many",
]
