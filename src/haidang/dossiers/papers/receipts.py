"""The receipt for a fee as a paper: what it says beside the dossier, and whether it still stands."""

from collections.abc import Sequence
from datetime import datetime

from haidang.dossiers.fee_tables import FeeReceipt, FeeRequest
from haidang.dossiers.kernel import Order, Payload
from haidang.dossiers.models import Dossier
from haidang.dossiers.papers.issuing import issue
from haidang.dossiers.papers.kinds import Kind
from haidang.dossiers.papers.models import IssuedPaper

# In Vietnamese by law, whatever the language of the officer who takes the money in.
_METHODS = {
    FeeReceipt.Method.CASH: "Tiền mặt",
    FeeReceipt.Method.TRANSFER: "Chuyển khoản",
    FeeReceipt.Method.OTHER: "Kho bạc, ngân hàng thu hộ",
    FeeReceipt.Method.ONLINE: "Thanh toán trực tuyến",
}


def receipt_paper(order: Order, request: FeeRequest, receipt: Payload) -> Payload:
    """Issues the paper of a receipt that `money.give_receipt` has just given, under its number; {"paper": …}."""
    method = FeeReceipt.Method(receipt["method"])
    details = {
        "lines": request.lines,
        "amount_vnd": receipt["amount_vnd"],
        "method": _METHODS[method],
        "reference": receipt["reference"],
        "is_online": method is FeeReceipt.Method.ONLINE,
    }
    return issue(order, request.dossier, Kind.FEE_RECEIPT, details=details, number=receipt["number"])


def cancelled_at(paper: IssuedPaper, receipts: Sequence[FeeReceipt]) -> datetime | None:
    """When the receipt that `paper` shows was cancelled; None if it stands, or the paper shows none."""
    if paper.kind != Kind.FEE_RECEIPT:
        return None
    wanted = (paper.agency_id, str(paper.year), paper.number)
    rows = [row for row in receipts if (row.agency_id, row.series, row.number) == wanted]
    return rows[0].cancelled_at if rows else None


def receipts_of(dossier: Dossier) -> list[FeeReceipt]:
    """The receipts of a dossier, to ask `cancelled_at` about."""
    return list(dossier.fee_receipts.all())
