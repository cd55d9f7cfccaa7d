"""What the house above may use of reports and registers, as `dossiers.reports`."""

from haidang.dossiers.reports.asked import PRESET_LABELS, Preset, days_of, period
from haidang.dossiers.reports.periods import Cell, Figures, Period
from haidang.dossiers.reports.reach import EVERYTHING, Reach, of_registers, of_reports
from haidang.dossiers.reports.recount import Difference, Recount, recount
from haidang.dossiers.reports.report import KIND_LABELS, TOTAL, Asked, Kind, Report, report

__all__ = [
    "EVERYTHING",
    "KIND_LABELS",
    "PRESET_LABELS",
    "TOTAL",
    "Asked",
    "Cell",
    "Difference",
    "Figures",
    "Kind",
    "Period",
    "Preset",
    "Reach",
    "Recount",
    "Report",
    "days_of",
    "of_registers",
    "of_reports",
    "period",
    "recount",
    "report",
]
