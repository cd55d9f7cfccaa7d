"""A slow, obvious answer to the same questions, written from the rules, not the code: it walks minute by minute.

It knows only the JSON form of a calendar, naive local datetimes and plain numbers.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)


class OutOfRangeError(Exception):
    """The walk left the calendar."""


class BadPauseError(Exception):
    """The ledger is not a list of pauses one after the other."""


@dataclass(frozen=True)
class Left:
    """No due moment, but so much is left."""

    value: int


class Oracle:
    def __init__(self, form):
        self.form = form
        self.first = date.fromisoformat(form["valid_from"])
        self.last = date.fromisoformat(form["valid_to"])
        self.origin = datetime.combine(self.first, time())
        self.office = bytearray(((self.last - self.first).days + 1) * 1440)
        for offset in range((self.last - self.first).days + 1):
            for begin, end in self.shifts(self.first + timedelta(days=offset)):
                for minute in range(hhmm(begin), hhmm(end)):
                    self.office[offset * 1440 + minute] = 1

    def shifts(self, day):
        if day.isoformat() in self.form["holidays"]:
            return []
        if day.isoformat() in self.form["worked_days"]:
            return self.form["weekly_shifts"]["mon"]
        return self.form["weekly_shifts"][WEEKDAYS[day.weekday()]]

    def is_open(self, moment):
        index = (moment - self.origin) // MINUTE
        if not 0 <= index < len(self.office):
            raise OutOfRangeError
        return self.office[index] == 1

    def is_working_day(self, day):
        if not self.first <= day <= self.last:
            raise OutOfRangeError
        return any(begin != end for begin, end in self.shifts(day))

    def close(self, day):
        return datetime.combine(day, time()) + timedelta(minutes=hhmm(self.shifts(day)[-1][1]))

    def effective(self, moment):
        while not self.is_open(moment):
            moment += MINUTE
        return moment

    def office_minutes(self, since, until):
        total = 0
        while since < until:
            total += self.is_open(since)
            since += MINUTE
        return total

    def due(self, start, value, unit, *, convention="civil", policy="pause", pauses=()):
        self._check(start, pauses)
        if unit == "working_hour" or (unit == "working_day" and convention == "running"):
            minutes = Fraction(str(value)) * (60 if unit == "working_hour" else self.day_minutes())
            return self._restarting(
                start, policy, pauses, lambda at, ps: self._run(at, minutes, ps), left=-(-minutes // 1)
            )
        if unit == "working_day":
            return self._restarting(
                start, policy, pauses, lambda at, ps: self._working_days(at, int(value), ps), left=int(value)
            )
        return self._restarting(
            start, policy, pauses, lambda at, ps: self._calendar(at, int(value), unit, ps), left=int(value)
        )

    def day_minutes(self):
        return self.form.get("day_minutes") or sum(hhmm(e) - hhmm(b) for b, e in self.form["weekly_shifts"]["mon"])

    def _check(self, start, pauses):
        free_from = start
        for since, until in pauses:
            if free_from is None or since < free_from or (until is not None and until < since):
                raise BadPauseError
            free_from = until
        for moment in (start, *(m for pause in pauses for m in pause if m is not None)):
            self.is_open(moment)

    def _restarting(self, start, policy, pauses, count, *, left):
        if policy == "none":
            return count(start, ())
        if policy == "pause":
            return count(start, pauses)
        due = count(start, ())
        for since, until in pauses:
            if since > due:
                break
            if until is None:
                return Left(left)
            due = count(until, ())
        return due

    def _run(self, start, minutes, pauses):
        if minutes == 0:
            return self.effective(start)
        run, now = 0, start
        while run < minutes:
            if self.is_open(now):
                inside = [p for p in pauses if p[0] <= now and (p[1] is None or now < p[1])]
                if inside and inside[0][1] is None:
                    return Left(-((run - minutes) // 1))
                run += not inside
            now += MINUTE
        return now

    def _working_days(self, start, number, pauses):
        day = self.effective(start).date()

        def later(day, number):
            while number:
                day += ONE_DAY
                number -= self.is_working_day(day)
            return day

        last = later(day, number)
        for since, until in pauses:
            if since > self.close(last):
                break
            if until is None:
                return Left(self._count_days(since.date(), last))
            last = later(last, self._count_days(since.date(), self.effective(until).date()))
        return self.close(last)

    def _count_days(self, after, upto):
        return sum(self.is_working_day(after + timedelta(days=n + 1)) for n in range((upto - after).days))

    def _calendar(self, start, number, unit, pauses):
        day = self.effective(start).date()
        end = (
            day + timedelta(days=number)
            if unit == "calendar_day"
            else months_later(day, number * (12 if unit == "year" else 1))
        )
        due = self._roll(end)
        for since, until in pauses:
            if since > due:
                break
            if until is None:
                return Left(max(0, (end - since.date()).days))
            end += self.effective(until).date() - since.date()
            due = self._roll(end)
        return due

    def _roll(self, day):
        while not self.is_working_day(day):
            day += ONE_DAY
        return self.close(day)


def months_later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > 9998:
        raise OutOfRangeError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def hhmm(text):
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)
