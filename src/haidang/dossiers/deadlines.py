"""The legal clock of a dossier: its ledger of intervals, and the dates that follow from it. Pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
    """What a dossier was received under: term, how it is counted, and the office calendar of its version."""

    term: worktime.Term
    convention: worktime.Convention
    policy: worktime.PausePolicy
    calendar: worktime.Calendar


def pauses(ledger: Sequence[Interval]) -> list[worktime.Pause]:
    """The paused stretches of `ledger`, in order."""
    return [worktime.Pause(item.since, item.until) for item in ledger if item.ground]


def due(rules: Rules, ledger: Sequence[Interval]) -> datetime | None:
    """When the result is due; None while a pause that moves it is still open."""
    return worktime.due(
        rules.calendar,
        ledger[0].since,
        term=rules.term,
        convention=rules.convention,
        policy=rules.policy,
        pauses=pauses(ledger),
    )


def explain(rules: Rules, ledger: Sequence[Interval], *, lang: str) -> list[str]:
    """Why it is due then, line by line, in "vi" or "en"."""
    lines = worktime.explain(
        rules.calendar,
        ledger[0].since,
        term=rules.term,
        convention=rules.convention,
        policy=rules.policy,
        pauses=pauses(ledger),
    )
    return [line.en if lang == "en" else line.vi for line in lines]


def warn(rules: Rules, *, start: datetime, due_at: datetime) -> datetime:
    """From when the dossier counts as at risk."""
    whole = worktime.office_minutes_between(rules.calendar, start, due_at)
    day = rules.calendar.day_minutes
    ahead = max(min(round(whole * WARN_SHARE), WARN_DAYS * day), min(day, whole // 2))
    return worktime.subtract_office_minutes(rules.calendar, due_at, minutes=ahead)


def receive_by(calendar: worktime.Calendar, submitted_at: datetime) -> datetime:
    """Until when an online filing must be answered."""
    return worktime.add_office_minutes(calendar, submitted_at, minutes=RECEIPT_OFFICE_MINUTES)
