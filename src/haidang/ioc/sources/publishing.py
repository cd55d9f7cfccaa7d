"""Declaring a source: a contract is published as the next immutable version, checked as a whole."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.ioc.sources import access, problems
from haidang.ioc.sources.connectors import settings_problems
from haidang.ioc.sources.contract import Contract, plain
from haidang.ioc.sources.errors import Conflict, ContractRefused, Invalid, SourceNotFound
from haidang.ioc.sources.tables import HeldChange, Source, SourceContract
from haidang.platform import clock, journal
from haidang.platform.acts import Order, Payload, once, write

Secrets = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """Which source, and the number of the version that now holds."""

    code: str
    number: int
    replayed: bool = False


def publish(
    *,
    contract: Contract,
    actor: User,
    now: datetime,
    key: str,
    secrets: Secrets | None = None,
    note: str = "",
    expected_number: int | None = None,
) -> Published:
    """Publishes `contract` as the first or next version; `secrets` None: those of the version before stay.

    `expected_number`: the version that was read before; 0 for a new source, so that no source is overwritten unseen.
    Raises ContractRefused, NotAllowed, Conflict, KeyReused.
    """
    content = {"contract": plain(contract), "note": note, "secrets": sorted(secrets or ())}
    order = Order("ioc.source.publish", actor, now, key, content)

    def act() -> Payload:
        check(contract, actor=actor, now=now)
        source = _source(contract, now=now, expected_number=expected_number, actor=actor)
        version = add_version(source, contract, secrets=secrets, note=note, order=order)
        return {"code": source.code, "number": version.number}

    answer, replayed = once(order, act)
    return Published(answer["code"], answer["number"], replayed)


def check(contract: Contract, *, actor: User, now: datetime) -> None:
    """Raises ContractRefused for what cannot be published, NotAllowed for whom the agency is not his."""
    found = problems.check(contract, settings_problems)
    agency_id = _agency_id(contract.agency, now=now)
    if agency_id is None:
        found.append(("agency", _("Không có cơ quan này.")))
    if found:
        raise ContractRefused(found)
    access.require(actor, Permission.SOURCES_MANAGE, agency_id or 0, on=clock.local(now).date())


def _agency_id(code: str, *, now: datetime) -> int | None:
    try:
        return identity.agency(code, on=clock.local(now).date()).id
    except identity.AgencyNotFound:
        return None


def _source(contract: Contract, *, now: datetime, expected_number: int | None, actor: User) -> Source:
    source = Source.objects.select_for_update().filter(code=contract.code).first()
    held = source.contract.number if source and source.contract else 0
    if expected_number is not None and expected_number != held:
        raise Conflict(
            _("Mã nguồn này đã có phiên bản khác được công bố. Hãy xem lại rồi thực hiện lại."), field="code"
        )
    if source is None:
        source = Source(code=contract.code, made_at=now, head_hash=journal.GENESIS)
    else:
        # He must hold the right where the source was, not only where he wants it to be.
        access.require(actor, Permission.SOURCES_MANAGE, source.agency_id, on=clock.local(now).date())
        _check_next(source)
    return source


def _check_next(source: Source) -> None:
    if HeldChange.objects.filter(source=source, state=HeldChange.State.OPEN).exists():
        raise Invalid(_("Nguồn đang có thay đổi chờ duyệt: hãy duyệt hoặc không nhận trước."))


def add_version(
    source: Source, contract: Contract, *, secrets: Secrets | None, note: str, order: Order[User]
) -> SourceContract:
    """Adds the next version to a locked source, within a transaction; the source runs under it from now on."""
    before = source.contract
    _copy_head(source, contract, now=order.now)
    if before is None:
        source.save()
    elif (before.value.keys, before.value.order) != (contract.keys, contract.order):
        _check_same_keys(source)
    version = SourceContract.objects.create(
        source=source,
        number=(before.number if before else 0) + 1,
        content=plain(contract),
        secrets=json.dumps(dict(secrets)) if secrets is not None else before.secrets if before else "",
        published_by=order.actor,
        published_at=order.now,
        note=note[:500],
    )
    source.contract = version
    write(source, order, {"number": version.number, "contract": plain(contract), "note": note})
    return version


def _check_same_keys(source: Source) -> None:
    """Rows are found by their keys: another key over rows that are there would count things twice."""
    if source.rows.exists():
        raise Invalid(_("Nguồn đã có dữ liệu nên khóa và cột thứ tự không đổi được; hãy khai nguồn mới."), field="keys")


def _copy_head(source: Source, contract: Contract, *, now: datetime) -> None:
    found = _agency_id(contract.agency, now=now)
    if found is None:
        raise SourceNotFound(_("Không có cơ quan này."))
    source.agency_id, source.title, source.sector, source.kind = found, contract.title, contract.sector, contract.kind
    if source.next_run_at is None:
        source.next_run_at = now


def secrets_of(version: SourceContract) -> dict[str, Any]:
    """The secrets of a version, for its connector only."""
    return dict(json.loads(version.secrets)) if version.secrets else {}
