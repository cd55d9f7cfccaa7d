"""What the places of figures are called."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from haidang.catalogue import api as catalogue
from haidang.identity import api as identity
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.maps import province


def of(grain: Grain, codes: Collection[str], *, on: date) -> dict[str, str]:
    """The name of each place; a place that is known no more is called by its code."""
    if grain is Grain.PROVINCE:
        return {"": _("Toàn tỉnh")}
    if grain is Grain.AGENCY:
        found = _agencies(codes, on)
    elif grain is Grain.PROCEDURE:
        found = catalogue.names_of(codes, on=on)
    else:
        found = _communes(on)
    return {code: found.get(code) or code or _("Không rõ") for code in codes}


def _agencies(codes: Collection[str], on: date) -> dict[str, str]:
    ids = dict(identity.Agency.objects.filter(code__in=codes).values_list("id", "code"))
    views = identity.agencies_by_id(ids, on=on)
    return {code: views[number].short_name for number, code in ids.items() if number in views}


def _communes(on: date) -> dict[str, str]:
    """Communes by their committees' names where there are no other: those of before the reorganisation have no map."""
    committees = {view.area_code: view.short_name for view in identity.agencies(on) if view.area_code}
    return {**committees, **province.names()}
