"""Lengths of office time in ISO 8601: days are working days, hours and minutes are office time, never wall time."""

import re

from haidang.workflow.plan import Wait

_FORM = re.compile(r"^P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?$")
MOST_MINUTES = 400_000


def parse_wait(text: str) -> Wait:
    """Reads `P2D`, `PT4H`, `P1DT30M`; raises ValueError for anything else, for nothing, and for more than years."""
    found = _FORM.match(text.strip())
    if found is None:
        raise ValueError(text)
    days, hours, minutes = (int(part or 0) for part in found.groups())
    wait = Wait(days, hours * 60 + minutes)
    if not 0 < wait.days + wait.minutes <= MOST_MINUTES:
        raise ValueError(text)
    return wait
