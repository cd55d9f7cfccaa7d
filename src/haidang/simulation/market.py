"""Which procedures people come for, where, and what must be known to tell the story of such a dossier."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate

from haidang.catalogue import api as catalogue
from haidang.catalogue.api import PublishedProcedure
from haidang.identity import api as identity
from haidang.identity.api import AgencyView, Level
from haidang.simulation.rates import Rates
from haidang.workflow import api as workflow
from haidang.worktime.api import Calendar

_CITIZEN_WORDS = ("công dân", "cá nhân", "người")


@dataclass(frozen=True, slots=True)
class Stall:
    """The procedures of one level with their cumulative weights; `places` names who executes each."""

    codes: Sequence[str]
    weights: Sequence[float]
    places: Sequence[Sequence[AgencyView]]

    def draw(self, rng: random.Random) -> tuple[str, Sequence[AgencyView]]:
        """A procedure and the agencies that execute it at this level."""
        found = rng.choices(range(len(self.codes)), cum_weights=self.weights)[0]
        return self.codes[found], self.places[found]


class Market:
    """The province's offer on a date, read once."""

    def __init__(self, agencies: Sequence[AgencyView], rates: Rates, *, on: date) -> None:
        self._rates, self._on = rates, on
        self._departments = [each for each in agencies if each.level == Level.DEPARTMENT]
        self.stalls = _stalls(agencies, rates, on=on)

    def level(self, rng: random.Random) -> Level:
        """At which level somebody comes, among those that offer anything."""
        shares = {
            Level(level): share for level, share in self._rates.level_share.items() if Level(level) in self.stalls
        }
        return rng.choices(list(shares), list(shares.values()))[0]

    def published(self, code: str, *, on: date) -> PublishedProcedure:
        """The version of a procedure that holds at `on`."""
        return catalogue.published(code, on=on)

    @cache  # noqa: B019 (a market lives as long as its run)
    def plan(self, process_code: str) -> workflow.Plan:
        """The internal process of that code as it is now."""
        return workflow.plan_of(workflow.current(process_code).pk)

    def asked(self, agency: AgencyView, seat: int) -> AgencyView:
        """Which department `agency` consults: by its seat another one, but never itself."""
        others = [each for each in self._departments if each.id != agency.id] or [agency]
        return others[seat % len(others)]

    @cache  # noqa: B019
    def calendar(self, agency_id: int) -> Calendar:
        """The agency's office calendar."""
        return identity.calendar(identity.calendar_version_of(agency_id, on=self._on).pk)

    @cache  # noqa: B019
    def online_share(self, agency_code: str) -> float:
        """Which share of an agency's dossiers comes online where that is possible."""
        share = self._rates.online_share
        return random.Random(f"online:{agency_code}").uniform(share.low, share.high)

    @cache  # noqa: B019
    def slowness(self, agency_code: str) -> float:
        """The agency's factor on all times."""
        rng = random.Random(f"pace:{agency_code}")
        pace = self._rates.agency_pace
        return rng.uniform(*(pace.slow if rng.random() < pace.slow_share else pace.usual))


def is_for_citizens(procedure: PublishedProcedure) -> bool:
    """Whether a natural person can be the owner; yes where the source does not say."""
    subjects = [subject.lower() for subject in procedure.content.subjects]
    return not subjects or any(word in subject for subject in subjects for word in _CITIZEN_WORDS)


def is_for_businesses(procedure: PublishedProcedure) -> bool:
    """Whether a business can be the owner."""
    return any("doanh nghiệp" in s.lower() or "tổ chức" in s.lower() for s in procedure.content.subjects)


def _stalls(agencies: Sequence[AgencyView], rates: Rates, *, on: date) -> dict[Level, Stall]:
    offered: dict[Level, dict[str, list[AgencyView]]] = {}
    for level in rates.level_share:
        peers = [agency for agency in agencies if agency.level == level]
        # Districts offer the same procedures, and so do communes; each department has its own.
        asked = peers if level == Level.DEPARTMENT else peers[:1]
        for agency in asked:
            for code in catalogue.procedures_of(agency.id, on=on):
                offered.setdefault(Level(level), {}).setdefault(code, []).extend(
                    [agency] if level == Level.DEPARTMENT else peers
                )
    return {level: _stall(places, rates) for level, places in offered.items()}


def _stall(places: dict[str, list[AgencyView]], rates: Rates) -> Stall:
    weights = [rates.popular.get(code) or _tail_weight(code, rates) for code in places]
    return Stall(list(places), list(accumulate(weights)), list(places.values()))


def _tail_weight(code: str, rates: Rates) -> float:
    return rates.tail_weight * random.Random(f"weight:{code}").uniform(0.05, 1.0)
