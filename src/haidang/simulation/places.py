"""Where how many people live."""

from collections.abc import Sequence

from haidang.identity.api import AgencyView, Level
from haidang.simulation.people import Homes
from haidang.simulation.rates import Rates


def homes(agencies: Sequence[AgencyView], rates: Rates) -> Homes:
    """Every commune with an equal share of its district's people; a district without communes is a place itself."""
    places, districts, weights = [], [], []
    for district in (agency for agency in agencies if agency.level == Level.DISTRICT):
        inside = [agency for agency in agencies if agency.parent_id == district.id] or [district]
        people = rates.district_population.get(district.area_code, 1)
        for place in inside:
            places.append(place)
            districts.append(district.short_name.removeprefix("UBND "))
            weights.append(people / len(inside))
    return Homes(places, districts, weights)
