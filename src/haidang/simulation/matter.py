"""What one simulated dossier is about: who files which case of which procedure where, when and how. Plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from haidang.catalogue.api import FormDefinition, PublishedProcedure
from haidang.dossiers.api import Tariff
from haidang.identity.api import AgencyView
from haidang.simulation.people import Person
from haidang.workflow.api import Plan
from haidang.worktime.api import Calendar, Term


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is handed in: the requirement it answers, its title, and whether it is a photograph."""

    requirement_key: str
    title: str
    is_image: bool


@dataclass(frozen=True, slots=True)
class Matter:
    """A dossier before it is filed. `working_days` is set where the law gives no number.

    `intake` is where it is handed in and fetched, `helper` where somebody helped to prepare it, if anywhere.
    `fees` are those that the procedure has for its case and channel. `plan` is the internal process, `asked` the
    agency consulted where it leads to that; `slowness` is the agency's factor on time, `seat` tells which of several
    officers of a role has the dossier.
    """

    number: int
    at: datetime
    person: Person
    procedure: PublishedProcedure
    case_key: str
    agency: AgencyView
    intake: AgencyView
    helper: AgencyView | None
    channel: str
    papers: Sequence[Paper]
    form: FormDefinition
    fees: Sequence[Tariff]
    term: Term
    working_days: int | None
    plan: Plan
    asked: AgencyView
    calendar: Calendar
    slowness: float
    seat: int

    @property
    def has_account(self) -> bool:
        """Whether the owner can act in the portal."""
        return bool(self.person.username)
