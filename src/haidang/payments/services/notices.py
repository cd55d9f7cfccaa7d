"""Calls of gateways. A call is a hint: its bytes are kept whatever they are worth.

Only what a good signature says about money that has come in is entered, compared with what was asked for (`taking_in`).
"""

import hashlib
from datetime import datetime

from django.db import transaction

from haidang.payments import references
from haidang.payments.errors import NotFound
from haidang.payments.models import Notice, Payment, Transfer
from haidang.payments.ports import Call, Gateway, gateway
from haidang.payments.services.applying import apply_soon
from haidang.payments.services.taking_in import Taken, take_in
from haidang.payments.signing import Standing
from haidang.platform.idempotency import KeyReused

KEPT = 8 * 1024
"""So many bytes of a body are kept; a good one is much shorter."""
_V = Notice.Verdict


def receive(*, gateway_name: str, body: bytes, signature: str, now: datetime) -> Notice.Verdict:
    """Takes a call in; the same call any number of times changes the ledger once. Raises NotFound for no gateway."""
    source = gateway(gateway_name)
    if source is None:
        raise NotFound(f"no gateway {gateway_name}")
    call = source.read_notice(body, signature, now=now)
    verdict, taken = _worth(call), None
    if verdict is _V.TAKEN and call.told is not None:
        try:
            taken = take_in(call.told, source=Transfer.Source.NOTICE, now=now)
            verdict = _verdict(taken)
        except KeyReused:
            verdict = _V.CONFLICT
    if verdict in (_V.STALE, _V.CONFLICT):
        _ask_soon(call.reference, now=now)
    _keep(source, call, body, verdict, taken, now=now)
    if taken and taken.payment_id:
        apply_soon(taken.payment_id, now=now)
    return verdict


def _worth(call: Call) -> Notice.Verdict:
    """What the call is worth by itself, before anything is entered."""
    if call.standing == Standing.FORGED:
        return _V.FORGED
    if not call.is_readable:
        return _V.MALFORMED
    if call.standing == Standing.STALE:
        return _V.STALE
    return _V.TAKEN if call.told else _V.OTHER


def _verdict(taken: Taken) -> Notice.Verdict:
    if taken.replayed:
        return _V.DUPLICATE
    return _V.TAKEN if taken.payment_id else _V.STRAY


def _ask_soon(told: str, *, now: datetime) -> None:
    """Has the gateway itself asked about what an old or contradicting call names."""
    waiting = Payment.objects.filter(reference=references.find(told), status=Payment.Status.WAITING)
    waiting.update(ask_at=now, asks=0)


def _keep(
    source: Gateway, call: Call, body: bytes, verdict: Notice.Verdict, taken: Taken | None, *, now: datetime
) -> None:
    with transaction.atomic():
        Notice.objects.create(
            gateway=source.name,
            received_at=now,
            body=body[:KEPT].decode(errors="replace").replace("\0", "�"),
            size=len(body),
            sha256=hashlib.sha256(body).hexdigest(),
            verdict=verdict,
            told=call.reference[:100],
            number=call.number[:60],
            amount_vnd=call.told.amount_vnd if call.told else None,
            transfer_id=taken.transfer_id if taken else None,
        )
