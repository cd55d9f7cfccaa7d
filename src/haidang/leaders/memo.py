"""A short memory of answers that many ask for at once: made by one of them at a time, while the others are not kept."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Place(Generic[T]):
    lock: Lock = field(default_factory=Lock)
    made_at: datetime | None = None
    value: T | None = None

    def kept(self, *, now: datetime, age: timedelta) -> T | None:
        """The value, if it is younger than `age`; the clock of a demonstration may be set back."""
        made_at = self.made_at
        return self.value if made_at is not None and made_at <= now < made_at + age else None


class Memo(Generic[T]):
    """Keeps the answers to the last `most` questions of this process."""

    def __init__(self, *, most: int = 256) -> None:
        self._most = most
        self._places: OrderedDict[Hashable, _Place[T]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T], *, now: datetime, age: timedelta) -> T:
        """The answer to `key`, not older than `age` at `now`.

        While one is making it anew, others are given the last one up to twice that age; only without it do they wait.
        """
        if not age:
            return make()
        place = self._place(key)
        if (value := place.kept(now=now, age=age)) is not None:
            return value
        last = place.kept(now=now, age=age * 2)
        if not place.lock.acquire(blocking=last is None) and last is not None:
            return last
        try:
            value = place.kept(now=now, age=age)
            if value is None:
                value = make()
                place.value, place.made_at = value, now
            return value
        finally:
            place.lock.release()

    def _place(self, key: Hashable) -> _Place[T]:
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
            return place
