"""The dossiers behind a cell as rows of a list."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.dossiers.errors import Invalid
from haidang.dossiers.reports.periods import Cell
from haidang.dossiers.reports.report import Report
from haidang.dossiers.selectors import Row, as_rows


def cell_of(name: str) -> Cell:
    """The cell with that name; raises Invalid."""
    try:
        return Cell(name)
    except ValueError as error:
        raise Invalid(_("Báo cáo không có cột này. Hãy mở lại từ báo cáo."), field="cell") from error


def listed(report: Report, row_id: str, cell: Cell, *, start: int, size: int, now: datetime) -> list[Row]:
    """`size` of the dossiers that a cell counts from `start` (0 the oldest), each as it stands at `now`."""
    return as_rows(report.behind(row_id, cell)[start : start + size], now=now)
