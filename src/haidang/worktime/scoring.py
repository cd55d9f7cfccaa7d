"""Whether a dossier is on time for the service index of Decision 766/QĐ-TTg (indicator 2.1, Tiến độ giải quyết).

A second reading of the same ledger as the legal clock, with the index's own rules: it never moves a promise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haidang.worktime.calendar import Calendar
from haidang.worktime.clock import reckon
from haidang.worktime.moments import require_aware
from haidang.worktime.pauses import Pause, PausePolicy
from haidang.worktime.terms import Convention, Term


class Ending(StrEnum):
    """By which fact the count of a dossier ended."""

    PROCESSED = "processed"  # status 9, Đã xử lý xong
    RETURNED = "returned"  # status 10, Đã trả kết quả
    STOPPED = "stopped"  # status 8, 3 or 7: stopped, refused or withdrawn after receipt
    SUPPLEMENT_ASKED = "supplement_asked"  # status 5, and the citizen has not come back
    STILL_OPEN = "still_open"  # the end of the period, or now


class Timeliness(StrEnum):
    """The index's verdict. A dossier without an appointed date and without a term cannot be judged."""

    ON_TIME = "on_time"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ScoredDossier:
    """The facts the index looks at, all aware datetimes.

    `appointed_at` is NgayHenTra; `supplements` the supplement requests as pauses (open: not yet answered);
    `stopped_at` the first of statuses 8, 3, 7. Without `appointed_at`, `term` and `convention` tell the limit.
    """

    received_at: datetime
    appointed_at: datetime | None = None
    processed_at: datetime | None = None
    returned_at: datetime | None = None
    stopped_at: datetime | None = None
    supplements: Sequence[Pause] = ()
    term: Term | None = None
    convention: Convention = Convention.CIVIL


@dataclass(frozen=True, slots=True)
class Score:
    """The verdict, the moment at which the count ended and why, and the limit it was held against."""

    timeliness: Timeliness
    ended_at: datetime
    ending: Ending
    limit_at: datetime | None
    has_many_supplements: bool


def score_dossier(calendar: Calendar, dossier: ScoredDossier, *, as_of: datetime) -> Score:
    """Judge one dossier as of the end of a period (or now), by Decision 766, indicator 2.1.

    The count ends at status 9 before status 10 before 8, 3 or 7; an unanswered supplement request ends it at the
    request; an open dossier is held against `as_of`. More than one supplement request is late. Later facts than
    `as_of` are not known yet. Raises what `due` raises.
    """
    require_aware(as_of)
    supplements = [pause for pause in dossier.supplements if pause.since <= as_of]
    ended_at, ending = _end(dossier, supplements, as_of=as_of)
    limit_at = dossier.appointed_at or _limit(calendar, dossier, supplements, ended_at=ended_at)
    has_many = len(supplements) > 1
    if has_many:
        timeliness = Timeliness.LATE
    elif limit_at is None:
        timeliness = Timeliness.UNKNOWN
    else:
        timeliness = Timeliness.ON_TIME if ended_at <= limit_at else Timeliness.LATE
    return Score(timeliness, ended_at, ending, limit_at, has_many)


def _end(dossier: ScoredDossier, supplements: Sequence[Pause], *, as_of: datetime) -> tuple[datetime, Ending]:
    facts = (
        (dossier.processed_at, Ending.PROCESSED),
        (dossier.returned_at, Ending.RETURNED),
        (dossier.stopped_at, Ending.STOPPED),
    )
    for at, ending in facts:
        if at is not None and at <= as_of:
            return at, ending
    if supplements and (supplements[-1].until is None or supplements[-1].until > as_of):
        return supplements[-1].since, Ending.SUPPLEMENT_ASKED
    return as_of, Ending.STILL_OPEN


def _limit(
    calendar: Calendar, dossier: ScoredDossier, supplements: Sequence[Pause], *, ended_at: datetime
) -> datetime | None:
    """Without an appointed date: receipt plus the term, the time of answered supplements not counted."""
    if dossier.term is None:
        return None
    answered = [pause for pause in supplements if pause.until is not None and pause.until <= ended_at]
    state = reckon(
        calendar,
        dossier.received_at,
        term=dossier.term,
        convention=dossier.convention,
        policy=PausePolicy.PAUSE,
        pauses=answered,
    )
    return None if state.due is None else calendar.moment(state.due)
