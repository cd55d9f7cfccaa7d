"""Writes the acts of one story: knows what time it is in it, draws what happens and how long it takes."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from haidang.dossiers.api import Command
from haidang.simulation.matter import Matter
from haidang.simulation.rates import Rates, Span
from haidang.worktime import api as worktime

OWNER = "owner"
_MORNING, _EVENING = range(6, 10), 21


@dataclass(frozen=True, slots=True)
class Act:
    """One command: when, by the owner or by an officer with a role, and what it says."""

    at: datetime
    command: Command
    by: str
    details: dict[str, Any] = field(default_factory=dict)


class Pen:
    """Where a story has come to; `documents` counts the papers handed in so far, `is_settled` that fees were paid."""

    def __init__(self, matter: Matter, rates: Rates, rng: random.Random) -> None:
        self.matter, self.rates, self.rng = matter, rates, rng
        self.at = matter.at
        self.documents = len(matter.papers)
        self.is_settled = False

    @property
    def at_counter(self) -> bool:
        """Whether the owner deals with the agency at its counter or by post."""
        return self.matter.channel != "online"

    def happens(self, chance: str) -> bool:
        """Whether something with this chance happens now."""
        return self.rng.random() < float(getattr(self.rates.chances, chance))

    def words(self, kind: str) -> str:
        """One of the texts of that kind."""
        return self.rng.choice(self.rates.texts[kind])

    def act(self, command: Command, by: str, **details: Any) -> Act:
        """An act at this moment."""
        return Act(self.at, command, by, details)

    def work(self, minutes: float) -> None:
        """Lets office minutes pass, at least two; the moment reached lies within office hours."""
        reached = worktime.add_office_minutes(self.matter.calendar, self.at, minutes=max(2, round(minutes)))
        # Seconds are taken off, so that the last minute of a shift is still inside it.
        self.at = reached - timedelta(seconds=self.rng.randrange(1, 60))

    def deal(self, span: Span) -> None:
        """Lets an officer of this agency take as long as such a thing takes there."""
        self.work(span.draw(self.rng) * self.matter.slowness)

    def wait(self, days: float) -> None:
        """Lets days pass until the owner comes: by day or evening online, in office hours to the counter."""
        later = self.at + timedelta(days=days)
        if self.at_counter:
            self.at = later
            self.work(self.rng.uniform(2, 90))
            return
        hour = min(max(later.hour, self.rng.choice(_MORNING)), _EVENING)
        awake = later.replace(hour=hour, minute=self.rng.randrange(60), second=self.rng.randrange(60))
        self.at = awake if awake > self.at else self.at + timedelta(minutes=self.rng.randrange(20, 200))
