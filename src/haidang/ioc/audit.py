"""Checks everything in the room that keeps a journal."""

from haidang.ioc.dashboards import audit as dashboards
from haidang.ioc.indicators import audit as indicators
from haidang.platform.journal import Fault


def verify() -> list[Fault]:
    """What is wrong with the journals of indicators and dashboards, or with the rows that they tell of."""
    return [*indicators.verify(), *dashboards.verify()]
