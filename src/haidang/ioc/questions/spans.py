"""The periods of a question: the last months, quarters or years, the one that is not over yet last. Pure."""

from datetime import date, datetime, timedelta

from haidang.ioc.indicators.periods import Frame, months, next_month
from haidang.ioc.questions.question import Step
from haidang.platform import clock

MONTHS = {Step.QUARTER: 3, Step.YEAR: 12}


def frames(step: Step, count: int, *, as_of: datetime) -> list[Frame]:
    """The last `count` periods, oldest first, that of `as_of` last."""
    if step is Step.MONTH:
        return months(as_of=as_of, count=count)
    length, found = MONTHS[step], list[Frame]()
    day = clock.local(as_of).date()
    for _number in range(count):
        first = date(day.year, (day.month - 1) // length * length + 1, 1)
        found.append(Frame(first, _last(first, length), as_of))
        day = first - timedelta(days=1)
    return found[::-1]


def _last(first: date, length: int) -> date:
    day = first
    for _month in range(length):
        day = next_month(day)
    return day - timedelta(days=1)
