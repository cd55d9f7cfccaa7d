"""A short memory of answers that many ask for at once: each says when it was made, and is made by one at a time."""

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


class Memo(Generic[T]):
    """Keeps the answers to the last `most` questions of this process."""

    def __init__(self, *, most: int = 256) -> None:
        self._most = most
        self._places: OrderedDict[Hashable, _Place[T]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T], *, now: datetime, age: timedelta) -> T:
        """The answer to `key` that is younger than `age` at `now`; else `make()`, for which others wait."""
        if not age:
            return make()
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
        with place.lock:
            # The clock of a demonstration may be set back.
            if place.value is None or place.made_at is None or not place.made_at <= now < place.made_at + age:
                place.value, place.made_at = make(), now
            return place.value
