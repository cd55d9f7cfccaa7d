"""Writes what a dossier owes and has paid; called only inside an act, like `ledger`.

Every function that changes rows returns the part of the journal line that tells it.
"""

import base64
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from haidang.dossiers import fees, ledger, online
from haidang.dossiers.fee_tables import FeeReceipt, FeeRequest, ReceiptCounter
from haidang.dossiers.fees import Quote, Relief
from haidang.dossiers.lifecycle import State
from haidang.dossiers.models import Dossier
from haidang.identity import api as identity
from haidang.platform import clock, secrets

Payload = dict[str, Any]
EVIDENCE = "dossiers.fee.evidence"
_S = FeeRequest.Status


def ask(
    dossier: Dossier,
    found: Quote,
    *,
    actor: identity.User,
    now: datetime,
    evidence: str = "",
    note: str = "",
    due_on: date | None = None,
) -> tuple[FeeRequest, Payload]:
    """The next request of `dossier`, open; what was found is what is asked."""
    request = FeeRequest.objects.create(
        dossier=dossier,
        number=_next(dossier),
        lines=[asdict(line) for line in found.lines],
        total_vnd=found.total_vnd,
        exemptions=[_plain_relief(relief) for relief in found.used],
        evidence=evidence.strip(),
        note=note.strip(),
        due_on=due_on,
        requested_at=now,
        requested_by=actor,
    )
    return request, {
        "number": request.number,
        "lines": request.lines,
        "total_vnd": request.total_vnd,
        "exemptions": request.exemptions,
        "evidence": sealed(request.evidence),
        "note": request.note,
        "due_on": due_on.isoformat() if due_on else None,
    }


def _plain_relief(relief: Relief) -> Payload:
    return {"key": relief.key, "name": relief.name, "percent": relief.percent, "ground": relief.ground}


def _next(dossier: Dossier) -> int:
    return dossier.fee_requests.count() + 1


def waive(
    dossier: Dossier, relief: Relief, *, evidence: str, actor: identity.User, now: datetime
) -> tuple[FeeRequest, Payload]:
    """Grants `relief`, on the open request or, where nothing was asked yet, on a new one without lines."""
    request = open_request(dossier)
    if request is None:
        request = FeeRequest(dossier=dossier, number=_next(dossier), requested_at=now, requested_by=actor)
    request.exemptions, request.evidence = [_plain_relief(relief)], evidence
    request.status, request.settled_at = _S.WAIVED, now
    request.save()
    online.give_up(request, relief.name, actor=actor, now=now)
    return request, {
        "number": request.number,
        "exemptions": request.exemptions,
        "evidence": sealed(evidence),
        "status": str(request.status),
    }


def settle(request: FeeRequest, status: str, *, actor: identity.User, now: datetime) -> Payload:
    """Closes or reopens a request; what was offered online ends or begins with it."""
    request.status = status
    request.settled_at = None if status == _S.REQUESTED else now
    request.save(update_fields=["status", "settled_at"])
    if status == _S.REQUESTED:
        online.offer(request, actor=actor, now=now)
    else:
        online.give_up(request, str(_S(status).label), actor=actor, now=now)
    return {"number": request.number, "status": str(status)}


def give_receipt(
    request: FeeRequest, *, agency_id: int, method: str, reference: str, actor: identity.User, now: datetime
) -> Payload:
    """A receipt over the whole of `request`, with the agency's next number of the year."""
    series = str(clock.local(now).year)
    receipt = FeeReceipt.objects.create(
        dossier=request.dossier,
        request=request,
        agency_id=agency_id,
        series=series,
        number=_next_number(agency_id, series),
        amount_vnd=request.total_vnd,
        method=method,
        reference=reference,
        paid_at=now,
        collected_by=actor,
    )
    return {
        "request": request.number,
        "agency": agency_id,
        "series": series,
        "number": receipt.number,
        "amount_vnd": receipt.amount_vnd,
        "method": method,
        "reference": reference,
    }


def _next_number(agency_id: int, series: str) -> int:
    """The next number; the counter's row is locked until the act ends, so there is neither a double nor a gap."""
    ReceiptCounter.objects.bulk_create([ReceiptCounter(agency_id=agency_id, series=series)], ignore_conflicts=True)
    counter = ReceiptCounter.objects.select_for_update().get(agency_id=agency_id, series=series)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def open_request(dossier: Dossier) -> FeeRequest | None:
    """The request that waits to be paid, if any."""
    return dossier.fee_requests.filter(status=_S.REQUESTED).first()


def restate(dossier: Dossier) -> str:
    """Brings the dossier's standing with its fees up to date; returns it."""
    dossier.money = fees.money(list(dossier.fee_requests.values_list("status", flat=True)))
    return str(dossier.money)


def go_on(dossier: Dossier, *, actor: identity.User, reason: str, now: datetime) -> Payload:
    """Lets a clock that stood still for payment run again; a clock that ran on runs on."""
    if dossier.state == State.PAYMENT and dossier.is_paused:
        ledger.resume(dossier, actor=actor, reason=reason, now=now)
        return {"resumes": reason, "due_at": dossier.due_at.isoformat() if dossier.due_at else None}
    return {}


def end(dossier: Dossier, *, actor: identity.User, now: datetime) -> Payload:
    """When the dossier ends nothing is owed any more: takes an open request back."""
    request = open_request(dossier)
    if request is None:
        return {}
    fee = settle(request, _S.CANCELLED, actor=actor, now=now)
    return {"fee": fee, "money": restate(dossier)}


def sealed(text: str) -> str:
    """A text about a person for the journal: encrypted, readable with the installation's key."""
    return base64.b64encode(secrets.encrypt(text, context=EVIDENCE)).decode() if text else ""


def unsealed(text: str) -> str:
    """The text that `sealed` closed."""
    return secrets.decrypt(base64.b64decode(text), context=EVIDENCE) if text else ""
