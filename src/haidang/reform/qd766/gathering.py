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
from haidang.dossiers.api import Charged, Progress
from haidang.exchange import api as exchange
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
SYNC_BASE, SYNCED = "sync_expected", "synced"
FEE_BASE, FEE_PAID, FEE_PROCEDURES_PAID = "fee_dossiers", "fee_dossiers_paid_online", "fee_procedures_paid_online"


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything of a period: its dossiers with the agency each counts at, its procedures with their executors."""

    anchor: date
    dossiers: tuple[tuple[int, Progress], ...]
    procedures: tuple[tuple[frozenset[int], Publicity], ...]
    told: frozenset[str] | None = None
    """Dossiers that the national portal has been told of; None while the house is not connected."""
    charged: Charged | None = None
    """Dossiers with a fee; None while nobody has ever paid online."""

    def of(self, agency_ids: frozenset[int] | None) -> "Part":
        """What counts for those agencies; None: for the whole province."""
        if agency_ids is None:
            everything = [row for _home, row in self.dossiers], [row for _who, row in self.procedures]
            return Part(*everything, self.told, self.charged)
        return Part(
            [row for home, row in self.dossiers if home in agency_ids],
            [row for who, row in self.procedures if who & agency_ids],
            self.told,
            self.charged,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of some agencies."""

    dossiers: list[Progress]
    procedures: list[Publicity]
    told: frozenset[str] | None = None
    charged: Charged | None = None

    @property
    def dossier_inputs(self) -> frozenset[str]:
        """The inputs that count dossiers here."""
        found = set(DOSSIERS)
        if self.told is not None:
            found |= {SYNC_BASE, SYNCED}
        if self.charged is not None:
            found |= {FEE_BASE, FEE_PAID}
        return frozenset(found)

    @property
    def procedure_inputs(self) -> frozenset[str]:
        """The inputs that count procedures here."""
        return frozenset({*PROCEDURES, USED, *([FEE_PROCEDURES_PAID] if self.charged is not None else [])})

    def counts(self) -> dict[str, int]:
        """Every input that the house counts."""
        return {
            **{key: len(self.dossiers_of(key)) for key in self.dossier_inputs},
            **{key: len(self.procedures_of(key)) for key in self.procedure_inputs},
        }

    def dossiers_of(self, key: str) -> list[Progress]:
        """The dossiers that an input counts."""
        codes = {
            SYNCED: self.told,
            FEE_BASE: self.charged.all if self.charged else None,
            FEE_PAID: self.charged.paid_online if self.charged else None,
        }.get(key)
        if codes is not None:
            return [row for row in self.dossiers_of("filed") if row.code in codes]
        return [row for row in self.dossiers if DOSSIERS["filed" if key == SYNC_BASE else key](row)]

    def procedures_of(self, key: str) -> list[Publicity]:
        """The procedures that an input counts."""
        if key == FEE_PROCEDURES_PAID:
            paid = {row.procedure_code for row in self.dossiers_of(FEE_PAID)}
            return [row for row in self.procedures_of("fee_procedures") if row.code in paid]
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
        told=exchange.told_codes(since=period.start, until=period.until),
        charged=dossiers.charged(since=period.start, until=period.until),
    )


def _executing(executors: identity.Executors, rules: Mapping[str, tuple[str, ...]], code: str) -> frozenset[int]:
    return frozenset[int]().union(*(executors.of(rule, code) for rule in rules.get(code, ())))
