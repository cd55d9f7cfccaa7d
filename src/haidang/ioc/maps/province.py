"""The map of the province's profile, read once; a province without one has no areas."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings

import haidang.profiles
from haidang.ioc.maps import outlines
from haidang.ioc.maps.outlines import Area, Layer

FILE = "map.json"


def areas(layer: Layer, *, district: str = "") -> tuple[Area, ...]:
    """The areas of a layer; with `district` only the communes that lie in it."""
    found = _read(settings.PROFILE)[layer]
    return tuple(area for area in found if not district or area.district == district)


def names() -> dict[str, str]:
    """The names of all areas by code; one that was merged under its own code goes by its name of today."""
    found = _read(settings.PROFILE)
    return {area.code: area.name for layer in (Layer.DISTRICTS, Layer.COMMUNES) for area in found[layer]}


@cache
def _read(profile: str) -> dict[Layer, tuple[Area, ...]]:
    path = Path(haidang.profiles.__file__).parent / profile / FILE
    if not path.exists():
        return dict.fromkeys(Layer, ())
    return outlines.read(json.loads(path.read_text()))
