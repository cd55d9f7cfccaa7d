"""Everything about the fees of one dossier for whoever may see it: what could be due, was asked, waived and paid."""

from dataclasses import dataclass

from haidang.dossiers import charging, online
from haidang.dossiers.fee_tables import FeeReceipt, FeeRequest
from haidang.dossiers.fees import Money, Relief, Tariff
from haidang.dossiers.labels import MONEY_LABELS
from haidang.dossiers.models import Dossier
from haidang.payments.api import PaymentView


@dataclass(frozen=True, slots=True)
class FeeSheet:
    """The fees of a dossier; amounts are whole đồng. Lists are oldest first.

    `tariffs` and `reliefs` are what its procedure published for its case and channel; `pause_ground` is the provision
    by which the clock stands still until payment, empty where it runs on. `paid_vnd` counts receipts that stand.
    """

    money: Money
    money_label: str
    tariffs: list[Tariff]
    sure: set[str]
    """Keys of the tariffs that are due without asking."""
    reliefs: list[Relief]
    decision: str
    pause_ground: str
    requests: list[FeeRequest]
    receipts: list[FeeReceipt]
    online: PaymentView | None = None
    """How the last request stands at the payment gateway; None where nothing was offered."""

    @property
    def open(self) -> FeeRequest | None:
        """The request that waits to be paid."""
        return next((request for request in self.requests if request.is_open), None)

    @property
    def due_vnd(self) -> int:
        """What is still to be paid."""
        return self.open.total_vnd if self.open else 0

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to say: a dossier without fees is not bothered with them."""
        return bool(self.tariffs or self.requests)

    @property
    def standing(self) -> list[FeeReceipt]:
        """The receipts that were not cancelled."""
        return [receipt for receipt in self.receipts if receipt.cancelled_at is None]

    @property
    def paid_vnd(self) -> int:
        """What was paid and not given back."""
        return sum(receipt.amount_vnd for receipt in self.standing)


def fee_sheet(dossier: Dossier) -> FeeSheet:
    """The fees of `dossier`; whether somebody may see it is for the caller to know."""
    content, standing = charging.of(dossier), Money(dossier.money)
    tariffs = charging.tariffs(content, case_key=dossier.case_key, channel=dossier.channel)
    requests = list(dossier.fee_requests.all())
    offered = online.of(dossier) if requests else None
    return FeeSheet(
        money=standing,
        money_label=str(MONEY_LABELS[standing]),
        tariffs=tariffs,
        sure=charging.sure(content, tariffs),
        reliefs=charging.reliefs(content),
        decision=content.fee_decision,
        pause_ground=content.payment_ground if content.payment_pauses else "",
        requests=requests,
        receipts=list(dossier.fee_receipts.select_related("request", "agency", "collected_by")),
        online=offered.payment if offered else None,
    )
