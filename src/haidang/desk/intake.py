"""What a counter may take in: where this officer receives, and which procedures of which agencies of the province.

A counter takes in what its own agency executes and, wherever intake does not depend on the competent agency
(docs/decisions/0007), what any other does. His right is that of the place of intake, by procedure code.
"""

from dataclasses import dataclass
from datetime import date

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity

_ALL = 5_000


@dataclass(frozen=True, slots=True)
class Offers:
    """Procedures that a counter may take in: those that its agency executes, and those that only others do."""

    own: list[catalogue.SearchHit]
    others: list[catalogue.SearchHit]

    def __len__(self) -> int:
        return len(self.own) + len(self.others)

    def part(self, first: int, size: int) -> "Offers":
        """The `size` procedures from `first` on, the agency's own before the others'."""
        rest = max(first - len(self.own), 0)
        own = self.own[first : first + size]
        return Offers(own, self.others[rest : rest + size - len(own)])


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

    def intakes(self, procedure_code: str) -> list[identity.AgencyView]:
        """Where he may take in that procedure, whoever decides on it."""
        return [item for item in self.agencies if self.may_receive(item.id, procedure_code)]

    def competent(
        self, procedure: catalogue.PublishedProcedure, intake: identity.AgencyView
    ) -> list[identity.AgencyView]:
        """The competent agencies for which `intake` may take the procedure in."""
        found = catalogue.competent_agencies(procedure, on=self.on)
        return found if dossiers.is_intake_free(self.on) else [item for item in found if item.id == intake.id]

    def procedures(self, words: str, agency: identity.AgencyView) -> Offers:
        """The offered procedures that answer `words` and that he may take in at `agency`, best first."""
        own = self._found(words, agency, agency_code=agency.code)
        if not dossiers.is_intake_free(self.on):
            return Offers(own, [])
        codes = {hit.code for hit in own}
        return Offers(own, [hit for hit in self._found(words, agency) if hit.code not in codes])

    def _found(
        self, words: str, agency: identity.AgencyView, *, agency_code: str | None = None
    ) -> list[catalogue.SearchHit]:
        found = catalogue.search(words, limit=_ALL, agency_code=agency_code, on=self.on).items
        return [hit for hit in found if self.may_receive(agency.id, hit.code)]


def desk_of(user: identity.User, *, on: date) -> Desk:
    """Where `user` receives dossiers at `on`."""
    scopes = identity.scopes(user, identity.Permission.DOSSIER_RECEIVE, on=on)
    ids = {agency_id for scope in scopes for agency_id in scope.agency_ids}
    return Desk(scopes, [view for view in identity.agencies(on) if view.id in ids], on)
