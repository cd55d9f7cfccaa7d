"""The door of `ioc`: the event lake, indicators and their figures."""

from haidang.ioc.errors import Conflict, FigureNotFound, IndicatorNotFound, Invalid, NotAllowed
from haidang.ioc.indicators import door as indicators
from haidang.ioc.indicators.audit import verify
from haidang.ioc.indicators.ready import install as install_indicators

__all__ = [
    "Conflict",
    "FigureNotFound",
    "IndicatorNotFound",
    "Invalid",
    "NotAllowed",
    "indicators",
    "install_indicators",
    "verify",
]
