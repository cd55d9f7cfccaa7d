"""The periods that figures are counted for: months, or any days from first to last. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from haidang.platform import clock


@dataclass(frozen=True, slots=True)
class Frame:
    """The days `first` to `last`, both included, as far as they are known at `as_of`."""

    first: date
    last: date
    as_of: datetime

    @property
    def key(self) -> str:
        """As `2024-10-01/2024-10-31`."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    @property
    def start(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.first, time.min, clock.LOCAL)

    @property
    def end(self) -> datetime:
        """The first moment that is not counted: after the last day, or what is known by now if that is earlier."""
        return min(datetime.combine(self.last + timedelta(days=1), time.min, clock.LOCAL), self.as_of)

    @property
    def end_day(self) -> date:
        """The first day that is not counted; the day of `as_of` itself still is."""
        return min(self.last, clock.local(self.as_of).date()) + timedelta(days=1)

    @property
    def is_whole(self) -> bool:
        """Whether all of it is known."""
        return self.end == datetime.combine(self.last + timedelta(days=1), time.min, clock.LOCAL)


def month(day: date, *, as_of: datetime) -> Frame:
    """The month of `day`."""
    first = day.replace(day=1)
    return Frame(first, next_month(first) - timedelta(days=1), as_of)


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def months(*, as_of: datetime, count: int) -> list[Frame]:
    """The last `count` months, oldest first, the month of `as_of` last."""
    day, found = clock.local(as_of).date(), list[Frame]()
    for _step in range(count):
        frame = month(day, as_of=as_of)
        found.append(frame)
        day = frame.first - timedelta(days=1)
    return found[::-1]


def by_key(frames: Iterable[Frame]) -> dict[str, Frame]:
    """`frames` by their keys."""
    return {frame.key: frame for frame in frames}
