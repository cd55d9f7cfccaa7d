"""The period algebra against a slow oracle that plays each history day by day, and the cases of the law by name."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from haidang.dossiers.reports.asked import Preset, days_of
from haidang.dossiers.reports.periods import (
    COUNTED,
    LOCAL,
    ORIGINS,
    OUTCOMES,
    Cell,
    Facts,
    Figures,
    Period,
    PeriodError,
    cells,
    total,
)
from world import moment

LONG_AFTER = moment("2030-01-01T00:00")
HOURS = st.integers(0, 24 * 120)
BEGIN = moment("2024-09-01T00:00")


def at(hours):
    return BEGIN + timedelta(hours=hours)


@st.composite
def histories(draw):
    """A dossier's life as events (moment, what, due date after it), in order of time."""
    times = sorted(draw(st.lists(HOURS, min_size=1, max_size=7)))
    events = [("submit", at(times[0]), draw(st.sampled_from(["online", "direct", "postal"])))]
    received = paused = False
    for hours in times[1:]:
        due = at(hours) + timedelta(hours=draw(st.integers(0, 24 * 20)))
        if not received:
            what = draw(st.sampled_from(["accept", "accept", "accept", "reject", "withdraw"]))
            received = what == "accept"
        else:
            choices = ["resume"] if paused else ["pause", "pause_in_vain", "reappoint", "finish"]
            what = draw(st.sampled_from([*choices, "withdraw", "stop"]))
            paused = what == "pause"
        events.append((what, at(hours), due))
        if what in {"reject", "withdraw", "stop", "finish"}:
            break
    return events


@st.composite
def periods(draw):
    """Some days, and a moment from which they are looked at: long after, or somewhere in or soon after them."""
    first = draw(st.integers(0, 110))
    last = first + draw(st.integers(0, 40))
    start = BEGIN.date()
    as_of = draw(st.one_of(st.just(LONG_AFTER), st.integers(24 * first, 24 * (last + 2)).map(at)))
    return Period(start + timedelta(days=first), start + timedelta(days=last), as_of)


def facts_at(events, period):
    """What `periods` is given: the history told up to the moment."""
    told = {"channel": events[0][2], "received_at": None, "due_at": None, "finished_at": None, "closed_at": None}
    for what, when, due in events[1:]:
        if when >= period.until:
            break
        if what == "accept":
            told["received_at"] = when
        if what in {"accept", "resume", "reappoint"}:
            told["due_at"] = due
        if what == "pause":
            told["due_at"] = None
        if what in {"reject", "withdraw", "stop", "finish"}:
            told |= {"closed_at": when, "is_refused": what == "reject"}
        if what == "finish":
            told["finished_at"] = when
    return Facts(**told)


def oracle(events, period):
    """The cells in words: for each cell its own question to the whole history, nothing shared but the questions."""
    begin = datetime(period.first.year, period.first.month, period.first.day, tzinfo=LOCAL)
    end = datetime(period.last.year, period.last.month, period.last.day, tzinfo=LOCAL) + timedelta(days=1)
    seen = [event for event in events if event[1] < end and event[1] <= period.as_of]

    def when(*names):
        return [event[1] for event in seen if event[0] in names]

    received, done = when("accept"), when("finish")
    closed = when("reject", "withdraw", "stop", "finish")
    told = bool(received) and not any(each < begin for each in closed)
    is_open = told and not closed
    held = [what for what, _when, _due in seen if what in {"pause", "resume"}][-1:] == ["pause"]
    dues = [due for what, _when, due in seen if what in {"accept", "resume", "reappoint"}]
    is_past = bool(dues) and dues[-1] < min(end, period.as_of)
    days = [(each.astimezone(LOCAL).timetuple()[:3]) for each in (*done, *dues[-1:])]
    answers = {
        Cell.REFUSED: bool(when("reject")) and closed[0] >= begin,
        Cell.CARRIED: told and received[0] < begin,
        Cell.ONLINE: told and received[0] >= begin and seen[0][2] == "online",
        Cell.PAPER: told and received[0] >= begin and seen[0][2] in {"direct", "postal"},
        Cell.EARLY: told and bool(done) and days[0] < days[1],
        Cell.ON_TIME: told and bool(done) and days[0] >= days[1] and done[0] <= dues[-1],
        Cell.LATE: told and bool(done) and done[0] > dues[-1],
        Cell.OPEN_IN_TIME: is_open and not held and not is_past,
        Cell.OPEN_LATE: is_open and not held and is_past,
        Cell.PAUSED: is_open and held,
        Cell.GIVEN_BACK: told and bool(when("withdraw", "stop")),
    }
    return {cell for cell, is_so in answers.items() if is_so}


@settings(deadline=None)
@given(histories(), periods())
@example([("submit", at(0), "online"), ("accept", at(24), at(48))], Period(date(2024, 9, 2), date(2024, 9, 2), at(24)))
def test_cells_are_what_the_oracle_says(events, period):
    found = cells(facts_at(events, period), period)
    assert found == oracle(events, period)
    if found and found != {Cell.REFUSED}:
        assert (len(found & set(ORIGINS)), len(found & set(OUTCOMES)), len(found)) == (1, 1, 2)


