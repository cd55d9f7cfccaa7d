"""The figures about an agency that a directive can be about, each counted from the dossiers when it is asked for.

A figure's key is "NAME@AGENCY": "open_late@H06.03". It counts the agency, all below it and the work they inherited,
in the year of the day asked about, as reports 06a count (docs/decisions/0016).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import reports
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.steering.errors import Invalid


class Figure(StrEnum):
    """What can be counted about an agency."""

    OPEN = "open"
    OPEN_LATE = "open_late"
    PAUSED = "paused"
    ON_TIME = "on_time"


FIGURE_LABELS: dict[Figure, str | Promise] = {
    Figure.OPEN: _("Hồ sơ đang giải quyết"),
    Figure.OPEN_LATE: _("Hồ sơ đang giải quyết đã quá hạn"),
    Figure.PAUSED: _("Hồ sơ đang tạm dừng"),
    Figure.ON_TIME: _("Hồ sơ giải quyết xong đúng hạn, trước hạn trong năm"),
}
_CELLS = {
    Figure.OPEN: reports.Cell.OPEN,
    Figure.OPEN_LATE: reports.Cell.OPEN_LATE,
    Figure.PAUSED: reports.Cell.PAUSED,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A counted figure: `denominator` None for a plain count; as of `at`."""

    figure: Figure
    numerator: int
    denominator: int | None
    at: datetime

    @property
    def plain(self) -> dict[str, Any]:
        """As plain values, to be frozen."""
        return {"numerator": self.numerator, "denominator": self.denominator, "at": self.at.isoformat()}


def read_key(key: str) -> tuple[Figure, str]:
    """The figure and the agency's code that a key names; raises Invalid."""
    name, _at, agency_code = key.partition("@")
    if name not in set(Figure) or not agency_code:
        raise Invalid(_("Không có chỉ số này."), field="subject")
    return Figure(name), agency_code


def counted(agency_id: int, *, now: datetime) -> reports.Figures:
    """The figures of report 06a of the agency and all below it, from the beginning of the year until now."""
    on = clock.local(now).date()
    ids = identity.descendants(agency_id, on=on)
    known = identity.lineage(on)
    shares = known.shares(ids)
    where = Q()
    for share in shares:
        part = Q(agency_id__in=share.agency_ids)
        if share.only is not None:
            part &= Q(procedure_code__in=share.only)
        where |= part & ~Q(procedure_code__in=share.without) if share.without else part
    period = reports.period(date(on.year, 1, 1), on, as_of=now)
    asked = reports.Asked(reports.Kind.AGENCIES, period, on)
    return reports.report(asked, reports.Reach(where, None)).total if shares else reports.Figures()


def measured(figure: Figure, agency_id: int, *, now: datetime) -> Measured:
    """One figure of an agency as of now."""
    found = counted(agency_id, now=now)
    if figure is Figure.ON_TIME:
        return Measured(figure, found.in_time, found.of(reports.Cell.DONE), now)
    return Measured(figure, found.of(_CELLS[figure]), None, now)


def everything(agency_id: int, *, now: datetime) -> dict[str, Any]:
    """All figures of an agency as plain values, counted once."""
    found = counted(agency_id, now=now)
    plain = {figure.value: {"numerator": found.of(cell), "denominator": None} for figure, cell in _CELLS.items()}
    plain[Figure.ON_TIME.value] = {"numerator": found.in_time, "denominator": found.of(reports.Cell.DONE)}
    return plain | {"at": now.isoformat()}


def dossier_facts(dossier: dossiers.Dossier) -> dict[str, Any]:
    """How a dossier stands, as plain values: state, due date, the step that it waits at."""
    step = dossier.process.steps.filter(status="open").order_by("due_at").first() if dossier.process else None
    return {
        "state": dossier.state,
        "due_at": _plain(dossier.due_at),
        "finished_at": _plain(dossier.finished_at),
        "step": step.name if step else "",
    }


def _plain(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
