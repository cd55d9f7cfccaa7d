"""Whom a rule tells about what it has found, as people and posts were on the day."""

from dataclasses import dataclass, field
from datetime import date

from haidang.identity.api import User
from haidang.steering import people
from haidang.steering.attention.kinds import Recipient
from haidang.steering.attention.matching import Match
from haidang.steering.people import Tree


@dataclass(slots=True)
class Directory:
    """The people of a day, each question asked once."""

    on: date
    tree: Tree
    heads: dict[int, list[User]] = field(default_factory=dict)
    managers: dict[tuple[int, str], list[User]] = field(default_factory=dict)
    officers: dict[int, User | None] = field(default_factory=dict)

    def told(self, recipient: Recipient, match: Match) -> list[User]:
        """Who is told; empty where the post is vacant."""
        place = self.tree.lineage.heir(match.agency_id, match.procedure_code)
        unit = match.step.unit if match.step else ""
        if recipient is Recipient.OFFICER:
            officer = self._officer(match.step.assignee_id) if match.step and match.step.assignee_id else None
            return [officer] if officer else self._managers(place, unit)
        if recipient is Recipient.MANAGER:
            return self._managers(place, unit)
        if recipient is Recipient.HEAD:
            return self._heads(place)
        above = self.tree.above(place)
        return self._heads(above[0] if above else place)

    def _officer(self, user_id: int) -> User | None:
        if user_id not in self.officers:
            self.officers[user_id] = User.objects.filter(pk=user_id, is_active=True).first()
        return self.officers[user_id]

    def _heads(self, agency_id: int) -> list[User]:
        if agency_id not in self.heads:
            self.heads[agency_id] = people.heads(agency_id, on=self.on)
        return self.heads[agency_id]

    def _managers(self, agency_id: int, unit: str) -> list[User]:
        if (agency_id, unit) not in self.managers:
            self.managers[agency_id, unit] = people.managers(agency_id, unit, on=self.on)
        return self.managers[agency_id, unit]


def directory(on: date) -> Directory:
    """The people of that day."""
    return Directory(on, people.tree(on))
