"""What a counter may take in: the agencies where this officer receives, and the procedures that they execute."""

from dataclasses import dataclass
from datetime import date

from haidang.catalogue import api as catalogue
from haidang.identity import api as identity

_ALL = 5_000


@dataclass(frozen=True, slots=True)
class Desk:
    """The agencies where an officer receives dossiers at a date, by code."""

    scopes: list[identity.Scope]
    agencies: list[identity.AgencyView]
    on: date

    def agency(self, code: str | None) -> identity.AgencyView:
        """The agency with that code, or the first; there must be one."""
        return next((item for item in self.agencies if item.code == code), self.agencies[0])

    def may_receive(self, agency_id: int, procedure_code: str) -> bool:
        """Whether he receives that procedure at that agency."""
        return identity.covers(self.scopes, agency_id=agency_id, procedure_code=procedure_code)

    def places(self, procedure: catalogue.PublishedProcedure) -> list[identity.AgencyView]:
        """The competent agencies for which he may receive the procedure."""
        competent = catalogue.competent_agencies(procedure, on=self.on)
        return [item for item in competent if self.may_receive(item.id, procedure.code)]

    def procedures(self, words: str, agency: identity.AgencyView) -> list[catalogue.SearchHit]:
        """The offered procedures of one agency that answer `words` and that he may receive there, best first."""
        found = catalogue.search(words, limit=_ALL, agency_code=agency.code, on=self.on).items
        return [hit for hit in found if self.may_receive(agency.id, hit.code)]


def desk_of(user: identity.User, *, on: date) -> Desk:
    """Where `user` receives dossiers at `on`."""
    scopes = identity.scopes(user, identity.Permission.DOSSIER_RECEIVE, on=on)
    ids = {agency_id for scope in scopes for agency_id in scope.agency_ids}
    return Desk(scopes, [view for view in identity.agencies(on) if view.id in ids], on)
