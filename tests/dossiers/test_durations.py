"""Time spent and least terms in arrays against the scalar clock, on random calendars, ledgers and terms."""

import random
import sys
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haidang.dossiers import durations
from haidang.dossiers.durations import Kind, Ledgers
from haidang.worktime import api as worktime
from haidang.worktime.api import Convention, PausePolicy, Unit

sys.path.insert(0, str(Path(__file__).parent.parent / "worktime"))
from random_calendars import calendar_form, moment, pauses

KINDS = [
    Kind(unit, convention, policy)
    for unit in Unit
    for convention in ([Convention.RUNNING] if unit is Unit.WORKING_HOUR else [Convention.CIVIL])
    for policy in PausePolicy
] + [Kind(Unit.WORKING_DAY, Convention.RUNNING, policy) for policy in PausePolicy]


def ledger(rng, form):
    """A dossier: receipt, pauses, end after the last resume (or with the last pause still open)."""
    start = moment(rng, form, share=0.3)
    found = [(a, b) for a, b in pauses(rng, form, start) if a >= start and (b is None or b >= a)]
    ordered = all(a[1] is not None and a[1] <= b[0] for a, b in pairwise(found))
    found = found if ordered else []
    last = found[-1] if found else (start, start)
    end = max(last[0], last[1] or last[0]) + timedelta(minutes=rng.randrange(12 * 1440))
    return start, end, found


def arrays(kind, calendars, rows):
    width = max(len(found) for _place, (_start, _end, found) in rows)
    since = np.full((len(rows), width), "NaT", dtype="datetime64[m]")
    until = since.copy()
    for number, (_place, (_start, _end, found)) in enumerate(rows):
        for slot, (begin, end) in enumerate(found):
            since[number, slot], until[number, slot] = begin, "NaT" if end is None else end
    return Ledgers(
        kind=kind,
        calendars=worktime.CalendarSet.of(calendars),
        which=np.array([place for place, _row in rows]),
        start=np.array([row[0] for _place, row in rows], dtype="datetime64[m]"),
        end=np.array([row[1] for _place, row in rows], dtype="datetime64[m]"),
        since=since,
        until=until,
    )


def slow_spent(kind, calendar, row):
    """The same by the scalar readings of the clock, one stretch after the other."""
    start, end, found = row[0].replace(tzinfo=calendar.zone), row[1].replace(tzinfo=calendar.zone), row[2]

    def between(a, b):
        if kind.spent_in == "office_minute":
            return worktime.office_minutes_between(calendar, a, b)
        if kind.spent_in == "working_day":
            return worktime.working_days_between(calendar, a, b)
        return (b.date() - a.date()).days

    total = between(worktime.effective_start(calendar, start), end)
    for begin, resumed in found if kind.policy is not PausePolicy.NONE else []:
        stop = end if resumed is None else worktime.effective_start(calendar, resumed.replace(tzinfo=calendar.zone))
        total -= between(begin.replace(tzinfo=calendar.zone), stop)
    return max(0, total)


def on_time(kind, calendar, row, term):
    """Whether the scalar clock says that the dossier ended in time under `term`."""
    if kind.is_running:
        # Rounded down, so that the scalar clock's rounding up of a broken minute gives these minutes exactly.
        hours = (Decimal(term) / 60).quantize(Decimal("0.000001"), ROUND_DOWN)
        asked = worktime.Term(hours, Unit.WORKING_HOUR)
    else:
        asked = worktime.Term.of(term, "month" if kind.term_in == "month" else kind.unit)
    ledger = [worktime.Pause(a.replace(tzinfo=calendar.zone), b and b.replace(tzinfo=calendar.zone)) for a, b in row[2]]
    try:
        due = worktime.due(
            calendar, row[0].replace(tzinfo=calendar.zone), term=asked, convention=kind.convention,
            policy=kind.policy, pauses=ledger,
        )  # fmt: skip
    except worktime.CalendarRangeError:
        return True  # the end of the calendar lies after the end of the dossier
    return due is None or row[1].replace(tzinfo=calendar.zone) <= due


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.unit}-{kind.convention}-{kind.policy}")
@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32))
def test_arrays_say_what_the_scalar_clock_says(kind, seed):
    rng = random.Random(seed)
    forms = [calendar_form(rng, days=400) for _ in range(rng.choice((1, 3)))]
    calendars = [worktime.Calendar.from_json(form) for form in forms]
    rows = []
    for _ in range(12):
        place = rng.randrange(len(forms))
        rows.append((place, ledger(rng, forms[place])))
    found = arrays(kind, calendars, rows)
    spent, least = durations.spent(found), durations.least_terms(found)
    for number, (place, row) in enumerate(rows):
        assert spent[number] == slow_spent(kind, calendars[place], row)
        smallest = int(least[number])
        assert smallest >= 0
        assert on_time(kind, calendars[place], row, smallest)
        for shorter in {0, smallest // 2, smallest - 1} - {smallest, -1}:
            assert not on_time(kind, calendars[place], row, shorter)
