"""What providers report about messages that they have taken: signed, fresh, and counted once."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from haidang.notifications import providers
from haidang.notifications.adapters.gateway import Gateway
from haidang.notifications.adapters.signing import is_signed
from haidang.notifications.models import Delivery, DeliveryReceipt, State
from haidang.platform.errors import Refused
from haidang.platform.text import is_storable

WINDOW = timedelta(minutes=5)
"""How far a report's moment may be from the machine's clock: older ones may be somebody's recording."""
MOST_BYTES = 10_000
_STATES = {"delivered": True, "failed": False}


class ReceiptRefused(Refused):
    """A report that is not the provider's, not fresh, or not readable."""

    code = "receipt-refused"


@dataclass(frozen=True, slots=True)
class Report:
    """A readable report: which event of the provider, about which message, arrived or why not."""

    event: str
    key: str
    is_delivered: bool
    problem: str


def receive(*, provider: str, body: bytes, moment: str, signature: str, now: datetime, machine_now: datetime) -> bool:
    """Takes a provider's report; False if it is one that was taken before, or about no message of ours.

    `now` is the house's time, `machine_now` the machine's, in which the provider signs. Raises ReceiptRefused.
    """
    _check(provider, body, moment, signature, machine_now)
    report = _read(body)
    with transaction.atomic():
        row = Delivery.objects.select_for_update().filter(key=report.key).first()
        if row is None:
            return False
        about = {"delivery": row, "is_delivered": report.is_delivered, "problem": report.problem, "at": now}
        _found, is_new = DeliveryReceipt.objects.get_or_create(provider=provider, event=report.event, defaults=about)
        if is_new:
            _settle(row, report, provider, now=now)
        return is_new


def _check(provider: str, body: bytes, moment: str, signature: str, machine_now: datetime) -> None:
    found = providers.named(provider)
    if not isinstance(found, Gateway) or len(body) > MOST_BYTES:
        raise ReceiptRefused(_("Không có nhà cung cấp này."))
    seconds = int(moment) if moment.isascii() and moment.isdecimal() and len(moment) < 12 else 0
    if abs(machine_now.timestamp() - seconds) > WINDOW.total_seconds():
        raise ReceiptRefused(_("Báo cáo quá cũ."))
    if not is_signed(found.secret, moment=seconds, body=body, signature=signature):
        raise ReceiptRefused(_("Chữ ký không đúng."))


def _read(body: bytes) -> Report:
    try:
        found: Any = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    plain = found if isinstance(found, dict) else {}
    texts = [plain.get(name, "") for name in ("event", "key", "state", "problem")]
    if not all(isinstance(text, str) and is_storable(text) for text in texts):
        raise ReceiptRefused(_("Báo cáo không đọc được."))
    event, key, state, problem = texts
    if not 1 <= len(event) <= 100 or state not in _STATES:
        raise ReceiptRefused(_("Báo cáo không đọc được."))
    return Report(event, key, _STATES[state], problem[:200])


def _settle(row: Delivery, report: Report, provider: str, *, now: datetime) -> None:
    """What has arrived stays so, whatever is reported afterwards; what an operator has dropped stays dropped."""
    if row.state not in {State.QUEUED, State.SENT, State.FAILED} or (row.state == State.QUEUED and not row.attempts):
        return
    values: dict[str, Any] = {"next_try_at": None, "ended_at": now, "provider": provider, "is_uncertain": False}
    if report.is_delivered:
        values |= {"state": State.DELIVERED, "delivered_at": now, "problem": ""}
    else:
        values |= {"state": State.FAILED, "problem": report.problem or "reported"}
    Delivery.objects.filter(pk=row.pk).update(**values)
