"""Which agency a step of the internal process goes to, seen from a dossier."""

from datetime import date

from haidang.dossiers.models import Dossier
from haidang.identity import api as identity
from haidang.workflow import api as workflow


def places_of(dossier: Dossier, *, on: date) -> workflow.Places:
    """Resolves `hd:agency`: competent, intake (who received it), superior (the parent at `on`), or a code's ending."""

    def place(name: str) -> int | None:
        if name == "competent":
            return dossier.agency_id
        if name == "intake":
            return dossier.receiving_agency_id
        if name == "superior":
            return identity.agencies_by_id([dossier.agency_id], on=on)[dossier.agency_id].parent_id
        province = dossier.agency.code.partition(".")[0]
        try:
            return identity.agency(f"{province}.{name}", on=on).id
        except identity.AgencyNotFound:
            return None

    return place
