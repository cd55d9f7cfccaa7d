"""Keeping procedures in step with the national portal: a few looked at each night, news put before a person.

Nothing is published by itself: what the portal says waits with its differences until somebody approves or dismisses.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.exchange.acts import Order, check
from haidang.exchange.errors import Conflict, NotFound
from haidang.exchange.models import ProcedureNews
from haidang.exchange.ports import NationalPortal
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.acts import Payload, once, write
from haidang.platform.canonical import canonical
from haidang.platform.delivery.letters import Rejected, Unavailable
from haidang.platform.journal import GENESIS
from haidang.platform.text import is_storable, texts_in
from haidang.platform.written import required

S = ProcedureNews.Status
EACH_NIGHT = 150
"""Procedures asked for a night: those offered here come round every ten days or so."""
SHOWN = 40
"""Differences kept of one procedure."""


def refresh(portal: NationalPortal, *, now: datetime, most: int = EACH_NIGHT) -> Counter[str]:
    """Looks at up to `most` offered procedures, the longest not looked at first; counts by what was found."""
    listed = {code for code, _name in portal.procedures()}
    offered = {item.code for item in catalogue.offered(on=clock.local(now).date())}
    looked = dict(ProcedureNews.objects.values_list("code", "looked_at"))
    order = sorted(offered, key=lambda code: (looked.get(code) is not None, looked.get(code) or now, code))
    found: Counter[str] = Counter()
    for code in order[:most]:
        status = S.GONE if code not in listed else None
        record: Mapping[str, Any] = {}
        if status is None:
            try:
                record = portal.procedure(code)
            except (Unavailable, Rejected):
                status = S.UNREAD
        found[str(_keep(code, record, status=status, now=now))] += 1
    return found


def _keep(code: str, record: Mapping[str, Any], *, status: str | None, now: datetime) -> str:
    row = ProcedureNews.objects.filter(code=code).first() or ProcedureNews(code=code, head_hash=GENESIS)
    digest = hashlib.sha256(canonical(record).encode()).hexdigest() if record else ""
    decided = row.record_hash == digest and row.status in (S.TAKEN, S.DISMISSED)
    if status is None and not decided:
        # What is kept are words; those of the house are Vietnamese.
        with override("vi"):
            status = _compare(row, dict(record))
    row.looked_at = now
    if status is not None:
        row.status, row.record, row.record_hash = status, dict(record), digest
    row.save()
    return row.status


def _compare(row: ProcedureNews, record: dict[str, Any]) -> str:
    """Fills in what would change; the status that follows."""
    if not all(is_storable(text) for text in texts_in(record)):
        return S.UNREAD
    try:
        proposal = catalogue.propose(record)
    except catalogue.FileUnusable:
        return S.UNREAD
    row.name = proposal.name[:1_000]
    row.changes = [
        [item.field, " · ".join(_place(part) for part in item.where if part), _words(item.before), _words(item.after)]
        for item in proposal.differences[:SHOWN]
    ]
    return S.NEWS if proposal.differences or proposal.is_new else S.SAME


def _place(part: str) -> str:
    return str(catalogue.CHANNEL_LABELS.get(part, part))


def _words(value: Any) -> str:
    if isinstance(value, catalogue.TimeLimit):
        return dossiers.term_words(f"{value.value} {value.unit}")
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    return "" if value is None else str(value)


def approve(*, code: str, record_hash: str, actor: identity.User, now: datetime, key: str) -> bool:
    """Publishes what the portal says as the next version, from today; whether it said anything new."""

    def change(row: ProcedureNews) -> Payload:
        is_new = catalogue.take(row.record, now=now, valid_from=clock.local(now).date())
        row.status = S.TAKEN
        return {"record": record_hash, "published": is_new}

    order = Order("exchange.procedure.approve", actor, now, key, {"code": code, "record": record_hash})
    return bool(_decide(order, code, record_hash, change)["published"])


def dismiss(*, code: str, record_hash: str, reason: str, actor: identity.User, now: datetime, key: str) -> None:
    """Leaves the procedure as it is; the portal's present words are not news any more."""

    def change(row: ProcedureNews) -> Payload:
        why = required(reason, field="reason", message=_("Hãy ghi lý do không lấy nội dung của Cổng."))
        row.status = S.DISMISSED
        return {"record": record_hash, "reason": why, "published": False}

    content = {"code": code, "record": record_hash, "reason": reason}
    _decide(Order("exchange.procedure.dismiss", actor, now, key, content), code, record_hash, change)


def _decide(order: Order, code: str, record_hash: str, change: Callable[[ProcedureNews], Payload]) -> Payload:
    def act() -> Payload:
        check(order)
        rows = ProcedureNews.objects.select_for_update()
        row = rows.filter(code=code).first() if is_storable(code) else None
        if row is None:
            raise NotFound(_("Cổng chưa báo gì về thủ tục này."))
        if row.status != S.NEWS or row.record_hash != record_hash:
            raise Conflict(_("Nội dung chờ duyệt đã khác. Hãy tải lại trang."))
        told = change(row)
        write(row, order, told)
        return {"published": told["published"]}

    answer, _replayed = once(order, act)
    return answer


def news() -> QuerySet[ProcedureNews]:
    """Procedures that wait for a decision, by code."""
    return ProcedureNews.objects.filter(status=S.NEWS).order_by("code")


def procedure_counts() -> list[tuple[str, int]]:
    """Procedures by how they stand, in words."""
    counts = dict(ProcedureNews.objects.values_list("status").annotate(Count("pk")))
    return [(str(status.label), counts.get(status.value, 0)) for status in S]
