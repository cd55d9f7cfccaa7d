"""What the legal clock shows at a moment: the time run and the time left; and counting office time back and forth."""

from collections.abc import Sequence
from datetime import datetime

from haidang.worktime.calendar import Calendar
from haidang.worktime.clock import Reckoning, as_known, reckon
from haidang.worktime.counts import Amount, count_of, effective_minute
from haidang.worktime.days import DAY
from haidang.worktime.errors import CalendarRangeError, TermError
from haidang.worktime.pauses import Pause, PausePolicy
from haidang.worktime.terms import Convention, Term


def due(
    calendar: Calendar,
    start: datetime,
    *,
    term: Term,
    convention: Convention = Convention.CIVIL,
    policy: PausePolicy = PausePolicy.PAUSE,
    pauses: Sequence[Pause] = (),
) -> datetime | None:
    """The due moment (aware, local), or None while a pause is open. Civil Code 2015, articles 147-148.

    Raises MomentError, CalendarRangeError, TermError or PauseError.
    """
    found = reckon(calendar, start, term=term, convention=convention, policy=policy, pauses=pauses).due
    return None if found is None else calendar.moment(found)


def remaining(
    calendar: Calendar,
    start: datetime,
    *,
    now: datetime,
    term: Term,
    convention: Convention = Convention.CIVIL,
    policy: PausePolicy = PausePolicy.PAUSE,
    pauses: Sequence[Pause] = (),
) -> Amount:
    """What is left of the term at `now`, knowing the pauses as they stood then; negative when overdue.

    Office minutes when the term runs, working days or calendar days when it is civil; in calendar days a month is
    told as the days to its end. While a pause is open the amount stands still (under `restart`: the whole term).
    """
    known = as_known(pauses, now=now)
    state = reckon(calendar, start, term=term, convention=convention, policy=policy, pauses=known)
    return _remaining(state, calendar.minute(now))


def elapsed(
    calendar: Calendar,
    start: datetime,
    *,
    now: datetime,
    term: Term,
    convention: Convention = Convention.CIVIL,
    policy: PausePolicy = PausePolicy.PAUSE,
    pauses: Sequence[Pause] = (),
) -> Amount:
    """What has run of the term at `now`, so that elapsed + remaining = the whole term (since the last restart)."""
    known = as_known(pauses, now=now)
    state = reckon(calendar, start, term=term, convention=convention, policy=policy, pauses=known)
    if state.left is not None and policy is PausePolicy.RESTART:
        return Amount(0, state.count.unit)
    left = _remaining(state, calendar.minute(now))
    return Amount(state.count.total(state.base) - left.value, state.count.unit)


def _remaining(state: Reckoning, now: int) -> Amount:
    if state.left is not None:
        return state.left
    # Until a receipt or a resume counts, nothing has run: Saturday shows what Monday morning will.
    counted = max(now, effective_minute(state.calendar, state.resumed))
    return Amount(state.count.left(state.mark, counted), state.count.unit)


def effective_start(calendar: Calendar, moment: datetime) -> datetime:
    """The office minute at which a receipt (or a resume) at `moment` counts: itself, or the next one."""
    return calendar.moment(effective_minute(calendar, calendar.minute(moment)))


def office_minutes_between(calendar: Calendar, since: datetime, until: datetime) -> int:
    """Office minutes in [since, until); negative when `until` comes first."""
    days = calendar.days
    return days.office_before(calendar.minute(until)) - days.office_before(calendar.minute(since))


def working_days_between(calendar: Calendar, since: datetime, until: datetime) -> int:
    """Working days after the date of `since` up to and including the date of `until`; negative backwards."""
    days = calendar.days
    return days.ordinal(calendar.minute(until) // DAY) - days.ordinal(calendar.minute(since) // DAY)


def add_office_minutes(calendar: Calendar, moment: datetime, *, minutes: int) -> datetime:
    """When `minutes` (not negative) office minutes have run from `moment`; none: the effective start."""
    _check_not_negative(minutes)
    days = calendar.days
    rank = days.office_before(calendar.minute(moment)) + minutes
    try:
        return calendar.moment(days.minute_at(rank - 1) + 1 if minutes else days.minute_at(rank))
    except IndexError:
        raise calendar.outside() from None


def subtract_office_minutes(calendar: Calendar, moment: datetime, *, minutes: int) -> datetime:
    """The latest office minute to begin so that `minutes` office minutes have run at `moment`."""
    _check_not_negative(minutes)
    days = calendar.days
    at = calendar.minute(moment)
    rank = days.office_before(at) - minutes
    if not minutes and (rank == days.total or days.minute_at(rank) > at):
        rank -= 1
    try:
        return calendar.moment(days.minute_at(rank))
    except IndexError:
        raise _before_range(calendar) from None


def latest_start(
    calendar: Calendar, due_by: datetime, *, term: Term, convention: Convention = Convention.CIVIL
) -> datetime:
    """The latest office minute at which the term may begin so as to be due, without pauses, not after `due_by`."""
    count = count_of(calendar, term, convention=convention)
    limit = calendar.minute(due_by)
    days = calendar.days

    def in_time(minute: int) -> bool:
        try:
            return count.due(count.fresh(minute)) <= limit
        except CalendarRangeError:
            return False

    low, high = -1, days.office_before(limit)  # a later start is never due earlier, so halving finds the last
    if high < days.total and in_time(days.minute_at(high)):
        low = high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if in_time(days.minute_at(middle)) else (low, middle)
    if low < 0:
        raise _before_range(calendar)
    return calendar.moment(days.minute_at(low))


def _before_range(calendar: Calendar) -> CalendarRangeError:
    return calendar.outside(calendar.days.first - 1)


def _check_not_negative(minutes: int) -> None:
    if minutes < 0:
        raise TermError(
            f"Số phút làm việc không được âm: {minutes}.", f"Office minutes must not be negative: {minutes}."
        )
