"""How long to wait after a failure, and when a partner counts as down. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of delivery; the defaults suit a partner that answers within seconds.

    `lease`: how long a worker may hold a lane without a sign of life; `send_within`: how long one message may take,
    well below the lease. `most_faults`: after so many faults of our own a message stops for an operator; a partner that
    cannot be reached never stops one. `down_after`: failures in a row after which nobody tries for a while.
    """

    lease: timedelta = timedelta(minutes=5)
    send_within: timedelta = timedelta(minutes=3)
    first_rest: timedelta = timedelta(seconds=10)
    longest_rest: timedelta = timedelta(hours=1)
    most_faults: int = 8
    down_after: int = 5
    longest_down: timedelta = timedelta(minutes=5)
    at_once: int = 20
    """Lanes that a worker takes at a time."""


def rest(failures: int, rng: Random, *, first: timedelta, longest: timedelta) -> timedelta:
    """After the n-th failure in a row: twice as long each time up to `longest`, of which a random half to the whole.

    The jitter keeps thousands of lanes that failed together from coming back together.
    """
    whole: timedelta = min(first * 2 ** min(failures - 1, 30), longest)
    return whole * rng.uniform(0.5, 1.0)
