"""The month that a page is about, as its address says it: 2024-11."""

import calendar
import re
from datetime import date, datetime

from haidang.dossiers.api import reports
from haidang.platform import clock

_MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])", re.ASCII)


def period_of(text: str, *, now: datetime) -> reports.Period:
    """The period of that month as known now; this month for anything else, and for one to come."""
    today = clock.local(now).date()
    found = _MONTH.fullmatch(text)
    first = date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
    first = min(first, today.replace(day=1))
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return reports.period(first, last, as_of=now)


def months_back(now: datetime, count: int = 12) -> list[date]:
    """The first days of this month and those before, the newest first."""
    today = clock.local(now).date()
    months = today.year * 12 + today.month - 1
    return [date((months - back) // 12, (months - back) % 12 + 1, 1) for back in range(count)]
