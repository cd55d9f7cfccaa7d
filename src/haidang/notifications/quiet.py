"""Quiet hours: a message that comes up in them is shown when they end. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Quiet:
    """Local hours of every day from `starts` up to but without `ends`, over midnight if need be; equal: none."""

    starts: time
    ends: time

    def holds(self, moment: time) -> bool:
        """Whether it is quiet at that time of day."""
        if self.starts <= self.ends:
            return self.starts <= moment < self.ends
        return moment >= self.starts or moment < self.ends

    def shown_from(self, raised_at: datetime) -> datetime:
        """When a notice that came up at `raised_at` (local) may be shown: at once, or at the end of the hours."""
        if not self.holds(raised_at.time()):
            return raised_at
        end = raised_at.replace(hour=self.ends.hour, minute=self.ends.minute, second=0, microsecond=0)
        return end if end > raised_at else end + timedelta(days=1)
