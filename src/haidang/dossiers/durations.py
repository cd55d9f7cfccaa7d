"""How long dossiers took, and the shortest term with which each would have been on time: whole columns at a time.

Pure: arrays in, arrays out; nothing of the database. Moments are local `datetime64[m]` (see `worktime`).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from haidang.worktime import api as worktime
from haidang.worktime.api import AmountUnit, Convention, PausePolicy, Unit

Moments = npt.NDArray[np.datetime64]
Ints = npt.NDArray[np.int64]

UNKNOWN = -1
"""Stands in `least` for a dossier whose term cannot be counted on its calendar."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What dossiers that are counted together share: the unit of their term, how it runs, what a pause does."""

    unit: Unit
    convention: Convention
    policy: PausePolicy

    @property
    def is_running(self) -> bool:
        """Whether office minutes are counted."""
        return worktime.Term.of(0, self.unit).convention(self.convention) is Convention.RUNNING

    @property
    def spent_in(self) -> AmountUnit:
        """The unit of the time that was spent."""
        if self.is_running:
            return AmountUnit.OFFICE_MINUTE
        return AmountUnit.WORKING_DAY if self.unit is Unit.WORKING_DAY else AmountUnit.CALENDAR_DAY

    @property
    def term_in(self) -> AmountUnit:
        """The unit of terms and of the least term: as `spent_in`, but months stay months."""
        return AmountUnit.MONTH if self.unit in {Unit.MONTH, Unit.YEAR} else self.spent_in


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The clocks of n dossiers of one kind: receipt and end (n,), pauses (n, p) with NaT in unused slots.

    `which` (n,) points at each row's calendar. A pause whose `until` is NaT lasts to the end.
    """

    kind: Kind
    calendars: worktime.CalendarSet
    which: Ints
    start: Moments
    end: Moments
    since: Moments
    until: Moments


def spent(ledgers: Ledgers) -> Ints:
    """The time for which each clock ran, in `kind.spent_in`; not negative.

    The receipt and every resume count from the next office minute, as in `worktime.due`. Pauses are taken out unless
    the procedure's policy lets the clock run on.
    """
    total = _between(ledgers, _effective(ledgers, ledgers.start), ledgers.end)
    if ledgers.kind.policy is not PausePolicy.NONE:
        for slot in range(ledgers.since.shape[1]):
            total -= _pause(ledgers, slot)
    return np.maximum(total, 0)


def _pause(ledgers: Ledgers, slot: int) -> Ints:
    since, until = ledgers.since[:, slot], ledgers.until[:, slot]
    found = np.zeros(len(since), dtype=np.int64)
    rows = np.flatnonzero(~np.isnat(since))
    if len(rows):
        part = _rows(ledgers, rows)
        is_open = np.isnat(until[rows])
        resumed = np.where(is_open, part.end, _effective(part, np.where(is_open, part.end, until[rows])))
        found[rows] = _between(part, since[rows], resumed)
    return found


def _rows(ledgers: Ledgers, rows: npt.NDArray[np.intp]) -> Ledgers:
    return Ledgers(
        ledgers.kind,
        ledgers.calendars,
        ledgers.which[rows],
        ledgers.start[rows],
        ledgers.end[rows],
        ledgers.since[rows],
        ledgers.until[rows],
    )


def _effective(ledgers: Ledgers, moments: Moments) -> Moments:
    """The office minute at which a receipt or a resume counts: a running term of no minutes is due exactly then."""
    return worktime.due_many(ledgers.calendars, moments, values=0, unit=Unit.WORKING_HOUR, which=ledgers.which).due


def _between(ledgers: Ledgers, since: Moments, until: Moments) -> Ints:
    if ledgers.kind.spent_in is AmountUnit.OFFICE_MINUTE:
        return worktime.office_minutes_between_many(ledgers.calendars, since, until, which=ledgers.which)
    if ledgers.kind.spent_in is AmountUnit.WORKING_DAY:
        return worktime.working_days_between_many(ledgers.calendars, since, until, which=ledgers.which)
    days: Ints = (until.astype("datetime64[D]") - since.astype("datetime64[D]")).astype(np.int64)
    return days


def least_terms(ledgers: Ledgers) -> Ints:
    """The smallest whole term, in `kind.term_in`, with which each dossier would have ended on time; else UNKNOWN.

    A longer term is never due earlier, so halving finds the smallest. It says at once, for every term that one might
    promise, who would have been late: those whose least term is longer.
    """
    low = np.full(len(ledgers.start), -1, dtype=np.int64)
    high = _surely_enough(ledgers)
    while (rows := np.flatnonzero(high - low > 1)).size:
        middle = (low[rows] + high[rows]) // 2
        fits = _in_time(_rows(ledgers, rows), middle)
        high[rows] = np.where(fits, middle, high[rows])
        low[rows] = np.where(fits, low[rows], middle)
    # A ledger that the clock refuses whatever the term (refused even for a term of nothing) says nothing.
    refused = _due(ledgers, np.zeros(len(low), dtype=np.int64)).is_refused
    return np.where(refused, UNKNOWN, high)


def _surely_enough(ledgers: Ledgers) -> Ints:
    """A term that ends after the dossier did, even if no pause had moved it."""
    if ledgers.kind.term_in is AmountUnit.MONTH:
        months: Ints = (ledgers.end.astype("datetime64[M]") - ledgers.start.astype("datetime64[M]")).astype(np.int64)
        return np.maximum(months, 0) + 1
    return np.maximum(_between(ledgers, ledgers.start, ledgers.end), 0) + 1


def _in_time(ledgers: Ledgers, terms: Ints) -> npt.NDArray[np.bool_]:
    """Where a dossier ended not after the due moment of `terms`.

    A term that is still open at the end, or that reaches beyond the calendar, had not passed.
    """
    answers = _due(ledgers, terms)
    found: npt.NDArray[np.bool_] = answers.is_open | answers.is_refused | (ledgers.end <= answers.due)
    return found


def _due(ledgers: Ledgers, terms: Ints) -> worktime.DueDates:
    kind = ledgers.kind
    # Minutes are asked for as parts of an hour: hours always run, whatever the unit of the procedure's own term.
    values, unit = (terms / 60, Unit.WORKING_HOUR) if kind.is_running else (terms, _whole_unit(kind))
    return worktime.due_many(
        ledgers.calendars,
        ledgers.start,
        values=values,
        unit=unit,
        convention=kind.convention,
        policy=kind.policy,
        since=ledgers.since,
        until=ledgers.until,
        which=ledgers.which,
        is_strict=False,
    )


def _whole_unit(kind: Kind) -> Unit:
    return Unit.MONTH if kind.term_in is AmountUnit.MONTH else kind.unit
