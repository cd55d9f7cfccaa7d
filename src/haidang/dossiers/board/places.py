"""Whose dossiers a board tells of under today's structure: the agencies in reach, and which stands at its head."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haidang.dossiers.board.asked import NOWHERE, Asked
from haidang.dossiers.errors import Invalid
from haidang.dossiers.reports.reach import Reach
from haidang.identity import api as identity

Agency = identity.AgencyView


@dataclass(frozen=True, slots=True)
class Places:
    """The agencies that somebody sees at `on`, by id, and the one whose board it is (None: several, or nobody's).

    `parents`: what every agency stands below, in reach or not; an agency out of reach is passed over, never named.
    """

    on: date
    by_id: Mapping[int, Agency]
    parents: Mapping[int, int | None]
    head: Agency | None

    @property
    def trail(self) -> list[Agency]:
        """The agencies in reach above the head, the highest first."""
        found: list[Agency] = []
        current = self.above(self.head.id) if self.head else None
        while current and current not in found:
            found.insert(0, current)
            current = self.above(current.id)
        return found

    @property
    def below(self) -> list[Agency]:
        """What stands next below the head, by code; without a head, what stands below nothing in reach."""
        head = self.head.id if self.head else None
        found = ((view, self.above(view.id)) for view in self.by_id.values())
        return sorted((view for view, above in found if (above.id if above else None) == head), key=_code)

    def above(self, agency_id: int) -> Agency | None:
        """The nearest agency in reach above one."""
        return next((self.by_id[each] for each in self._line(agency_id)[1:] if each in self.by_id), None)

    def line_of(self, agency_id: int, lines: Collection[int]) -> int | None:
        """Which of `lines` (ids of agencies) an agency counts in: itself, or the nearest above; None: in none."""
        return next((each for each in self._line(agency_id) if each in lines), None)

    def _line(self, agency_id: int) -> list[int]:
        """The agency and all above it, from below."""
        found: list[int] = []
        current: int | None = agency_id
        while current is not None and current not in found:
            found.append(current)
            current = self.parents.get(current)
        return found

    @property
    def root(self) -> Agency | None:
        """The agency that everything in reach stands below, if it is one."""
        roots = [view for view in self.by_id.values() if self.above(view.id) is None]
        return roots[0] if len(roots) == 1 else None


def places(reach: Reach, *, head: str = "", on: date) -> Places:
    """The agencies in reach; `head` is the code of one of them, or `NOWHERE`. Raises Invalid for any other."""
    everywhere = identity.agencies(on)
    parents = {view.id: view.parent_id for view in everywhere}
    seen = {view.id: view for view in everywhere if reach.agency_ids is None or view.id in reach.agency_ids}
    if head in ("", NOWHERE):
        return Places(on, seen, parents, None)
    view = next((view for view in seen.values() if head in (view.code, view.legacy_code)), None)
    if view is None:
        raise Invalid(_("Bạn không xem được số liệu của cơ quan này. Hãy chọn cơ quan khác."), field="agency")
    return Places(on, seen, parents, view)


def condition(found: Places, asked: Asked) -> Q:
    """The dossiers that are the head's under today's structure, with those of its predecessors.

    `asked.is_own`: without what stands below it. `NOWHERE`: those that are nobody's who is seen.
    """
    if asked.agency == NOWHERE:
        return ~_held(found.by_id, found.on)
    if found.head is None:
        return Q()
    return _held({found.head.id} if asked.is_own else identity.descendants(found.head.id, on=found.on), found.on)


def _held(agency_ids: Collection[int], on: date) -> Q:
    found = Q(pk__in=[])
    for each in identity.lineage(on).shares(agency_ids):
        found |= identity.Scope(each.agency_ids, None, each.only, each.without).condition("agency_id")
    return found


def _code(view: Agency) -> str:
    return view.code
