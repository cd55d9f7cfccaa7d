"""Which agency a step of the internal process goes to, seen from a dossier."""

from datetime import date, datetime

from haidang.dossiers import ledger
from haidang.dossiers.models import Dossier
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.workflow import api as workflow


def places_of(dossier: Dossier, *, on: date) -> workflow.Places:
    """Resolves `hd:agency`: competent, intake (who received it), superior (of who has the work), or a code's ending.

    An ending keeps naming the department that once carried it: after a reorganisation, its heir.
    """

    def place(name: str) -> int | None:
        if name == "competent":
            return dossier.agency_id
        if name == "intake":
            return dossier.receiving_agency_id
        if name == "superior":
            held = (dossier.agency_id, dossier.procedure_code)
            return identity.current([held], on=on)[held].parent_id
        found = identity.executors(on).of(name, dossier.procedure_code)
        return next(iter(found)) if len(found) == 1 else None

    return place


def mover(dossier: Dossier, *, actor: identity.User, now: datetime) -> workflow.Mover:
    """Who moves the process of `dossier` on, on the calendar and between the agencies of that dossier."""
    places = places_of(dossier, on=clock.local(now).date())
    return workflow.Mover(actor, now, ledger.calendar_of(dossier), places)
