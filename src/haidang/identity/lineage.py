"""Who carries on whose work: the heirs of agencies as of a date.

Nothing is rewritten when agencies merge, split or end: a dossier names for ever the agency that took it in, and whose
work it is today follows from the succession rows up to the day that is asked about.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from haidang.identity.agencies import AgencyView, agencies_by_id
from haidang.identity.models import Succession


@dataclass(frozen=True, slots=True)
class Edge:
    """That `successor` carries on from `on`: the work of `procedures`, or, if there are none, all that is left."""

    successor: int
    on: date
    procedures: frozenset[str] = frozenset()

    def takes(self, procedure_code: str) -> bool:
        """Whether work of that procedure goes this way; a blank code stands for work of no particular procedure."""
        return not self.procedures or procedure_code in self.procedures


@dataclass(frozen=True, slots=True)
class Share:
    """Agencies whose work somebody carries on: of all procedures but `without`, or of `only` these."""

    agency_ids: frozenset[int]
    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()


class Lineage:
    """The successions up to a date, by predecessor. Every agency has exactly one heir for each procedure."""

    def __init__(self, edges: Mapping[int, Iterable[Edge]]) -> None:
        # On one day what goes to a successor by name goes before what goes with the rest.
        self._edges = {key: sorted(found, key=lambda edge: (edge.on, not edge.procedures, edge.successor))
                       for key, found in edges.items()}  # fmt: skip
        self._before: dict[int, set[int]] = {}
        self._shares: dict[frozenset[int], list[Share]] = {}
        for key, found in self._edges.items():
            for edge in found:
                self._before.setdefault(edge.successor, set()).add(key)

    def heir(self, agency_id: int, procedure_code: str = "") -> int:
        """Who has the work of that procedure that was the agency's; the agency itself if nobody has taken it over."""
        current, since, used = agency_id, date.min, set[Edge]()
        while edge := self._next(current, procedure_code, since, used):
            used.add(edge)
            current, since = edge.successor, edge.on
        return current

    def _next(self, agency_id: int, procedure_code: str, since: date, used: set[Edge]) -> Edge | None:
        found = (edge for edge in self._edges.get(agency_id, ()) if edge.on >= since and edge not in used)
        return next((edge for edge in found if edge.takes(procedure_code)), None)

    def predecessors(self, agency_id: int) -> set[int]:
        """All agencies some of whose work has come to this one, directly or by others, without itself."""
        found, waiting = set[int](), [agency_id]
        while waiting:
            for before in self._before.get(waiting.pop(), set()) - found:
                found.add(before)
                waiting.append(before)
        return found - {agency_id}

    def successors(self, agency_id: int) -> list[int]:
        """Who carries on the work of an agency, the main heir first; empty if it is all its own still."""
        main, named = self.heir(agency_id), self.named(agency_id)
        others = sorted({self.heir(agency_id, code) for code in named} - {main})
        return [each for each in [main, *others] if each != agency_id]

    def shares(self, held: Collection[int]) -> list[Share]:
        """What whoever holds a right at the agencies `held` holds it for, their predecessors' work included.

        What an agency has given away is no longer its own; an agency that has ended gives nothing.
        """
        key = frozenset(held)
        if key not in self._shares:
            self._shares[key] = self._find_shares(key)
        return self._shares[key]

    def _find_shares(self, held: frozenset[int]) -> list[Share]:
        whole, parts = set[int](), dict[tuple[frozenset[str] | None, frozenset[str]], set[int]]()
        for each in held.union(*(self.predecessors(each) for each in held)):
            named = self.named(each)
            mine = frozenset(code for code in named if self.heir(each, code) in held)
            if self.heir(each) not in held:
                if mine:
                    parts.setdefault((mine, frozenset()), set()).add(each)
            elif mine == named:
                whole.add(each)
            else:
                parts.setdefault((None, named - mine), set()).add(each)
        found = [Share(frozenset(whole))] if whole else []
        return [*found, *(Share(frozenset(ids), only, without) for (only, without), ids in parts.items())]

    @property
    def divided(self) -> frozenset[int]:
        """The agencies whose work did not all go one way: who has it depends on the procedure."""
        return frozenset(each for each in self._edges if self.named(each))

    def named(self, agency_id: int) -> frozenset[str]:
        """The procedures that some succession on the way from the agency names."""
        found, seen, waiting = set[str](), {agency_id}, [agency_id]
        while waiting:
            for edge in self._edges.get(waiting.pop(), ()):
                found |= edge.procedures
                if edge.successor not in seen:
                    seen.add(edge.successor)
                    waiting.append(edge.successor)
        return frozenset(found)


