"""Persons whose dossiers were finished: whom a survey may ask, without their names."""

from dataclasses import dataclass
from datetime import datetime

from haidang.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class Askable:
    """A finished dossier. `person` is the blind index of its owner; without an identity number, the dossier itself."""

    code: str
    agency_id: int
    procedure_code: str
    person: str


def askable(*, since: datetime, until: datetime) -> list[Askable]:
    """The dossiers whose processing ended with a result in [since, until), by code."""
    rows = Dossier.objects.filter(finished_at__gte=since, finished_at__lt=until).order_by("code")
    fields = ("code", "agency_id", "procedure_code", "owner_id_index")
    return [
        Askable(code, agency_id, procedure, person or f"dossier:{code}")
        for code, agency_id, procedure, person in rows.values_list(*fields)
    ]
