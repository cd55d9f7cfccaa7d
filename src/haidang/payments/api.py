"""The door of `payments`: verbs, questions, what others fill in, and errors."""

from haidang.payments.audit import verify
from haidang.payments.errors import GatewayProblem, NotFound, WrongStatus
from haidang.payments.ledger import balance, balances
from haidang.payments.models import (
    LedgerTransaction,
    Notice,
    Payment,
    Reconciliation,
    ReconciliationLine,
    Refund,
    Transfer,
)
from haidang.payments.ports import Settled, fill_gateways, fill_note, gateways
from haidang.payments.postings import Account
from haidang.payments.selectors import (
    Day,
    Desk,
    History,
    Money,
    PaymentView,
    day,
    days,
    desk,
    history,
    money,
    newest_of,
    pay_url,
    refunds_to_decide,
)
from haidang.payments.services.applying import apply_all
from haidang.payments.services.asking import ask, ask_due
from haidang.payments.services.notices import receive
from haidang.payments.services.reconciling import reconcile, repair
from haidang.payments.services.refunding import decide_refund, request_refund, send_refund
from haidang.payments.services.requesting import Wish, cancel, request
from haidang.payments.signing import HEADER as SIGNATURE_HEADER

__all__ = [
    "SIGNATURE_HEADER",
    "Account",
    "Day",
    "Desk",
    "GatewayProblem",
    "History",
    "LedgerTransaction",
    "Money",
    "NotFound",
    "Notice",
    "Payment",
    "PaymentView",
    "Reconciliation",
    "ReconciliationLine",
    "Refund",
    "Settled",
    "Transfer",
    "Wish",
    "WrongStatus",
    "apply_all",
    "ask",
    "ask_due",
    "balance",
    "balances",
    "cancel",
    "day",
    "days",
    "decide_refund",
    "desk",
    "fill_gateways",
    "fill_note",
    "gateways",
    "history",
    "money",
    "newest_of",
    "pay_url",
    "receive",
    "reconcile",
    "refunds_to_decide",
    "repair",
    "request",
    "request_refund",
    "send_refund",
    "verify",
]
