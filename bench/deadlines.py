"""Deadlines per second of CPU time on one core, beside the packages that answer part of the same question.

Run it alone (`python bench/deadlines.py`) or through `script/bench`, which calls `rows()`.
"""

import json
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from datetime import time as clock
from pathlib import Path
from time import process_time
from typing import Any

ROWS = 1_000_000
CALENDARS = 120
UNIT = "deadlines/s"
Row = dict[str, Any]


def rate(work: Callable[[], object], count: int, *, repeats: int = 5) -> float:
    """The best of several runs, by CPU time of this process."""
    return count / min(seconds(work) for _ in range(repeats))


def rates(ours: Callable[[], object], peer: Callable[[], object], count: int) -> tuple[float, float]:
    """Both rates, run by run in turn, so that a noisy neighbour on the machine meets both."""
    times = [(seconds(ours), seconds(peer)) for _ in range(9)]
    return tuple(count / min(column) for column in zip(*times, strict=True))  # type: ignore[return-value]


def seconds(work: Callable[[], object]) -> float:
    """CPU time of one run."""
    begun = process_time()
    work()
    return process_time() - begun


def row(work: str, ours: float, peer_rate: float, *, peer: str) -> Row:
    """One line of the report; ours and the peer's rate were measured in the same run."""
    return {
        "work": f"{work} (peer: {peer})",
        "ours": round(ours),
        "peer": round(peer_rate),
        "ratio": round(ours / peer_rate, 1),
        "unit": UNIT,
    }


def agency_calendars(count: int) -> list[Any]:
    """Calendars of agencies with different office hours, half Saturdays and local days off."""
    from haidang.worktime import api as worktime

    rng = random.Random(2024)
    base = worktime.profile_calendar()
    hours = [
        ((450, 690), (810, 1020)),
        ((420, 690), (810, 1020)),
        ((450, 690), (780, 990)),
        ((480, 720), (810, 1050)),
    ]
    saturdays: list[tuple[tuple[int, int], ...]] = [(), (), ((450, 690),)]
    calendars = []
    for _ in range(count):
        local = {date(2020, 1, 1) + timedelta(days=rng.randrange(2900)) for _ in range(3)} - base.worked_days
        week = (rng.choice(hours),) * 5 + (rng.choice(saturdays), ())
        calendars.append(replace(base, weekly_shifts=week, holidays=base.holidays | local, day_minutes=0))
    return calendars


def vector_rows() -> list[Row]:
    """Arrays against numpy.busday_offset, which knows days only, on the same starts and holidays."""
    import numpy as np

    from haidang.worktime import api as worktime

    rng = np.random.default_rng(2024)
    base = worktime.profile_calendar()
    agencies = worktime.CalendarSet.of(agency_calendars(CALENDARS))
    starts = np.datetime64("2020-01-01T00:00", "m") + rng.integers(0, 7 * 365 * 1440, ROWS)
    which = rng.integers(0, CALENDARS, ROWS, dtype=np.int32)
    days = rng.integers(1, 30, ROWS)
    since = (starts + rng.integers(0, 7200, ROWS))[:, None]
    until = since + rng.integers(0, 7200, ROWS)[:, None]
    peer_days = np.busdaycalendar(holidays=sorted(base.holidays))
    day, hour, running = worktime.Unit.WORKING_DAY, worktime.Unit.WORKING_HOUR, worktime.Convention.RUNNING

    in_order = np.sort(starts)  # as receipts stand in a table; the others are drawn at random over seven years

    def ask(calendars: Any, unit: Any, *, at: Any = starts, **more: Any) -> tuple[Callable[[], object], Any]:
        return lambda: worktime.due_many(calendars, at, values=days, unit=unit, **more), at

    paused = {"which": which, "since": since, "until": until}
    questions = {
        "running minutes, 1 calendar": ask(base, day, convention=running),
        "running minutes, 120 calendars": ask(agencies, hour, which=which),
        "running minutes, 120 calendars, in order of receipt": ask(agencies, hour, which=which, at=in_order),
        "running minutes, 120 calendars, one pause each": ask(agencies, hour, **paused),
        "working days (civil), 1 calendar": ask(base, day),
        "working days (civil), 120 calendars": ask(agencies, day, which=which),
        "working days (civil), 120 calendars, one pause each": ask(agencies, day, **paused),
        "calendar days (civil), 120 calendars": ask(agencies, worktime.Unit.CALENDAR_DAY, which=which),
    }
    found = []
    for name, (question, at) in questions.items():

        def peer(at: Any = at) -> object:
            # It asks for days, so making days of the same receipts is part of its work; one calendar, whatever we use.
            return np.busday_offset(at.astype("datetime64[D]"), days, roll="forward", busdaycal=peer_days)

        question()  # compiles the tables once, as a running product has them
        found.append(row(name, *rates(question, peer, ROWS), peer="numpy.busday_offset, days only"))
    return found


