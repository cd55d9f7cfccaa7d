"""The lake brought up to date, and after it the figures that are given out."""

from datetime import datetime

from haidang.ioc import lake
from haidang.ioc.indicators.keeping import keep


def refresh(now: datetime) -> int:
    """Takes in what has changed and keeps the figures that are other than before; returns how many. Raises LakeBusy."""
    lake.update(now=now)
    return keep(now)
