"""How long a message rests after it could not be sent. Pure."""

from datetime import timedelta
from random import Random

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=2)


def rest(attempts: int, *, key: str) -> timedelta:
    """After the n-th attempt: a minute, doubled each time up to two hours, a quarter more or less.

    How much more or less follows from the message's `key`, so that thousands that failed together come back apart.
    """
    doublings: int = 2 ** min(attempts - 1, 20)
    whole = min(FIRST * doublings, LONGEST)
    share: float = Random(f"{key}:{attempts}").uniform(0.75, 1.25)  # noqa: S311  spreads load, guards nothing
    return whole * share
