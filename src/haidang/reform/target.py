"""The province's target for cutting times, as its profile states it."""

from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings

import haidang.profiles

FILE = "reform.json"


class Target(msgspec.Struct, frozen=True):
    """At least `share_percent` % of the procedures shall be cut by at least each of `cut_percents` %."""

    share_percent: int
    cut_percents: tuple[int, ...]
    small_number: int
    """Below so many finished dossiers a figure is shown as one of a small number."""
    promise_percents: tuple[int, ...]
    """With which shares on time a promise is looked for."""
    source: str


@cache
def target() -> Target:
    """The target of the profile that the settings name."""
    path = Path(haidang.profiles.__file__).parent / settings.PROFILE / FILE
    return msgspec.json.decode(path.read_bytes(), type=Target)
