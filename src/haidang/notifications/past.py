"""A past that is made up afterwards: what was told long ago is not told again now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

_since = ContextVar[datetime | None]("told_since", default=None)


@contextmanager
def telling_only_since(moment: datetime) -> Iterator[None]:
    """Until the block ends nobody is told of anything that happens before `moment`; only simulations do this."""
    token = _since.set(moment)
    try:
        yield
    finally:
        _since.reset(token)


def is_past(now: datetime) -> bool:
    """Whether what happens at `now` counts as told long ago."""
    since = _since.get()
    return since is not None and now < since
