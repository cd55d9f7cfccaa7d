"""Reports 06a (by agency) and 07a (by field of law): made from counted figures, with the dossiers behind each cell."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from haidang.catalogue import api as catalogue
from haidang.dossiers.errors import Invalid
from haidang.dossiers.models import Dossier
from haidang.dossiers.reports.counting import Key, behind, counted
from haidang.dossiers.reports.grouping import Node, Row, by_agency, by_label, without_empty
from haidang.dossiers.reports.periods import Cell, Figures, Period, total
from haidang.dossiers.reports.reach import Reach
from haidang.identity import api as identity
from haidang.platform.text import is_storable

TOTAL = "tong"
ReportRow = Row[Key]


class Kind(StrEnum):
    """What the lines of a report are."""

    AGENCIES = "06a"
    FIELDS = "07a"


KIND_LABELS = {
    Kind.AGENCIES: _("Tình hình giải quyết thủ tục hành chính theo đơn vị (06a)"),
    Kind.FIELDS: _("Tình hình giải quyết thủ tục hành chính theo lĩnh vực (07a)"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked about: the agency at its head (blank: all in reach) under the structure of a day."""

    kind: Kind
    period: Period
    anchor: date
    agency_code: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report: rows in which something is counted, rows in which nothing is, and all rows together as `total`.

    `agency`: whose report it is, None when it is about everything in reach.
    """

    asked: Asked
    agency: identity.AgencyView | None
    rows: list[ReportRow]
    empty: list[ReportRow]
    total: Figures
    reach: Reach
    all_keys: frozenset[Key]

    def row(self, row_id: str) -> ReportRow:
        """The row with that id, or all rows together under `TOTAL`; raises Invalid."""
        if row_id == TOTAL:
            keys = frozenset[Key]().union(*(row.keys for row in self.rows))
            return Row(TOTAL, "", gettext("Tổng cộng"), 0, self.total, keys)
        found = next((row for row in [*self.rows, *self.empty] if row.id == row_id), None)
        if found is None:
            raise Invalid(_("Báo cáo không có dòng này. Hãy mở lại từ báo cáo."), field="row")
        return found

    def behind(self, row_id: str, cell: Cell) -> QuerySet[Dossier]:
        """The dossiers that a cell counts, oldest first, by the conditions that it was counted with."""
        keys = self.row(row_id).keys
        where = _agencies(keys, self.all_keys)
        if self.asked.kind is Kind.FIELDS:
            scope = _agencies(self.row(TOTAL).keys, self.all_keys)
            where = scope & Q(procedure_version_id__in={key.procedure_version_id for key in keys})
        return behind(self.asked.period, cell, self.reach.condition & where)


def report(asked: Asked, reach: Reach) -> Report:
    """The report of what `reach` lets somebody see; raises Invalid for an agency that he cannot see."""
    figures = counted(asked.period, reach.condition)
    home = _homes(figures, on=asked.anchor)
    nodes = _nodes(asked.anchor, reach, seen=home.values())
    agency = _head(asked, nodes)
    everything = frozenset(figures)
    if agency:
        below = identity.descendants(agency.id, on=asked.anchor)
        nodes = [node for node in nodes if node.id in below]
        figures = {key: found for key, found in figures.items() if home[key] in below}
    rows = _rows(asked, figures, home, nodes)
    shown, empty = without_empty(rows)
    return Report(asked, agency, shown, empty, total(figures.values()), reach, everything)


def _rows(asked: Asked, figures: Mapping[Key, Figures], home: Mapping[Key, int], nodes: list[Node]) -> list[ReportRow]:
    if asked.kind is Kind.AGENCIES:
        nowhere = gettext("Không thuộc cơ cấu tổ chức ngày %(day)s") % {"day": f"{asked.anchor:%d/%m/%Y}"}
        return by_agency(figures, home=home, nodes=nodes, nowhere=nowhere)
    fields = catalogue.fields_of({key.procedure_version_id for key in figures})
    # Fields without any dossier are named too, so that nobody takes them for forgotten.
    names = {group.key: group.name for group in catalogue.browse_fields()} | dict(fields.values())
    label = {key: fields[key.procedure_version_id][0] for key in figures if key.procedure_version_id in fields}
    return by_label(figures, label=label, names=names, nowhere=gettext("Chưa ghi lĩnh vực"))


def _homes(figures: Mapping[Key, Figures], *, on: date) -> dict[Key, int]:
    """The agency that each key counts at under the structure of `on`."""
    heirs = identity.heirs({key[:2] for key in figures}, on=on)
    return {key: heirs[key[:2]] for key in figures}


def _nodes(anchor: date, reach: Reach, *, seen: Collection[int]) -> list[Node]:
    ids = None if reach.agency_ids is None else reach.agency_ids | set(seen)
    return [
        Node(view.id, view.code, view.name, view.parent_id)
        for view in identity.agencies(anchor)
        if ids is None or view.id in ids
    ]


def _head(asked: Asked, nodes: list[Node]) -> identity.AgencyView | None:
    if not asked.agency_code:
        return None
    if is_storable(asked.agency_code):
        view = identity.agency(asked.agency_code, on=asked.anchor)
        if any(node.id == view.id for node in nodes):
            return view
    raise Invalid(_("Bạn không xem được số liệu của cơ quan này. Hãy chọn cơ quan khác."), field="agency")


def _agencies(keys: Collection[Key], all_keys: Collection[Key]) -> Q:
    """`keys` as a condition: agencies that are wholly in, and of others the procedures that are."""
    inside, outside = _by_agency(keys), _by_agency(set(all_keys) - set(keys))
    where = Q(agency_id__in=inside.keys() - outside.keys())
    for agency_id in inside.keys() & outside.keys():
        where |= Q(agency_id=agency_id, procedure_code__in=inside[agency_id])
    return where


def _by_agency(keys: Collection[Key]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for key in keys:
        found.setdefault(key.agency_id, set()).add(key.procedure_code)
    return found
