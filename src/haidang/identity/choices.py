"""Agencies as people tell them apart: in the choices of a select, and by name."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from haidang.identity.agencies import AgencyView, agencies_by_id
from haidang.identity.models import Level

Choice = tuple[Any, str]
_ORDER = list(Level)


def grouped(
    agencies: Iterable[AgencyView], *, key: Callable[[AgencyView], Any], on: date
) -> list[tuple[str, list[Choice]]]:
    """Choices in groups, from the province down; `key` gives the value that a choice sends."""
    found = sorted(agencies, key=lambda agency: (_ORDER.index(agency.level), agency.code))
    communes = [agency for agency in found if agency.level == Level.COMMUNE]
    districts = agencies_by_id({agency.parent_id for agency in communes if agency.parent_id}, on=on)
    groups: dict[str, list[Choice]] = {}
    for agency in found:
        above = districts.get(agency.parent_id or 0) if agency.level == Level.COMMUNE else None
        heading = str(agency.level.label)
        groups.setdefault(f"{heading} – {above.name}" if above else heading, []).append((key(agency), agency.name))
    return list(groups.items())


def name_with_place(agency: AgencyView, *, on: date) -> str:
    """The name that tells an agency from its namesakes: a commune with its district."""
    if agency.level != Level.COMMUNE or not agency.parent_id:
        return agency.name
    above = agencies_by_id([agency.parent_id], on=on).get(agency.parent_id)
    place = above.short_name.removeprefix("UBND ") if above else ""
    return f"{agency.name}, {place}" if place else agency.name