def hour_rows() -> list[Row]:
    """112 office hours from the same starts, against the packages that can count hours."""
    import numpy as np

    from haidang.worktime import api as worktime

    base = worktime.profile_calendar()
    starts = np.datetime64("2024-01-01T00:00", "m") + np.random.default_rng(7).integers(0, 300 * 1440, ROWS)
    ours = rate(lambda: worktime.due_many(base, starts, values=112, unit=worktime.Unit.WORKING_HOUR), ROWS)
    since, until = starts, starts + 21 * 1440
    between = rate(lambda: worktime.office_minutes_between_many(base, since, until), ROWS)
    holidays = sorted(base.holidays)
    what = "112 office hours, 1 calendar"
    return [
        row(what, ours, pandas_rate(starts[:2000], holidays), peer="pandas CustomBusinessHour, vector"),
        row(what, ours, businesstimedelta_rate(starts[:50]), peer="businesstimedelta, no holidays"),
        row(
            "office minutes between two moments, 1 calendar",
            between,
            business_duration_rate(starts[:200], holidays),
            peer="business-duration, no lunch break",
        ),
    ]


def pandas_rate(starts: Any, holidays: list[date]) -> float:
    """Pandas' business hours, added to a whole index at once."""
    import warnings

    import pandas as pd

    offset = pd.offsets.CustomBusinessHour(n=112, start=["07:30", "13:30"], end=["11:30", "17:00"], holidays=holidays)
    index = pd.DatetimeIndex(starts)

    def work() -> object:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says itself that it is not vectorised
            return index + offset

    return rate(work, len(index), repeats=2)


def businesstimedelta_rate(starts: Any) -> float:
    """The package businesstimedelta, one start after the other."""
    import businesstimedelta

    week = [0, 1, 2, 3, 4]
    office = businesstimedelta.WorkDayRule(start_time=clock(7, 30), end_time=clock(17), working_days=week)
    lunch = businesstimedelta.LunchTimeRule(start_time=clock(11, 30), end_time=clock(13, 30), working_days=week)
    hours = businesstimedelta.BusinessTimeDelta(businesstimedelta.Rules([office, lunch]), hours=112)
    moments = starts.astype("datetime64[s]").tolist()
    return rate(lambda: [at + hours for at in moments], len(moments), repeats=2)


def business_duration_rate(starts: Any, holidays: list[date]) -> float:
    """The package business-duration, which tells the difference of two moments only."""
    from business_duration import businessDuration

    named = dict.fromkeys(holidays, "")
    pairs = [(at, at + timedelta(days=21)) for at in starts.astype("datetime64[s]").tolist()]

    def work() -> object:
        return [businessDuration(a, b, clock(7, 30), clock(17), holidaylist=named, unit="hour") for a, b in pairs]

    return rate(work, len(pairs), repeats=2)


def batch_rows() -> list[Row]:
    """JSON lines in and out, against the same questions asked one by one."""
    from datetime import datetime

    from haidang.worktime import api as worktime
    from haidang.worktime.batch import answer_lines

    rng = random.Random(5)
    base = worktime.profile_calendar()
    first = datetime.fromisoformat("2024-01-01")
    starts = [first + timedelta(minutes=rng.randrange(300 * 1440)) for _ in range(200_000)]
    lines = [
        json.dumps({"from": at.isoformat(timespec="minutes"), "term": f"{rng.randrange(1, 30)} working_day"}).encode()
        for at in starts
    ]
    term = worktime.Term.parse("5 working_day")
    local = [at.replace(tzinfo=base.zone) for at in starts[:20_000]]
    alone = rate(lambda: [worktime.due(base, at, term=term) for at in local], len(local), repeats=2)
    ours = rate(lambda: [len(chunk) for chunk in answer_lines(base, lines)], len(lines), repeats=3)
    return [row("JSON lines in and out, 1 calendar", ours, alone, peer="our own scalar form, datetimes only")]


def rows() -> list[Row]:
    """All rows of this bench."""
    return vector_rows() + hour_rows() + batch_rows()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
    for line in rows():
        print(json.dumps(line, ensure_ascii=False))
