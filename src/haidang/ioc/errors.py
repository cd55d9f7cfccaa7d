"""Refusals of the room."""

from haidang.platform.errors import Conflict, Invalid, NotAllowed, Refused

__all__ = [
    "AlertNotFound",
    "Conflict",
    "DashboardNotFound",
    "FigureNotFound",
    "IndicatorNotFound",
    "Invalid",
    "NoData",
    "NotAllowed",
]


class IndicatorNotFound(Refused):
    """There is no such indicator or version."""

    code = "indicator-not-found"


class FigureNotFound(Refused):
    """There is no such kept figure, or it is not for this person."""

    code = "figure-not-found"


class NoData(Refused):
    """An indicator of a dataset that nobody supplies yet."""

    code = "no-data"


class DashboardNotFound(Refused):
    """There is no such dashboard or saved question, or it is not for this person."""

    code = "dashboard-not-found"


class AlertNotFound(Refused):
    """There is no such alert or watch, or it is not for this person."""

    code = "alert-not-found"
