"""Tables of the room, in files beside their subjects; all belong to this application."""

from haidang.ioc.alert_tables import Alert
from haidang.ioc.indicators.tables import Indicator, IndicatorVersion, KeptFigure
from haidang.ioc.sources.tables import (
    BadRow,
    Delivery,
    HeldChange,
    Source,
    SourceContract,
    SourceDraft,
    SourceRow,
    SourceRun,
)

ALERT_TABLES = (Alert,)
INDICATOR_TABLES = (Indicator, IndicatorVersion, KeptFigure)
SOURCE_TABLES = (Source, SourceContract, SourceRun, Delivery, SourceRow, BadRow, HeldChange, SourceDraft)