def lineage(on: date) -> Lineage:
    """The successions that have taken effect by `on`, in one query while the plans are those last asked about.

    The last hash of a plan's journal stands for all rows that it wrote, so that what is kept here never grows stale.
    """
    effective = Succession.objects.filter(on__lte=on)
    plans = set(effective.order_by().values_list("plan__head_hash", flat=True).distinct())
    # A plan that is only just being written has no line yet.
    return _built(effective) if {None, ""} & plans else _of_plans(frozenset(plans))


@lru_cache(maxsize=32)
def _of_plans(head_hashes: frozenset[str]) -> Lineage:
    return _built(Succession.objects.filter(plan__head_hash__in=head_hashes)) if head_hashes else Lineage({})


def _built(rows: QuerySet[Succession]) -> Lineage:
    edges: dict[int, list[Edge]] = {}
    for predecessor, successor, since, procedures in rows.values_list(
        "predecessor_id", "successor_id", "on", "procedures"
    ):
        edges.setdefault(predecessor, []).append(Edge(successor, since, frozenset(procedures)))
    return Lineage(edges)


def heir_of(agency_ids: Iterable[int], *, procedure_code: str, on: date) -> dict[int, int]:
    """Who has the work of that procedure at `on` that was each agency's: exactly one agency for each."""
    known = lineage(on)
    return {each: known.heir(each, procedure_code) for each in agency_ids}


def heirs(pairs: Iterable[tuple[int, str]], *, on: date) -> dict[tuple[int, str], int]:
    """As `heir_of`, for many pairs of an agency and a procedure code: by these, figures roll up under a structure."""
    known = lineage(on)
    return {pair: known.heir(*pair) for pair in set(pairs)}


def current(pairs: Iterable[tuple[int, str]], *, on: date) -> dict[tuple[int, str], AgencyView]:
    """Who has the work of each pair of an agency and a procedure code at `on`, as he stands then; in two queries."""
    found = heirs(pairs, on=on)
    views = agencies_by_id(found.values(), on=on)
    return {pair: views[heir] for pair, heir in found.items() if heir in views}


def successors(agency_id: int, *, on: date) -> list[AgencyView]:
    """The agencies that carry on an agency's work at `on`, the main heir first; empty while it works itself."""
    ids: Sequence[int] = lineage(on).successors(agency_id)
    views = agencies_by_id(ids, on=on)
    return [views[each] for each in ids if each in views]


def predecessors(agency_id: int, *, on: date) -> list[AgencyView]:
    """The agencies some of whose work an agency carries on at `on`, by code, each as it last stood."""
    views = agencies_by_id(lineage(on).predecessors(agency_id), on=on)
    return sorted(views.values(), key=lambda view: view.code)


@dataclass(frozen=True, slots=True)
class Named:
    """An agency as it stood on the day of a dossier or paper, and who stands in its place today under another name."""

    then: AgencyView
    now: AgencyView | None

    @property
    def current(self) -> AgencyView:
        """Who has the work today."""
        return self.now or self.then

    @property
    def short_words(self) -> str:
        """The short name of the day, with the successor's where there is one."""
        if self.now is None:
            return self.then.short_name
        return _("%(then)s (nay là %(now)s)") % {"then": self.then.short_name, "now": self.now.short_name}


def then_and_now(agency_ids: Iterable[int], *, procedure_code: str, then: date, on: date) -> dict[int, Named]:
    """Each agency with its name of the day `then` and, if its work has another name at `on`, with that one too."""
    ids, known = set(agency_ids), lineage(on)
    heir = {each: known.heir(each, procedure_code) for each in ids}
    before, after = agencies_by_id(ids, on=then), agencies_by_id(heir.values(), on=on)
    # An agency whose first version begins later is shown as it first stood to the reader.
    found = {each: before.get(each) or after.get(each) for each in ids}
    return {
        each: Named(view, None if after[heir[each]].name == view.name else after[heir[each]])
        for each, view in found.items()
        if view is not None
    }


def now_known_as(agency_id: int, *, procedure_code: str, on: date) -> AgencyView | None:
    """The agency that has taken over that work by `on`, for papers and pages ("nay là …"); None while nobody has."""
    heir = lineage(on).heir(agency_id, procedure_code)
    return agencies_by_id([heir], on=on).get(heir) if heir != agency_id else None
