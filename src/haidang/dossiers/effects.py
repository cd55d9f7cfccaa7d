"""What a reorganisation does to open work: who takes over how much, who gains or loses sight, what changes with it.

The figures are counted on the plan's day against the day before, over the dossiers that are open now.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, cast

from django.db.models import Count

from haidang.catalogue import api as catalogue
from haidang.dossiers.codes import make
from haidang.dossiers.labels import STATE_LABELS
from haidang.dossiers.lifecycle import OPEN, State
from haidang.dossiers.models import Dossier
from haidang.dossiers.queue import risk_conditions
from haidang.dossiers.risk import Risk
from haidang.identity import api as identity
from haidang.workflow.api import StepInstance


@dataclass(frozen=True, slots=True)
class Handover:
    """What goes from one agency to one heir. `by_state` counts open dossiers by state (its number as text)."""

    predecessor: str
    predecessor_name: str
    successor: str
    successor_name: str
    kind: str
    kind_label: str
    procedures: int
    """How many procedures it is limited to; 0: all the rest."""
    by_state: dict[str, int]
    late: int
    at_risk: int
    promised: int
    """How many of them carry a due date that was promised; it stays."""
    open_steps: int
    officers: int
    roles: int
    calendar_before: str
    calendar_after: str

    @property
    def dossiers(self) -> int:
        """How many open dossiers there are."""
        return sum(self.by_state.values())

    @property
    def is_busy(self) -> bool:
        """Whether any work is open."""
        return bool(self.dossiers or self.open_steps)


@dataclass(frozen=True, slots=True)
class Sight:
    """An officer who sees other open dossiers from the day on: how many more, how many no longer."""

    username: str
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Effects:
    """Everything that a plan does, as plain values."""

    code: str
    name: str
    on: date
    handovers: list[Handover]
    sight: list[Sight]
    new_codes: dict[str, str]
    """By agency that begins, the code that its first dossier of the day will carry."""
    procedures_changed: int
    procedures_without_executor: list[str]
    executors: list[tuple[str, int, int]]
    """Rules of procedures whose executors change: the rule, how many agencies before, how many after."""
    unverified: list[str] = field(default_factory=list)

    @property
    def totals(self) -> dict[str, int]:
        """Sums over all handovers."""
        names = ("dossiers", "late", "at_risk", "promised", "open_steps", "roles")
        return {name: sum(getattr(row, name) for row in self.handovers) for name in names}

    def plain(self) -> dict[str, Any]:
        """For programs."""
        return {**asdict(self), "on": self.on.isoformat(), "totals": self.totals}


Place = tuple[int, str]
"""Where work lies: an agency and a procedure."""
Way = tuple[int, int]
"""From which agency to which."""


def effects(code: str, *, now: datetime) -> Effects:
    """What the plan `code`, which stands in the tables, does; raises PlanRefused for one that is not applied."""
    plan = identity.applied_plan(code)
    before, after = plan.on - timedelta(days=1), plan.on
    return Effects(
        code=plan.code,
        name=plan.name,
        on=plan.on,
        handovers=_handovers(plan, now=now),
        sight=_sight(before, after),
        new_codes=_new_codes(plan),
        **_procedures(before, after),
        unverified=list(plan.content.get("unverified", ())),
    )


def rehearsal(plan: identity.Plan, *, now: datetime) -> Effects:
    """What a plan would do, whether or not it stands in the tables; nothing is left behind. Raises PlanRefused."""
    with identity.rehearsed(plan, fields=catalogue.procedures_by_field(), now=now):
        return effects(plan.code, now=now)


def _handovers(plan: identity.Reorganisation, *, now: datetime) -> list[Handover]:
    before, after = plan.on - timedelta(days=1), plan.on
    rows = list(plan.successions.all())
    left, taken = {row.predecessor_id for row in rows}, {row.successor_id for row in rows}
    views = identity.agencies_by_id(left, on=before) | identity.agencies_by_id(taken, on=after)
    calendars = identity.calendar_names(left, on=before), identity.calendar_names(taken, on=after)
    shares, moved = _shares(_open_work(now=now), before=before, after=after), identity.roles_moved(plan)
    found = []
    for row in rows:
        way = row.predecessor_id, row.successor_id
        handover = Handover(
            predecessor=views[way[0]].code,
            predecessor_name=views[way[0]].name,
            successor=views[way[1]].code,
            successor_name=views[way[1]].name,
            kind=row.kind,
            kind_label=str(row.get_kind_display()),
            procedures=len(row.procedures),
            **_figures(shares[way]),
            officers=len(set(moved.get(way, ()))),
            roles=len(moved.get(way, ())),
            calendar_before=calendars[0][way[0]],
            calendar_after=calendars[1][way[1]],
        )
        found.append(handover)
    return sorted(found, key=lambda each: (each.predecessor, each.procedures > 0, each.successor))


def _figures(counts: Counter[str]) -> dict[str, Any]:
    states = sorted(key for key in counts if key.startswith("state:"))
    return {
        "by_state": {key.removeprefix("state:"): counts[key] for key in states},
        "late": counts["late"],
        "at_risk": counts["at_risk"],
        "promised": counts["promised"],
        "open_steps": counts["steps"],
    }


def _open_work(*, now: datetime) -> dict[Place, Counter[str]]:
    """Open dossiers and open steps by the agency and procedure that their rows name."""
    found: dict[Place, Counter[str]] = defaultdict(Counter)
    risks = risk_conditions(now)
    counts = {"late": risks[Risk.LATE], "at_risk": risks[Risk.AT_RISK]}
    rows = Dossier.objects.filter(state__in=[int(state) for state in OPEN])
    asked = {name: Count("pk", filter=condition) for name, condition in counts.items()}
    grouped = rows.values("agency_id", "procedure_code", "state")
    for row in grouped.annotate(number=Count("pk"), promised=Count("due_at"), **asked):
        figures = cast(dict[str, Any], row)
        place = found[row["agency_id"], row["procedure_code"]]
        place[f"state:{row['state']}"] += row["number"]
        place.update({name: figures[name] for name in ("promised", *counts)})
    steps = Dossier.objects.filter(process__steps__status=StepInstance.Status.OPEN)
    for agency_id, code, number in (
        steps.values_list("process__steps__agency_id", "procedure_code").annotate(number=Count("pk")).order_by()
    ):
        found[agency_id, code]["steps"] += number
    return found


def _shares(work: Mapping[Place, Counter[str]], *, before: date, after: date) -> dict[Way, Counter[str]]:
    """`work` by who had it the day before and who has it on the day; what stays where it is falls out."""
    earlier, later = identity.lineage(before), identity.lineage(after)
    found: dict[Way, Counter[str]] = defaultdict(Counter)
    for (agency_id, code), counts in work.items():
        had, has = earlier.heir(agency_id, code), later.heir(agency_id, code)
        if had != has:
            found[had, has].update(counts)
    return found


def _sight(before: date, after: date) -> list[Sight]:
    """Officers whose view of the open dossiers changes, most changed first."""
    where = Dossier.objects.filter(state__in=[int(state) for state in OPEN])
    grouped = where.values_list("agency_id", "intake_agency_id", "procedure_code").annotate(number=Count("pk"))
    places = list(grouped.order_by())
    earlier = identity.scopes_of_everybody(identity.Permission.DOSSIER_VIEW, on=before)
    later = identity.scopes_of_everybody(identity.Permission.DOSSIER_VIEW, on=after)

    @cache  # most officers of an agency see the same
    def change(saw: tuple[identity.Scope, ...], sees: tuple[identity.Scope, ...]) -> tuple[int, int]:
        gained = lost = 0
        for agency_id, intake_id, code, number in places:
            before, after = (_sees(scopes, {agency_id, intake_id}, code) for scopes in (saw, sees))
            gained, lost = gained + number * (after and not before), lost + number * (before and not after)
        return gained, lost

    names = earlier.keys() | later.keys()
    found = [Sight(name, *change(tuple(earlier.get(name, ())), tuple(later.get(name, ())))) for name in names]
    return sorted(
        (each for each in found if each.gained or each.lost), key=lambda each: (-each.gained - each.lost, each.username)
    )


def _sees(held: Iterable[identity.Scope], agency_ids: set[int], code: str) -> bool:
    return any(not agency_ids.isdisjoint(scope.agency_ids) and scope.takes(code) for scope in held)


def _new_codes(plan: identity.Reorganisation) -> dict[str, str]:
    agencies = identity.Agency.objects.filter(code__in=[row["code"] for row in plan.content.get("new", ())])
    return {
        row.code: make(code=row.code, legacy_code=row.legacy_code, day=plan.on, ordinal=1)
        for row in agencies.order_by("code")
    }


def _procedures(before: date, after: date) -> dict[str, Any]:
    """How the executors of the offered procedures change: those who only take over from one another count too."""
    earlier, later = identity.executors(before), identity.executors(after)
    changed, without, rules = 0, list[str](), dict[str, tuple[int, int]]()
    for code, executing in catalogue.executing_rules().items():
        had = [earlier.of(rule, code) for rule in executing]
        has = [later.of(rule, code) for rule in executing]
        changed += had != has
        if not any(has):
            without.append(code)
        for rule, old, new in zip(executing, had, has, strict=True):
            if old != new:
                rules.setdefault(rule, (len(old), len(new)))
    return {
        "procedures_changed": changed,
        "procedures_without_executor": without,
        "executors": [(rule, *rules[rule]) for rule in sorted(rules)],
    }


def state_words(by_state: Mapping[str, int]) -> str:
    """Counts by state in words: "Đang xử lý 4, Mới nộp 2"."""
    return ", ".join(f"{STATE_LABELS[State(int(key))]} {number}" for key, number in sorted(by_state.items()))
