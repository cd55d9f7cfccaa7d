"""The door of `exchange`: what is on its way to the national portal, how far both are in step, what can be done."""

from haidang.exchange.acts import Done, give_up, may_manage, replay, retry, retry_alike, try_partner
from haidang.exchange.connector import Coverage
from haidang.exchange.delivering import deliver, reconcile
from haidang.exchange.errors import NotFound
from haidang.exchange.inbound.deciding import dismiss as dismiss_filing
from haidang.exchange.inbound.deciding import settle as settle_filing
from haidang.exchange.models import DossierCheck
from haidang.exchange.national import TOPIC, is_connected
from haidang.exchange.procedures import approve as approve_procedure
from haidang.exchange.procedures import dismiss as dismiss_procedure
from haidang.exchange.procedures import news as procedure_news
from haidang.exchange.procedures import procedure_counts
from haidang.exchange.reconciling.coverage import code_coverage
from haidang.exchange.reconciling.figures import (
    ProcedureStanding,
    Standing,
    SyncShare,
    by_procedure,
    checks,
    standing,
    sync_share,
    sync_shares,
    told_codes,
)
from haidang.exchange.reconciling.repairing import repair, repair_all
from haidang.exchange.selectors import (
    LaneView,
    filing_counts,
    held_filings,
    lane_view,
    portal_page,
    stopped_reasons,
    troubled_calls,
    verify,
)

__all__ = [
    "TOPIC",
    "Coverage",
    "Done",
    "DossierCheck",
    "LaneView",
    "NotFound",
    "ProcedureStanding",
    "Standing",
    "SyncShare",
    "approve_procedure",
    "by_procedure",
    "checks",
    "code_coverage",
    "deliver",
    "dismiss_filing",
    "dismiss_procedure",
    "filing_counts",
    "give_up",
    "held_filings",
    "is_connected",
    "lane_view",
    "may_manage",
    "portal_page",
    "procedure_counts",
    "procedure_news",
    "reconcile",
    "repair",
    "repair_all",
    "replay",
    "retry",
    "retry_alike",
    "settle_filing",
    "standing",
    "stopped_reasons",
    "sync_share",
    "sync_shares",
    "told_codes",
    "troubled_calls",
    "try_partner",
    "verify",
]
