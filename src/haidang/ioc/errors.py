"""Refusals of the room."""

from haidang.platform.errors import Conflict, Invalid, NotAllowed, Refused

__all__ = ["Conflict", "FigureNotFound", "IndicatorNotFound", "Invalid", "NoData", "NotAllowed"]


class IndicatorNotFound(Refused):
    """There is no such indicator or version."""

    code = "indicator-not-found"


class FigureNotFound(Refused):
    """There is no such kept figure, or it is not for this person."""

    code = "figure-not-found"


class NoData(Refused):
    """An indicator of a dataset that nobody supplies yet."""

    code = "no-data"
