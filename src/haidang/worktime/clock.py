"""The legal clock: from a start, a term and pauses to a due moment, keeping every step on the way for explaining.

Civil Code 2015, articles 147-148, for the civil convention; office minutes for the running one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from haidang.worktime.calendar import Calendar
from haidang.worktime.counts import Amount, AmountUnit, Count, RunningCount, count_of, effective_minute
from haidang.worktime.moments import require_aware
from haidang.worktime.pauses import Pause, PausePolicy, Span, spans
from haidang.worktime.terms import Convention, Term, Unit

_WHOLE_TERM = {Unit.CALENDAR_DAY: AmountUnit.CALENDAR_DAY, Unit.MONTH: AmountUnit.MONTH, Unit.YEAR: AmountUnit.YEAR}


class Effect(StrEnum):
    """What a pause did to the due moment."""

    MOVED = "moved"
    RESTARTED = "restarted"
    OPEN = "open"
    AFTER_DUE = "after_due"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Step:
    """One pause and its effect: by how much the mark moved, the due moment before and after (clock minutes)."""

    span: Span
    effect: Effect
    amount: int
    due_before: int
    due_after: int | None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A due moment and how it came about. `due` is None, and `left` says what is left, while a pause is open.

    `base` is the moment from which the term now counts: the start, or the last resume under `restart`;
    `resumed` the last moment from which the clock ran again: the start, or the last resume that mattered.
    """

    calendar: Calendar
    term: Term
    convention: Convention
    policy: PausePolicy
    count: Count
    start: int
    effective: int
    first_due: int
    base: int
    resumed: int
    mark: int
    due: int | None
    left: Amount | None
    steps: tuple[Step, ...]


def reckon(
    calendar: Calendar,
    start: datetime,
    *,
    term: Term,
    convention: Convention = Convention.CIVIL,
    policy: PausePolicy = PausePolicy.PAUSE,
    pauses: Sequence[Pause] = (),
) -> Reckoning:
    """Reckon a due moment from the ledger alone; the same question always has the same answer.

    Raises MomentError, CalendarRangeError, TermError or PauseError.
    """
    begun = calendar.minute(start)
    ledger = spans(calendar, pauses, start=begun)
    count = count_of(calendar, term, convention=convention)
    effective = effective_minute(calendar, begun)
    base, resumed, mark = begun, begun, count.fresh(begun)
    first_due = due = count.due(mark)
    steps: list[Step] = []
    for span in ledger:
        effect = _effect(count, mark, span=span, policy=policy)
        before, before_due = mark, due
        if effect in (Effect.MOVED, Effect.RESTARTED) and span.until is not None:
            resumed = span.until
            base = resumed if effect is Effect.RESTARTED else base
            mark = count.fresh(base) if effect is Effect.RESTARTED else count.shifted(mark, span.since, resumed)
        due = count.due(mark)
        is_open = effect is Effect.OPEN
        steps.append(Step(span, effect, mark - before, before_due, None if is_open else due))
    open_step = steps[-1] if steps and steps[-1].effect is Effect.OPEN else None
    return Reckoning(
        calendar=calendar,
        term=term,
        convention=term.convention(convention),
        policy=policy,
        count=count,
        start=begun,
        effective=effective,
        first_due=first_due,
        base=base,
        resumed=resumed,
        mark=mark,
        due=None if open_step else due,
        left=_left_at(count, mark, span=open_step.span, policy=policy, term=term) if open_step else None,
        steps=tuple(steps),
    )


def _effect(count: Count, mark: int, *, span: Span, policy: PausePolicy) -> Effect:
    if policy is PausePolicy.NONE:
        return Effect.IGNORED
    is_restart = policy is PausePolicy.RESTART
    if not (count.restarts(mark, span.since) if is_restart else count.moves(mark, span.since)):
        return Effect.AFTER_DUE
    if span.until is None:
        return Effect.OPEN
    return Effect.RESTARTED if is_restart else Effect.MOVED


def _left_at(count: Count, mark: int, *, span: Span, policy: PausePolicy, term: Term) -> Amount:
    if policy is PausePolicy.RESTART:
        return whole_term(count, term)
    return Amount(count.left(mark, span.since), count.unit)


def whole_term(count: Count, term: Term) -> Amount:
    """The whole term, which is what is left while a pause that restarts it is open."""
    if isinstance(count, RunningCount):
        return Amount(count.budget, count.unit)
    return Amount(term.whole(), _WHOLE_TERM.get(term.unit, AmountUnit.WORKING_DAY))


def as_known(pauses: Sequence[Pause], *, now: datetime) -> list[Pause]:
    """The ledger as it stood at `now`: later pauses unknown, a pause resumed later still open."""
    known = []
    for pause in pauses:
        require_aware(pause.since)
        require_aware(pause.until or now)
        if pause.since <= now:
            is_over = pause.until is not None and pause.until <= now
            known.append(pause if is_over else Pause(pause.since, None, pause.ground))
    return known
