"""The door of `ioc`: the event lake, indicators and their figures."""

from haidang.ioc.audit import verify
from haidang.ioc.dashboards import door as dashboards
from haidang.ioc.errors import Conflict, DashboardNotFound, FigureNotFound, IndicatorNotFound, Invalid, NotAllowed
from haidang.ioc.indicators import door as indicators
from haidang.ioc.indicators.ready import install as install_indicators
from haidang.ioc.maps import door as maps
from haidang.ioc.questions import door as questions

__all__ = [
    "Conflict",
    "DashboardNotFound",
    "FigureNotFound",
    "IndicatorNotFound",
    "Invalid",
    "NotAllowed",
    "dashboards",
    "indicators",
    "install_indicators",
    "maps",
    "questions",
    "verify",
]
