"""What the house itself can count for the index: dossiers of the period and procedures of its last day.

A dossier counts where its competent agency's work is at the period's last day; a procedure counts for every agency
that executes it, and once for the province. Counts and the lists behind them come from the same rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from haidang.catalogue import api as catalogue
from haidang.catalogue.api import Publicity
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import Progress
from haidang.identity import api as identity
from haidang.platform import clock

DOSSIERS: dict[str, Callable[[Progress], bool]] = {
    "progress_total": bool,
    "progress_on_time": lambda row: row.is_on_time,
    "filed": lambda row: row.is_filed,
    "filed_online": lambda row: row.is_filed and row.is_online,
    "filed_online_with_result": lambda row: row.is_filed and row.is_online and row.has_result,
    "handled": lambda row: row.is_finished,
    "handled_satisfied": lambda row: row.is_finished and row.is_on_time and not row.is_disliked,
}
"""Which dossiers each input counts."""
PROCEDURES: dict[str, Callable[[Publicity], bool]] = {
    "procedures": bool,
    "procedures_complete": lambda row: not row.lacks,
    "services_partial": lambda row: row.level == "partial",
    "services_full": lambda row: row.level == "full",
    "services_online": lambda row: row.level != "none",
    "fee_procedures": lambda row: row.has_fee,
}
"""Which procedures each input counts."""
USED = "services_used"
"""Online services with at least one dossier that was filed online."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything of a period: its dossiers with the agency each counts at, its procedures with their executors."""

    anchor: date
    dossiers: tuple[tuple[int, Progress], ...]
    procedures: tuple[tuple[frozenset[int], Publicity], ...]

    def of(self, agency_ids: frozenset[int] | None) -> "Part":
        """What counts for those agencies; None: for the whole province."""
        if agency_ids is None:
            return Part([row for _home, row in self.dossiers], [row for _who, row in self.procedures])
        return Part(
            [row for home, row in self.dossiers if home in agency_ids],
            [row for who, row in self.procedures if who & agency_ids],
        )


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of some agencies."""

    dossiers: list[Progress]
    procedures: list[Publicity]

    def counts(self) -> dict[str, int]:
        """Every input that the house counts."""
        return {
            **{key: len(self.dossiers_of(key)) for key in DOSSIERS},
            **{key: len(self.procedures_of(key)) for key in (*PROCEDURES, USED)},
        }

    def dossiers_of(self, key: str) -> list[Progress]:
        """The dossiers that an input counts."""
        return [row for row in self.dossiers if DOSSIERS[key](row)]

    def procedures_of(self, key: str) -> list[Publicity]:
        """The procedures that an input counts."""
        if key != USED:
            return [row for row in self.procedures if PROCEDURES[key](row)]
        used = {row.procedure_code for row in self.dossiers_of("filed_online")}
        return [row for row in self.procedures_of("services_online") if row.code in used]


def gather(period: dossiers.reports.Period) -> Gathered:
    """What the house counts of a period; one pass over its dossiers."""
    anchor = min(period.last, clock.local(period.as_of).date())
    rows = list(dossiers.progress(period))
    home = identity.heirs({(row.agency_id, row.procedure_code) for row in rows}, on=anchor)
    executors, rules = identity.executors(anchor), catalogue.executing_rules()
    return Gathered(
        anchor,
        tuple((home[row.agency_id, row.procedure_code], row) for row in rows),
        tuple((_executing(executors, rules, row.code), row) for row in catalogue.publicity(on=anchor)),
    )


def _executing(executors: identity.Executors, rules: Mapping[str, tuple[str, ...]], code: str) -> frozenset[int]:
    return frozenset[int]().union(*(executors.of(rule, code) for rule in rules.get(code, ())))
