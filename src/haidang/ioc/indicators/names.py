"""What places of figures are called: agencies, communes and procedures, those of the past too."""

from collections.abc import Collection
from datetime import date

from haidang.catalogue import api as catalogue
from haidang.identity import api as identity
from haidang.ioc.indicators.definition import Grain


def names(grain: Grain, places: Collection[str], *, on: date) -> dict[str, str]:
    """Names by code; a place without a known name is called by its code."""
    if grain is Grain.PROCEDURE:
        found = catalogue.names_of(list(places), on=on)
    elif grain is Grain.AGENCY:
        found = {view.code: view.name for view in identity.agencies(on)}
    else:
        found = {view.area_code: view.name for view in identity.agencies(on) if view.area_code}
    return {place: found.get(place, place) for place in places}
