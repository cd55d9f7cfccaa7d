"""Which indicators can be asked about: those whose data is in the lake."""

from datetime import datetime

from haidang.ioc.indicators import catalogue
from haidang.ioc.indicators.catalogue import Spec
from haidang.ioc.indicators.definition import Grain
from haidang.ioc.lake import reading as lake
from haidang.platform import clock

PLACES = (Grain.COMMUNE, Grain.AGENCY)
"""Grains that lie on the map, the finer one first."""


def choices(*, now: datetime) -> list[Spec]:
    """The indicators in force that have data, in the order of their first publication."""
    source = lake.reader()
    return [spec for spec in catalogue.current(on=clock.local(now).date()) if catalogue.is_filled(spec, source)]


def grain_on_map(spec: Spec) -> Grain | None:
    """By what an indicator is brought onto the map; None for one of the whole province only."""
    return next((grain for grain in PLACES if grain in spec.definition.grains), None)
