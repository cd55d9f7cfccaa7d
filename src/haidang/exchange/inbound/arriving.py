"""Fetching what was filed on the portal: kept first, then acknowledged, then made a dossier or held with a reason."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from haidang.dossiers import api as dossiers
from haidang.exchange.inbound.reading import Fetch, read
from haidang.exchange.models import Filing
from haidang.exchange.ports import NationalPortal
from haidang.identity import api as identity
from haidang.platform import acts, clock
from haidang.platform.acts import Payload, once, write
from haidang.platform.delivery.letters import Rejected, Unavailable
from haidang.platform.errors import Refused
from haidang.platform.journal import GENESIS
from haidang.platform.text import is_storable, texts_in

log = logging.getLogger(__name__)
Order = acts.Order[identity.User]
AT_ONCE = 200
"""Filings tried in one go."""


@dataclass(slots=True)
class Fetched:
    """What a look into the portal's list brought: filings seen for the first time, dossiers made, filings held."""

    arrived: int = 0
    filed: int = 0
    held: int = 0


def fetch_filings(portal: NationalPortal, *, now: datetime) -> Fetched:
    """Keeps and acknowledges what is new, then files what has not been tried yet. May be called at any time."""
    told, actor = Fetched(), identity.system_account(now=now)
    for record in portal.filings():
        if _is_usable(record):
            told.arrived += _arrive(record, actor=actor, now=now)
            _acknowledge(portal, str(record["MaHoSo"]), now=now)
    untried = Filing.objects.filter(status=Filing.Status.HELD, reason="").order_by("arrived_at", "pk")
    for row in untried[:AT_ONCE]:
        if file(row, fetch=portal.file, now=now):
            told.filed += 1
        else:
            told.held += 1
    return told


def _is_usable(record: Mapping[str, Any]) -> bool:
    """Whether it can be kept at all; one without a code stays on the portal's list, where it is not lost either."""
    try:
        dossiers.parse_code(str(record.get("MaHoSo", "")))
    except ValueError:
        return False
    return all(is_storable(text) for text in texts_in(record))


def _arrive(record: Mapping[str, Any], *, actor: identity.User, now: datetime) -> bool:
    """Keeps a filing that is not known yet; a line of its journal says that it came."""
    code = str(record["MaHoSo"])
    if Filing.objects.filter(code=code).exists():
        return False
    procedure = str(record.get("MaTTHC", ""))[:40]
    order = Order("exchange.filing.arrive", actor, now, f"portal-arrive-{code}", {"code": code})

    def act() -> Payload:
        text = json.dumps(record, ensure_ascii=False)
        row = Filing(code=code, procedure_code=procedure, record=text, arrived_at=now, head_hash=GENESIS)
        row.save(force_insert=True)
        write(row, order, {"procedure": procedure})
        return {"id": row.pk}

    _answer, replayed = once(order, act)
    return not replayed


def _acknowledge(portal: NationalPortal, code: str, *, now: datetime) -> None:
    """Tells the portal that a filing is kept. It is asked again only while the portal still lists it."""
    try:
        portal.acknowledge(code)
    except (Unavailable, Rejected):
        log.info("%s not acknowledged yet", code)
        return
    Filing.objects.filter(code=code, acknowledged_at__isnull=True).update(acknowledged_at=now)


def file(row: Filing, *, fetch: Fetch, now: datetime) -> bool:
    """Makes a kept filing a dossier, or says on it why that is not possible; whether it is one now.

    The dossier, its messages and the filing's journal line are written together; the filing's code is their key.
    """
    record, on = json.loads(row.record), clock.local(now).date()
    actor = identity.system_account(now=now)
    try:
        with override("vi"):
            filing = read(record, case_key=row.case_key, agency_id=row.agency_id, on=on, fetch=fetch)
        with transaction.atomic():
            _file(row, filing, actor=actor, now=now)
    except Unavailable:
        # Its files could not be fetched just now.
        return False
    except (Refused, Rejected) as refusal:
        Filing.objects.filter(pk=row.pk).update(reason=str(refusal)[:500])
        return False
    return True


def _file(row: Filing, filing: dossiers.Filing, *, actor: identity.User, now: datetime) -> None:
    order = Order("exchange.filing.file", actor, now, f"portal-file-{row.code}", {"code": row.code})

    def act() -> Payload:
        locked = Filing.objects.select_for_update().defer("record").get(pk=row.pk)
        receipt = dossiers.submit(filing=filing, actor=actor, now=now, key=f"portal-{row.code}")
        locked.status, locked.reason, locked.filed_at = Filing.Status.FILED, "", now
        write(locked, order, {"dossier": receipt.code, "agency": filing.agency_id, "case": filing.case_key})
        return {"dossier": receipt.code}

    once(order, act)
