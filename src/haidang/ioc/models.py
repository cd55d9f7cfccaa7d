"""Tables of the room, in files beside their subjects; all belong to this application."""

from haidang.ioc.dashboards.tables import Dashboard, DashboardVersion, SavedQuestion
from haidang.ioc.indicators.tables import Indicator, IndicatorVersion, KeptFigure

INDICATOR_TABLES = (Indicator, IndicatorVersion, KeptFigure)
DASHBOARD_TABLES = (Dashboard, DashboardVersion, SavedQuestion)
