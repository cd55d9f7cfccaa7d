"""What the lines of a board are called."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from haidang.catalogue import api as catalogue
from haidang.dossiers.board.asked import NO_GROUND
from haidang.dossiers.deadlines import Ground
from haidang.dossiers.labels import GROUND_LABELS
from haidang.identity import api as identity

Place = tuple[int, str]


def ground_words(ground: str) -> str:
    """Why a clock stands still; "" for one that has never run."""
    return str(GROUND_LABELS[Ground(ground)]) if ground else _("Chờ bổ sung, chưa tiếp nhận")


def reason_words(ground: str) -> str:
    """The same of `Asked.ground`, which may be any text: a text that is no ground stands for itself."""
    try:
        return ground_words("" if ground == NO_GROUND else ground) if ground else ""
    except ValueError:
        return ground


def procedure_names(codes: Collection[str], *, on: date) -> dict[str, str]:
    """What procedures are called at `on`; the code itself of one that nobody has published."""
    found = catalogue.names_of(codes, on=on)
    return {code: found.get(code, code) for code in codes}


def unit_names(places: Collection[Place], *, on: date) -> dict[Place, str]:
    """What units, as (agency id, key), are called; with their agency where they are of several."""
    names, at = identity.unit_names(places), {agency_id for agency_id, _key in places}
    agencies = identity.agencies_by_id(at, on=on) if len(at) > 1 else {}
    found = {}
    for place in places:
        words = names.get(place) or place[1] or _("Chung cả cơ quan")
        view = agencies.get(place[0])
        found[place] = f"{words} – {view.short_name}" if view else words
    return found
