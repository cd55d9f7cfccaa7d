"""The stand-in's own clock: the machine's, moved by as much as the demonstration that it serves."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

LOCAL = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time, `offset_seconds` ahead of the machine."""

    offset_seconds: float = 0

    def now(self) -> datetime:
        """The present moment, aware."""
        return datetime.now(UTC) + timedelta(seconds=self.offset_seconds)


def words(at: datetime) -> str:
    """A moment as messages write it: local, yyyyMMddHHmmss."""
    return at.astimezone(LOCAL).strftime("%Y%m%d%H%M%S")
