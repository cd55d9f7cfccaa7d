"""The door of `ioc`: the event lake, indicators and their figures."""

from haidang.ioc.errors import Conflict, FigureNotFound, IndicatorNotFound, Invalid, NotAllowed
from haidang.ioc.indicators import door as indicators
from haidang.ioc.indicators.audit import verify
from haidang.ioc.indicators.ready import install as install_indicators
from haidang.ioc.maps import door as maps
from haidang.ioc.questions import door as questions

__all__ = [
    "Conflict",
    "FigureNotFound",
    "IndicatorNotFound",
    "Invalid",
    "NotAllowed",
    "indicators",
    "install_indicators",
    "maps",
    "questions",
    "verify",
]
