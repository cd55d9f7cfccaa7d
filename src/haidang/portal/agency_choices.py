"""Agencies as people tell them apart: in the choices of a select, and by name."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from haidang.identity import api as identity

Choice = tuple[Any, str]
_ORDER = list(identity.Level)


def grouped(
    agencies: Iterable[identity.AgencyView], *, key: Callable[[identity.AgencyView], Any], on: date
) -> list[tuple[str, list[Choice]]]:
    """Choices in groups, from the province down; `key` gives the value that a choice sends."""
    found = sorted(agencies, key=lambda agency: (_ORDER.index(agency.level), agency.code))
    communes = [agency for agency in found if agency.level == identity.Level.COMMUNE]
    districts = identity.agencies_by_id({agency.parent_id for agency in communes if agency.parent_id}, on=on)
    groups: dict[str, list[Choice]] = {}
    for agency in found:
        above = districts.get(agency.parent_id or 0) if agency.level == identity.Level.COMMUNE else None
        heading = str(agency.level.label)
        groups.setdefault(f"{heading} – {above.name}" if above else heading, []).append((key(agency), agency.name))
    return list(groups.items())


def name_with_place(agency: identity.AgencyView, *, on: date) -> str:
    """The name that tells an agency from its namesakes: a commune with its district."""
    if agency.level != identity.Level.COMMUNE or not agency.parent_id:
        return agency.name
    above = identity.agencies_by_id([agency.parent_id], on=on).get(agency.parent_id)
    place = above.short_name.removeprefix("UBND ") if above else ""
    return f"{agency.name}, {place}" if place else agency.name
