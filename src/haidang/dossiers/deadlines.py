"""The legal clock of a dossier: its ledger of intervals, and the dates that follow from it. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from haidang.worktime import api as worktime

RECEIPT_OFFICE_MINUTES = 8 * 60
"""Answer to an online filing: 8 working hours (Art. 10 Circular 87/2021/TT-BTC; DOMAIN §3.2)."""

WARN_SHARE, WARN_DAYS = 0.25, 3
"""At risk: the last quarter of the term, at most three working days (the badge in use, DOMAIN §3.5); of a short term
the last working day, but never more than its second half."""


class Ground(StrEnum):
    """Grounds in law on which a clock may stand still; a signature awaited or a system fault is none of them."""

    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    OTHER_AGENCY = "other_agency"


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of the clock: running (`ground` None) or paused on a ground; `until` None while it lasts."""

    ground: Ground | None
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a dossier was received under: term, how it is counted, and the office calendar of its version.

    `extra_days`: working days that an apology has added after the due date (0: none).
    """

    term: worktime.Term
    convention: worktime.Convention
    policy: worktime.PausePolicy
    calendar: worktime.Calendar
    extra_days: int = 0


def pauses(ledger: Sequence[Interval]) -> list[worktime.Pause]:
    """The paused stretches of `ledger`, in order."""
    return [worktime.Pause(item.since, item.until) for item in ledger if item.ground]


def due(rules: Rules, ledger: Sequence[Interval]) -> datetime | None:
    """When the result is due; None while a pause that moves it is still open.

    An extension is counted after the due date of the term, at close of office of its last day: a pause before that
    date moves both, one inside the extension moves the extension by the same policy.
    """
    return _last_leg(_legs(rules, ledger))


def explain(rules: Rules, ledger: Sequence[Interval], *, lang: str) -> list[str]:
    """Why it is due then, line by line, in "vi" or "en"."""
    first, *extension = _legs(rules, ledger)
    lines = worktime.explain_reckoning(first)
    for leg in extension:
        lines += [_extended(rules), *worktime.explain_reckoning(leg)[_LINES_OF_A_START:]]
    return [line.en if lang == "en" else line.vi for line in lines]


def extension_days(calendar: worktime.Calendar, due_at: datetime, new_day: date) -> int:
    """How many working days after `due_at` the day `new_day` is; 0 or less if it is not later."""
    noon = datetime.combine(new_day, time(12), tzinfo=due_at.tzinfo)
    return worktime.working_days_between(calendar, due_at, noon)


_LINES_OF_A_START = 2
"""How many lines of an explanation say from when and by what rule it is counted; an extension says so itself."""


def _legs(rules: Rules, ledger: Sequence[Interval]) -> list[worktime.Reckoning]:
    paused = pauses(ledger)
    term = worktime.reckon(
        rules.calendar,
        ledger[0].since,
        term=rules.term,
        convention=rules.convention,
        policy=rules.policy,
        pauses=paused,
    )
    if not rules.extra_days or term.due is None:
        return [term]
    # The office minute that ends at the due moment: the moment itself may already belong to the next working day.
    start = rules.calendar.moment(term.due - 1)
    later = [pause for pause, step in zip(paused, term.steps, strict=True) if step.effect is worktime.Effect.AFTER_DUE]
    extension = worktime.reckon(
        rules.calendar,
        start,
        term=worktime.Term.parse(f"{rules.extra_days} {worktime.Unit.WORKING_DAY}"),
        convention=worktime.Convention.CIVIL,
        policy=rules.policy,
        pauses=later,
    )
    return [term, extension]


def _last_leg(legs: Sequence[worktime.Reckoning]) -> datetime | None:
    last = legs[-1]
    return None if last.due is None else last.calendar.moment(last.due)


def _extended(rules: Rules) -> worktime.Said:
    days = rules.extra_days
    return worktime.Said(
        f"Cơ quan đã xin lỗi và hẹn lại: thêm {days} ngày làm việc sau hạn trên.",
        f"The agency has apologised and set a new date: {days} working day{'s' if days > 1 else ''} after the above.",
    )


def warn(rules: Rules, *, start: datetime, due_at: datetime) -> datetime:
    """From when the dossier counts as at risk."""
    whole = worktime.office_minutes_between(rules.calendar, start, due_at)
    day = rules.calendar.day_minutes
    ahead = max(min(round(whole * WARN_SHARE), WARN_DAYS * day), min(day, whole // 2))
    return worktime.subtract_office_minutes(rules.calendar, due_at, minutes=ahead)


def receive_by(calendar: worktime.Calendar, submitted_at: datetime) -> datetime:
    """Until when an online filing must be answered."""
    return worktime.add_office_minutes(calendar, submitted_at, minutes=RECEIPT_OFFICE_MINUTES)