@settings(deadline=None)
@given(st.lists(histories(), max_size=8), periods(), st.integers(1, 20))
def test_what_one_period_leaves_the_next_carries_over(many, period, days):
    following = Period(period.last + timedelta(days=1), period.last + timedelta(days=days), LONG_AFTER)
    whole = Period(period.first, period.last, LONG_AFTER)

    def figures(one):
        return total(as_figures(cells(facts_at(events, one), one)) for events in many)

    left, after = figures(whole), figures(following)
    assert left.is_balanced
    assert after.is_balanced
    assert left.of(Cell.OPEN) + left.of(Cell.PAUSED) == after.of(Cell.CARRIED)
    assert left.of(Cell.RECEIVED) == left.of(Cell.CARRIED) + left.of(Cell.IN_PERIOD)
    assert left.of(Cell.DONE) == left.of(Cell.EARLY) + left.of(Cell.ON_TIME) + left.of(Cell.LATE)


def as_figures(found):
    return Figures(tuple(int(cell in found) for cell in COUNTED))


OCTOBER = Period(date(2024, 10, 1), date(2024, 10, 31), LONG_AFTER)


def facts(received="2024-10-10T09:00", due="2024-10-17T17:00", finished=None, closed=None, channel="online"):
    when = {"received_at": received, "due_at": due, "finished_at": finished, "closed_at": closed or finished}
    return Facts(channel=channel, **{name: moment(text) if text else None for name, text in when.items()})


@pytest.mark.parametrize(
    ("given_facts", "origin", "outcome"),
    [
        (facts(finished="2024-10-16T17:30"), Cell.ONLINE, Cell.EARLY),
        (facts(finished="2024-10-17T00:00"), Cell.ONLINE, Cell.ON_TIME),
        (facts(finished="2024-10-17T17:00", channel="postal"), Cell.PAPER, Cell.ON_TIME),
        (facts(finished="2024-10-17T17:01", channel="direct"), Cell.PAPER, Cell.LATE),
        (facts(received="2024-09-30T23:59", finished="2024-10-01T00:00"), Cell.CARRIED, Cell.EARLY),
        # Closed in the very minute in which the period begins: it was carried into it.
        (facts(received="2024-09-30T09:00", closed="2024-10-01T00:00"), Cell.CARRIED, Cell.GIVEN_BACK),
        # Done after the period: in it, it was still open, and late or not by the period's end.
        (facts(finished="2024-11-01T00:00"), Cell.ONLINE, Cell.OPEN_LATE),
        (facts(due="2024-11-01T00:00", finished="2024-11-05T09:00"), Cell.ONLINE, Cell.OPEN_IN_TIME),
        (facts(due=None), Cell.ONLINE, Cell.PAUSED),
        (facts(due=None, closed="2024-10-20T09:00"), Cell.ONLINE, Cell.GIVEN_BACK),
    ],
)
def test_cases_at_the_edges(given_facts, origin, outcome):
    assert cells(given_facts, OCTOBER) == {origin, outcome}


@pytest.mark.parametrize(
    "given_facts",
    [
        facts(received="2024-11-01T00:00"),
        facts(received=None, due=None),
        facts(received="2024-09-01T09:00", finished="2024-09-30T23:59"),
        # Withdrawn before anybody had accepted it: neither received nor refused.
        facts(received=None, due=None, closed="2024-10-20T09:00"),
    ],
)
def test_cases_of_no_cell(given_facts):
    assert cells(given_facts, OCTOBER) == set()


def test_a_refusal_stands_beside():
    refused = Facts("online", None, None, None, moment("2024-10-20T09:00"), is_refused=True)
    assert cells(refused, OCTOBER) == {Cell.REFUSED}
    assert as_figures({Cell.REFUSED}).of(Cell.RECEIVED) == 0


def test_nothing_is_a_hundred_percent_of_nothing():
    assert Figures().rate is None
    assert as_figures({Cell.ONLINE, Cell.LATE}).rate == 0
    assert as_figures({Cell.ONLINE, Cell.ON_TIME}).rate == 1


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2024-10-02", "2024-10-01", "order"),
        ("1999-12-31", "2024-10-01", "years"),
        ("2024-10-01", "2100-01-01", "years"),
    ],
)
def test_days_that_make_no_period(first, last, why):
    with pytest.raises(PeriodError, match=why):
        Period(date.fromisoformat(first), date.fromisoformat(last), LONG_AFTER)


def test_nothing_is_known_of_a_period_to_come():
    Period(date(2024, 10, 2), date(2024, 10, 2), moment("2024-10-02T00:00"))
    with pytest.raises(PeriodError, match="future"):
        Period(date(2024, 10, 2), date(2024, 10, 2), moment("2024-10-01T23:59"))


@pytest.mark.parametrize(
    ("preset", "days"),
    [
        (Preset.MONTH, "2025-01-01 2025-01-31"),
        (Preset.LAST_MONTH, "2024-12-01 2024-12-31"),
        (Preset.QUARTER, "2025-01-01 2025-03-31"),
        (Preset.LAST_QUARTER, "2024-10-01 2024-12-31"),
        (Preset.HALF, "2025-01-01 2025-06-30"),
        (Preset.LAST_HALF, "2024-07-01 2024-12-31"),
        (Preset.YEAR, "2025-01-01 2025-12-31"),
        (Preset.LAST_YEAR, "2024-01-01 2024-12-31"),
    ],
)
def test_presets(preset, days):
    assert " ".join(map(str, days_of(preset, today=date(2025, 1, 15)))) == days
