"""What an operator decides about a filing that is held: which case, which agency, or that it is not taken."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.exchange.acts import Order, check
from haidang.exchange.errors import Conflict, NotFound
from haidang.exchange.models import Filing
from haidang.identity import api as identity
from haidang.platform.acts import Payload, once, write
from haidang.platform.text import is_storable
from haidang.platform.written import required


def settle(
    *, code: str, actor: identity.User, now: datetime, key: str, case_key: str = "", agency_id: int | None = None
) -> None:
    """Says of which case and with which agency a held filing is; it is tried again at the next look."""

    def change(row: Filing) -> Payload:
        told = {"reason": row.reason, "case": case_key, "agency": agency_id}
        row.case_key, row.agency_id, row.reason = case_key[:40], agency_id, ""
        return told

    content = {"code": code, "case": case_key, "agency": agency_id}
    _to_filing(Order("exchange.filing.settle", actor, now, key, content), code, change)


def dismiss(*, code: str, reason: str, actor: identity.User, now: datetime, key: str) -> None:
    """Does not take a held filing; what was sent stays here, and the reason in its journal."""

    def change(row: Filing) -> Payload:
        why = required(reason, field="reason", message=_("Hãy ghi lý do không nhận hồ sơ này."), limit=500)
        row.status, row.reason = Filing.Status.DISMISSED, why
        return {"reason": why}

    order = Order("exchange.filing.dismiss", actor, now, key, {"code": code, "reason": reason})
    _to_filing(order, code, change)


def _to_filing(order: Order, code: str, change: Callable[[Filing], Payload]) -> None:
    def act() -> Payload:
        check(order)
        known = Filing.objects.select_for_update().defer("record")
        row = known.filter(code=code).first() if is_storable(code) else None
        if row is None:
            raise NotFound(_("Không có hồ sơ này từ Cổng quốc gia."))
        if row.status != Filing.Status.HELD:
            raise Conflict(_("Hồ sơ này đã được xử lý. Hãy tải lại trang."))
        told = change(row)
        write(row, order, told)
        return {"code": code}

    once(order, act)
