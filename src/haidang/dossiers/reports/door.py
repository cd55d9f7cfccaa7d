"""What the house above may use of reports and registers, as `dossiers.reports`."""

from haidang.dossiers.reports.asked import PRESET_LABELS, Preset, days_of, period
from haidang.dossiers.reports.excel import workbook
from haidang.dossiers.reports.layout import (
    CELLS,
    anchor_words,
    cell_groups,
    cell_words,
    days_words,
    handover_sheet,
    notes,
    register_sheet,
    report_sheet,
    row_name,
)
from haidang.dossiers.reports.listing import cell_of, listed
from haidang.dossiers.reports.pdf import document
from haidang.dossiers.reports.periods import Cell, Figures, Period
from haidang.dossiers.reports.reach import EVERYTHING, Reach, of_registers, of_reports
from haidang.dossiers.reports.recount import Difference, Recount, recount
from haidang.dossiers.reports.register import (
    HANDOVER_LABELS,
    MOST_EXCEL_LINES,
    MOST_PDF_LINES,
    Book,
    HandoverLine,
    RegisterLine,
    all_lines,
    books_of,
    handover_lines,
    handovers,
    register,
    register_lines,
)
from haidang.dossiers.reports.report import KIND_LABELS, TOTAL, Asked, Kind, Report, ReportRow, report
from haidang.dossiers.reports.sheet import Column, Line, Sheet
from haidang.dossiers.reports.sheet import Kind as ColumnKind

__all__ = [
    "CELLS",
    "EVERYTHING",
    "HANDOVER_LABELS",
    "KIND_LABELS",
    "MOST_EXCEL_LINES",
    "MOST_PDF_LINES",
    "PRESET_LABELS",
    "TOTAL",
    "Asked",
    "Book",
    "Cell",
    "Column",
    "ColumnKind",
    "Difference",
    "Figures",
    "HandoverLine",
    "Kind",
    "Line",
    "Period",
    "Preset",
    "Reach",
    "Recount",
    "RegisterLine",
    "Report",
    "ReportRow",
    "Sheet",
    "all_lines",
    "anchor_words",
    "books_of",
    "cell_groups",
    "cell_of",
    "cell_words",
    "days_of",
    "days_words",
    "document",
    "handover_lines",
    "handover_sheet",
    "handovers",
    "listed",
    "notes",
    "of_registers",
    "of_reports",
    "period",
    "recount",
    "register",
    "register_lines",
    "register_sheet",
    "report",
    "report_sheet",
    "row_name",
    "workbook",
]
