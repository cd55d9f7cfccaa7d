"""Random calendars, ledgers and questions for the property tests, drawn from one seeded generator."""

import random
from datetime import date, datetime, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = ("working_day", "working_hour", "calendar_day", "month", "year")


def calendar_form(rng: random.Random, *, days: int = 150, first: date | None = None) -> dict:
    first = first or date(2024, 1, 1) + timedelta(days=rng.randrange(400))
    grain = rng.choice((1, 5, 15, 30, 30))
    week = {name: shifts(rng, grain) if rng.random() < 0.85 else [] for name in WEEKDAYS[:5]}
    week["sat"] = shifts(rng, grain)[:1] if rng.random() < 0.4 else []
    week["sun"] = shifts(rng, grain) if rng.random() < 0.1 else []
    while not week["mon"]:
        week["mon"] = shifts(rng, grain)
    dates = [first + timedelta(days=n) for n in range(days)]
    marked = rng.sample(dates, min(days, rng.choice((0, 5, 20))))
    cut = rng.randrange(len(marked) + 1)
    form = {
        "timezone": "Asia/Ho_Chi_Minh",
        "valid_from": first.isoformat(),
        "valid_to": dates[-1].isoformat(),
        "weekly_shifts": week,
        "holidays": [day.isoformat() for day in marked[:cut]],
        "worked_days": [day.isoformat() for day in marked[cut:]],
    }
    if rng.random() < 0.3:
        form["day_minutes"] = rng.choice((240, 450, 480))
    return form


def shifts(rng: random.Random, grain: int) -> list[list[str]]:
    marks = sorted(rng.sample(range(0, 1440 + grain, grain), 2 * rng.choice((1, 2, 2, 2, 3))))
    return [[clock(a), clock(b)] for a, b in zip(marks[::2], marks[1::2], strict=True) if b <= 1440]


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def moment(rng: random.Random, form: dict, *, share: float = 1.0) -> datetime:
    """A moment in the first `share` of the calendar, now and then exactly on a shift's edge."""
    first = datetime.fromisoformat(form["valid_from"])
    days = (datetime.fromisoformat(form["valid_to"]) - first).days + 1
    at = first + timedelta(minutes=rng.randrange(max(1, int(days * 1440 * share))))
    edges = [edge for week in form["weekly_shifts"].values() for shift in week for edge in shift]
    if edges and rng.random() < 0.4:
        hour, minute = rng.choice(edges).split(":")
        if hour != "24":
            at = at.replace(hour=int(hour), minute=int(minute))
    return at


def pauses(rng: random.Random, form: dict, start: datetime) -> list[tuple[datetime, datetime | None]]:
    found = []
    last = datetime.fromisoformat(form["valid_to"]) + timedelta(days=1)
    at = start
    for _ in range(rng.choice((0, 0, 1, 1, 2, 4))):
        since = at + timedelta(minutes=rng.choice((0, 1, 30, rng.randrange(3 * 1440), rng.randrange(9 * 1440))))
        until = since + timedelta(minutes=rng.choice((0, 1, 60, rng.randrange(1440), rng.randrange(9 * 1440))))
        if until >= last:
            break
        found.append((since, until))
        at = until
    if found and rng.random() < 0.25:
        found[-1] = (found[-1][0], None)
    if found and rng.random() < 0.08:  # a ledger that must be refused
        place = rng.randrange(len(found))
        found[place] = (found[place][0] - timedelta(days=rng.randrange(1, 4)), found[place][1])
    return found


def question(rng: random.Random, form: dict) -> dict:
    unit = rng.choice(UNITS)
    value = {
        "working_day": rng.choice((0, 1, 2, 5, 20, 0.5, 1.25)),
        "working_hour": rng.choice((0, 1, 8, 24, 112, 2.5, 0.01)),
        "calendar_day": rng.choice((0, 1, 7, 30)),
        "month": rng.choice((0, 1, 2)),
        "year": rng.choice((0, 1)),
    }[unit]
    convention = rng.choice(("civil", "running"))
    if unit == "working_day" and convention == "civil":
        value = int(value)
    start = moment(rng, form, share=0.9)
    return {
        "start": start,
        "value": value,
        "unit": unit,
        "convention": convention,
        "policy": rng.choice(("pause", "pause", "restart", "none")),
        "pauses": pauses(rng, form, start),
    }
