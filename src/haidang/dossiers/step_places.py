"""Which agency a step of the internal process goes to, seen from a dossier."""

from datetime import date

from haidang.dossiers.models import Dossier
from haidang.identity import api as identity
from haidang.workflow import api as workflow


def places_of(dossier: Dossier, *, on: date) -> workflow.Places:
    """Resolves `hd:agency` of a step: competent, intake, superior (the parent at `on`), or an ending such as 09."""

    def place(name: str) -> int | None:
        if name == "competent":
            return dossier.agency_id
        if name == "intake":
            return dossier.intake_agency_id
        if name == "superior":
            return identity.agencies_by_id([dossier.agency_id], on=on)[dossier.agency_id].parent_id
        province = dossier.agency.code.partition(".")[0]
        try:
            return identity.agency(f"{province}.{name}", on=on).id
        except identity.AgencyNotFound:
            return None

    return place
