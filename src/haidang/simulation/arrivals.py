"""When people file: by day of the week, holidays and hour; at the counter only while it is open."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate

from haidang.platform import clock
from haidang.simulation.rates import Rates
from haidang.worktime import api as worktime
from haidang.worktime.api import Calendar

_TRIES = 200


@dataclass(frozen=True, slots=True)
class Window:
    """The moments between which dossiers are filed, `closes_at` excluded."""

    opens_at: datetime
    closes_at: datetime


class Arrivals:
    """Draws moments of filing within a window."""

    def __init__(self, window: Window, rates: Rates) -> None:
        self._window, self._rates = window, rates
        self._days = lru_cache(maxsize=None)(self._weighed_days)

    def draw(self, rng: random.Random, *, channel: str, calendar: Calendar) -> datetime:
        """A local moment; the calendar is that of the agency."""
        at_counter = channel != "online"
        hours = self._rates.counter_hours if at_counter else self._rates.online_hours
        days, weights = self._days(calendar, at_counter)
        for _attempt in range(_TRIES):
            day = rng.choices(days, cum_weights=weights)[0]
            hour = rng.choices(range(24), hours)[0]
            at = day.replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60))
            inside = self._window.opens_at <= at < self._window.closes_at
            if inside and not (at_counter and _is_closed(calendar, at)):
                return at
        # A window of a few minutes, or one without office hours: the first moment will do.
        return clock.local(self._window.opens_at)

    def _weighed_days(self, calendar: Calendar, at_counter: bool) -> tuple[Sequence[datetime], Sequence[float]]:  # noqa: FBT001
        first, last = clock.local(self._window.opens_at), clock.local(self._window.closes_at)
        days, weights = [], []
        day = datetime.combine(first.date(), time(), tzinfo=clock.LOCAL)
        while day <= last:
            days.append(day)
            weights.append(self._weight(calendar, day, at_counter=at_counter))
            day += timedelta(days=1)
        if not any(weights):
            weights = [1.0] * len(days)
        return days, list(accumulate(weights))

    def _weight(self, calendar: Calendar, day: datetime, *, at_counter: bool) -> float:
        if worktime.office_minutes_between(calendar, day, day + timedelta(days=1)):
            # A make-up Saturday is as busy as a Friday.
            return self._rates.weekday[min(day.weekday(), 4)]
        if at_counter:
            return 0.0
        return self._rates.weekday[day.weekday()] if day.weekday() > 4 else self._rates.holiday


def _is_closed(calendar: Calendar, at: datetime) -> bool:
    return worktime.effective_start(calendar, at) - at >= timedelta(minutes=1)
