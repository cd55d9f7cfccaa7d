"""The calendar used when nobody names one: that of the first profile, shipped with the package."""

from functools import cache
from importlib.resources import files

from haidang.worktime.calendar import Calendar

DEFAULT_PROFILE = "brvt_2024"


@cache
def profile_calendar(profile: str = DEFAULT_PROFILE) -> Calendar:
    """The office calendar of a shipped profile."""
    return Calendar.from_json((files("haidang.profiles") / profile / "calendar.json").read_bytes())
