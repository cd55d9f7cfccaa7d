"""Casts a dossier: draws person, procedure, agency, channel, moment and papers from a seed and a number."""

import random
from collections.abc import Sequence
from datetime import date

from haidang.catalogue import api as catalogue
from haidang.catalogue.api import Case, PublishedProcedure
from haidang.dossiers import api as dossiers
from haidang.identity.api import AgencyView, Level
from haidang.simulation.arrivals import Arrivals
from haidang.simulation.market import Market, is_for_businesses, is_for_citizens
from haidang.simulation.matter import Matter, Paper
from haidang.simulation.people import Person, Population
from haidang.simulation.rates import Rates
from haidang.worktime.api import Term

_WALK_IN_FROM = 100_000


class Casting:
    """Makes matters; the same seed and number give the same one, however many there are."""

    def __init__(self, market: Market, population: Population, arrivals: Arrivals, rates: Rates) -> None:
        self._market, self._population, self._arrivals, self._rates = market, population, arrivals, rates

    def matter(self, seed: int, number: int, *, on: date) -> Matter:
        """The dossier of that number; `on` is the day whose procedures decide what can be filed."""
        rng = random.Random(f"{seed}:{number}")
        code, places = self._market.stalls[self._market.level(rng)].draw(rng)
        procedure = self._market.published(code, on=on)
        person = self._person(rng, procedure, number=seed * 1_000_003 + number)
        agency = _agency(rng, places, person)
        case, channel = self._way(rng, procedure, agency, has_account=bool(person.username))
        calendar = self._market.calendar(agency.id)
        at = self._arrivals.draw(rng, channel=channel, calendar=calendar)
        term = catalogue.term_for(procedure, channel)
        days = None if term else rng.choice(self._rates.terms_without_number)
        return Matter(
            number=number,
            at=at,
            person=person,
            procedure=procedure,
            case_key=case.key,
            agency=agency,
            intake=person.home if channel == "direct" and self._happens("taken_in_elsewhere", seed, number) else agency,
            helper=person.home if channel == "online" and self._happens("helped", seed, number) else None,
            channel=channel,
            papers=self._papers(rng, case),
            form=catalogue.form_for(procedure, case.key),
            fees=dossiers.tariffs(procedure.content, case_key=case.key, channel=channel),
            term=term or Term.parse(f"{days} working_day"),
            working_days=days,
            plan=self._market.plan(procedure.content.process_code),
            asked=self._market.asked(agency, number),
            calendar=calendar,
            slowness=self._market.slowness(agency.code),
            seat=rng.randrange(1_000),
        )

    def _happens(self, chance: str, seed: int, number: int) -> bool:
        """Whether something with this chance happens to the dossier, whatever else is drawn for it."""
        drawn = random.Random(f"{chance}:{seed}:{number}").random()
        return drawn < float(getattr(self._rates.chances, chance))

    def _person(self, rng: random.Random, procedure: PublishedProcedure, *, number: int) -> Person:
        people = self._rates.people
        for_citizens = is_for_citizens(procedure)
        # The profile's published forms ask for a natural person's particulars.
        for_businesses = is_for_businesses(procedure) and not procedure.content.form_code
        if for_businesses and (not for_citizens or rng.random() < 0.3):
            is_documented = rng.random() < people.documented_share
            return self._population.business(0 if is_documented else rng.randrange(1, people.businesses))
        draw = rng.random()
        if draw < people.documented_share:
            return self._population.citizen(rng.randrange(2))
        if draw < people.documented_share + people.regular_share:
            return self._population.citizen(rng.randrange(2, people.regulars))
        if rng.random() < people.walk_in_share * (1 - self._rates.online_share.low):
            return self._population.walk_in(_WALK_IN_FROM + number % 800_000)
        return self._population.citizen(rng.randrange(2, people.citizens))

    def _way(
        self, rng: random.Random, procedure: PublishedProcedure, agency: AgencyView, *, has_account: bool
    ) -> tuple[Case, str]:
        """The case and the channel: online only where the case is offered so."""
        cases = procedure.content.cases
        online = [case for case in cases if case.service_level != "none"]
        # People without an account come to the counter, so the others file online a little more often.
        away = self._rates.people.walk_in_share * (1 - self._rates.online_share.low)
        share = self._market.online_share(agency.code) / (1 - away * 0.85)
        if has_account and online and rng.random() < share:
            return rng.choice(online), "online"
        return rng.choice(cases), "postal" if rng.random() < self._rates.postal_share else "direct"

    def _papers(self, rng: random.Random, case: Case) -> Sequence[Paper]:
        rates = self._rates.documents
        given = [document for document in case.documents if rng.random() < rates.given][: rates.most]
        return tuple(
            Paper(document.key, document.name, is_image=rng.random() < rates.image_share) for document in given
        )


def _agency(rng: random.Random, places: Sequence[AgencyView], person: Person) -> AgencyView:
    """Where the person goes: home first, else the district of home, else any that is competent."""
    for place in places:
        if place.id in (person.home.id, person.home.parent_id) and place.level != Level.DEPARTMENT:
            return place
    return rng.choice(places)
