"""Questions about the PAR INDEX: a year's tree with its points, one criterion, lost points, years and agencies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from haidang.identity import api as identity
from haidang.identity.api import User
from haidang.platform import clock, journal
from haidang.platform.models import JournalEntry
from haidang.reform.errors import MeasureNotFound
from haidang.reform.par_index import lifecycle, sums
from haidang.reform.par_index import tree as trees
from haidang.reform.par_index.acts import may, may_assess
from haidang.reform.par_index.improving import mark_of
from haidang.reform.par_index.lifecycle import Command, Status
from haidang.reform.par_index.sums import Mark, Sum
from haidang.reform.par_index.tables import Assessment, CriteriaTree, Improvement, ParYear
from haidang.reform.par_index.tree import Criterion, Field, Tree


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion of a year: its points, who scores it, whether it is overdue."""

    criterion: Criterion
    row: Assessment
    mark: Mark
    owner: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class YearView:
    """An agency's year: criteria by field with their sums."""

    year: ParYear
    agency: str
    tree: Tree
    fields: list[tuple[Field, list[Line], Sum]]
    total: Sum
    may_assess: bool

    @property
    def lines(self) -> list[Line]:
        """Every criterion."""
        return [line for _field, lines, _sum in self.fields for line in lines]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion: what the reader may do, its improvements, its history."""

    line: Line
    year: ParYear
    agency: str
    allowed: frozenset[Command]
    may_plan: bool
    improvements: list[Improvement]
    history: list[JournalEntry]


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of an agency in a comparison."""

    year: ParYear
    agency: str
    total: Sum


def published_trees() -> list[CriteriaTree]:
    """Every published set of criteria, newest first."""
    return list(CriteriaTree.objects.select_related("published_by"))


def years() -> list[YearLine]:
    """Every year of every agency with its sum, newest first."""
    rows = list(ParYear.objects.prefetch_related("assessments"))
    return [
        YearLine(row, identity.agency_name(row.agency_id, on=_day(row)), sums.add(map(mark_of, row.assessments.all())))
        for row in rows
    ]


def year_view(year_id: int, *, user: User, now: datetime) -> YearView:
    """An agency's year; raises MeasureNotFound."""
    row = ParYear.objects.select_related("tree").filter(pk=year_id).first() if 0 < year_id < 2**31 else None
    if row is None:
        raise MeasureNotFound(_("Không tìm thấy năm chấm điểm này."))
    found = trees.from_plain(row.tree.content)
    assessments = {each.criterion: each for each in row.assessments.select_related("scored_by", "appraised_by")}
    names = _owners(assessments.values(), now)
    fields = []
    for field in found.fields:
        lines = [_line(item, assessments[item.key], names, now) for item in found.of_field(field.key)]
        fields.append((field, lines, sums.add(line.mark for line in lines)))
    total = sums.add(line.mark for _field, lines, _sum in fields for line in lines)
    agency = identity.agency_name(row.agency_id, on=_day(row))
    return YearView(row, agency, found, fields, total, may_assess(user, row.agency_id, on=clock.local(now).date()))


def criterion_view(assessment_id: int, *, user: User, now: datetime) -> CriterionView:
    """One criterion of a year; raises MeasureNotFound."""
    rows = Assessment.objects.select_related("of_year__tree", "scored_by", "appraised_by")
    row = rows.filter(pk=assessment_id).first() if 0 < assessment_id < 2**31 else None
    criterion = trees.from_plain(row.of_year.tree.content).criterion(row.criterion) if row else None
    if row is None or criterion is None:
        raise MeasureNotFound(_("Không tìm thấy tiêu chí này."))
    on, status = clock.local(now).date(), Status(row.status)
    allowed = {each for each in Command if lifecycle.after(status, each) and may(user, each, row, on=on)}
    return CriterionView(
        line=_line(criterion, row, _owners([row], now), now),
        year=row.of_year,
        agency=identity.agency_name(row.of_year.agency_id, on=_day(row.of_year)),
        allowed=frozenset(allowed),
        may_plan=may_assess(user, row.of_year.agency_id, on=on),
        improvements=list(row.improvements.select_related("made_by")),
        history=journal.lines(row.stream),
    )


def improvements(year_id: int) -> list[Improvement]:
    """The measures of a year, by due date."""
    rows = Improvement.objects.filter(assessment__of_year=year_id).select_related("assessment", "made_by")
    return list(rows)


def agency_names(ids: Sequence[int], *, now: datetime) -> dict[int, str]:
    """What agencies are called today, by id."""
    return {key: view.name for key, view in identity.agencies_by_id(ids, on=clock.local(now).date()).items()}


def _day(row: ParYear) -> date:
    return date(row.year, 12, 31)


def _owners(rows: Iterable[Assessment], now: datetime) -> dict[int, str]:
    return agency_names([row.owner_id for row in rows if row.owner_id], now=now)


def _line(criterion: Criterion, row: Assessment, names: dict[int, str], now: datetime) -> Line:
    is_open = Status(row.status) in {Status.WAITING, Status.SCORED}
    is_overdue = bool(is_open and row.due_on and row.due_on < clock.local(now).date())
    return Line(criterion, row, mark_of(row), names.get(row.owner_id or 0, ""), is_overdue)
