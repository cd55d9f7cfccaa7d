"""The door of `ioc`: sectors' sources, indicators and their figures, questions, maps, dashboards, alerts."""

from haidang.ioc.alert_tables import Alert
from haidang.ioc.alerts import open_alerts
from haidang.ioc.dashboards import door as dashboards
from haidang.ioc.dashboards.audit import verify as verify_dashboards
from haidang.ioc.errors import (
    AlertNotFound,
    Conflict,
    DashboardNotFound,
    FigureNotFound,
    IndicatorNotFound,
    Invalid,
    NotAllowed,
)
from haidang.ioc.indicators import door as indicators
from haidang.ioc.indicators.audit import verify as verify_indicators
from haidang.ioc.indicators.ready import install as install_indicators
from haidang.ioc.maps import door as maps
from haidang.ioc.questions import door as questions
from haidang.ioc.refreshing import refresh
from haidang.ioc.sources import drafts as source_drafts
from haidang.ioc.sources import labels as source_labels
from haidang.ioc.sources import selectors as sources
from haidang.ioc.sources.access import may_declare as may_declare_sources
from haidang.ioc.sources.access import may_view as may_view_sources
from haidang.ioc.sources.audit import verify as verify_sources
from haidang.ioc.sources.contract import Column as SourceColumn
from haidang.ioc.sources.contract import Contract as SourceContractValue
from haidang.ioc.sources.deliveries import Arrived, content_of
from haidang.ioc.sources.errors import ContractRefused
from haidang.ioc.sources.holding import Mapped
from haidang.ioc.sources.holding import approve as approve_change
from haidang.ioc.sources.holding import proposed as proposed_mapping
from haidang.ioc.sources.holding import refuse as refuse_change
from haidang.ioc.sources.publishing import publish as publish_source
from haidang.ioc.sources.receiving import Message, hand_in, receive, sign
from haidang.ioc.sources.repairing import StillBad
from haidang.ioc.sources.repairing import dismiss as dismiss_row
from haidang.ioc.sources.repairing import repair as repair_row
from haidang.ioc.sources.running import run as run_source
from haidang.ioc.sources.samples.installing import deliver_all as deliver_sample_sources
from haidang.ioc.sources.samples.installing import install as install_sample_sources
from haidang.ioc.sources.tables import BadRow, Delivery, HeldChange, Source, SourceRow, SourceRun
from haidang.ioc.watching import door as watching
from haidang.ioc.watching.audit import verify as verify_watching

__all__ = [
    "Alert",
    "AlertNotFound",
    "Arrived",
    "BadRow",
    "Conflict",
    "ContractRefused",
    "DashboardNotFound",
    "Delivery",
    "FigureNotFound",
    "HeldChange",
    "IndicatorNotFound",
    "Invalid",
    "Mapped",
    "Message",
    "NotAllowed",
    "Source",
    "SourceColumn",
    "SourceContractValue",
    "SourceRow",
    "SourceRun",
    "StillBad",
    "approve_change",
    "content_of",
    "dashboards",
    "deliver_sample_sources",
    "dismiss_row",
    "hand_in",
    "indicators",
    "install_indicators",
    "install_sample_sources",
    "maps",
    "may_declare_sources",
    "may_view_sources",
    "open_alerts",
    "proposed_mapping",
    "publish_source",
    "questions",
    "receive",
    "refresh",
    "refuse_change",
    "repair_row",
    "run_source",
    "sign",
    "source_drafts",
    "source_labels",
    "sources",
    "verify_dashboards",
    "verify_indicators",
    "verify_sources",
    "verify_watching",
    "watching",
]
