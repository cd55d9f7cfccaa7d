"""Drafts of the wizard: what somebody has entered of a source, kept from step to step until it is published."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.ioc.sources import access, problems
from haidang.ioc.sources.connectors import CONNECTORS, SECRETS, Ask, Failed, settings_problems
from haidang.ioc.sources.contract import Contract, from_plain
from haidang.ioc.sources.deliveries import Arrived
from haidang.ioc.sources.errors import ContractRefused, Invalid, NotAllowed, SourceNotFound
from haidang.ioc.sources.formats.reading import habits, read
from haidang.ioc.sources.formats.sheet import Line, Sheet, Unreadable
from haidang.ioc.sources.guessing import guess_columns, guess_keys
from haidang.ioc.sources.labels import PROBLEMS
from haidang.ioc.sources.publishing import Published, publish, secrets_of
from haidang.ioc.sources.rows import masked
from haidang.ioc.sources.tables import SourceDraft
from haidang.platform import clock
from haidang.platform.acts import Order, Payload, once

SHOWN = 50
"""Rows kept of a preview."""
_BLANK: dict[str, Any] = {
    "code": "", "title": "", "agency": "", "sector": "", "kind": "csv", "columns": [], "keys": [], "settings": {},
}  # fmt: skip


def start(*, content: Mapping[str, Any], actor: User, now: datetime, key: str, source_code: str = "") -> int:
    """Begins a draft; of the next version of `source_code` if it is given. Raises NotAllowed, ContractRefused."""
    order = Order("ioc.draft.start", actor, now, key, {"content": dict(content), "source": source_code})

    def act() -> Payload:
        on = clock.local(now).date()
        if not access.may_declare(actor, on=on):
            raise NotAllowed(_("Bạn không có quyền khai báo nguồn dữ liệu."))
        source = access.source_for(actor, source_code, on=on) if source_code else None
        held = source.contract if source else None
        found = {**(held.content if held else {}), **content}
        check(found, "code", "title", "sector", "agency")
        secrets = json.dumps(secrets_of(held)) if held else ""
        row = SourceDraft.objects.create(
            user=actor, source=source, content=found, secrets=secrets, made_at=now, changed_at=now
        )
        return {"draft": row.pk}

    answer, _replayed = once(order, act)
    return int(answer["draft"])


def draft_for(user: User, draft_id: int) -> SourceDraft:
    """Somebody's own draft; raises SourceNotFound."""
    found = SourceDraft.objects.filter(pk=draft_id, user=user).first() if 0 < draft_id < 2**63 else None
    if found is None:
        raise SourceNotFound(_("Không tìm thấy bản nháp này: có thể nó đã được công bố."))
    return found


def drafts_of(user: User) -> list[SourceDraft]:
    """Somebody's drafts, the one he worked on last first."""
    return list(SourceDraft.objects.filter(user=user))


def save(
    *, draft_id: int, changes: Mapping[str, Any], actor: User, now: datetime, key: str, secret: str | None = None
) -> None:
    """Keeps a step of the wizard; a blank secret leaves the one that is there. Raises SourceNotFound."""
    content = {"draft": draft_id, "changes": dict(changes), "secret": bool(secret)}
    order = Order("ioc.draft.save", actor, now, key, content)

    def act() -> Payload:
        draft = draft_for(actor, draft_id)
        draft.content = {**draft.content, **changes}
        draft.changed_at = now
        if secret:
            draft.secrets = json.dumps({_secret_name(draft): secret})
        draft.save()
        return {"draft": draft.pk}

    once(order, act)


def _secret_name(draft: SourceDraft) -> str:
    return SECRETS.get(draft.content.get("kind", "csv"), "token")


def look(*, draft_id: int, actor: User, now: datetime, arrived: Arrived | None = None) -> Sheet:
    """Fetches a sample by the draft's settings, or takes the one handed in, and keeps its first rows with the draft.

    The columns are guessed from it where none of that name are entered yet. Raises SourceNotFound, ContractRefused,
    Invalid with the reason why there is nothing to see.
    """
    draft = draft_for(actor, draft_id)
    check(draft.content, "settings")
    contract = contract_of(draft.content)
    sheet = _sheet(arrived or _first(contract, draft, now), contract)
    if not sheet.lines:
        raise Invalid(_("Nguồn trả lời nhưng chưa có dòng nào."))
    columns = {column.source: column for column in contract.columns}
    found = [columns.get(column.source, column) for column in guess_columns(sheet, habits(contract))]
    keys = list(contract.keys) or list(guess_keys(found, sheet))
    draft.content = {**draft.content, "columns": msgspec.to_builtins(found), "keys": keys}
    shown = msgspec.structs.replace(contract, columns=tuple(found))
    rows = [masked(line.cells, shown) for line in sheet.lines[:SHOWN]]
    draft.sample = json.dumps({"names": list(sheet.names), "rows": rows}, ensure_ascii=False)
    draft.changed_at = now
    draft.save()
    return sheet


def _first(contract: Contract, draft: SourceDraft, now: datetime) -> Arrived:
    """The first delivery that the connector brings."""
    secrets = dict(json.loads(draft.secrets)) if draft.secrets else {}
    try:
        found = next(iter(CONNECTORS[contract.kind].fetch(Ask(contract.settings, now, secrets))), None)
    except Failed as failure:
        raise Invalid(f"{PROBLEMS.get(failure.code, failure.code)} {failure.detail}".strip()) from failure
    if found is None:
        raise Invalid(_("Chưa có gì để xem thử: hãy nộp một tệp mẫu."), field="file")
    return found


def _sheet(arrived: Arrived, contract: Contract) -> Sheet:
    try:
        return read(arrived.content, name=arrived.name, kind=contract.kind, settings=contract.settings)
    except Unreadable as fault:
        raise Invalid(f"{PROBLEMS.get(fault.code, fault.code)} {fault.detail}".strip()) from fault


def sample_of(draft: SourceDraft) -> Sheet:
    """The rows kept of the preview; none before it was made."""
    found = json.loads(draft.sample) if draft.sample else {"names": [], "rows": []}
    return Sheet(tuple(found["names"]), [Line(number, row) for number, row in enumerate(found["rows"], start=1)])


def contract_of(content: Mapping[str, Any]) -> Contract:
    """The contract that a draft says so far; raises ContractRefused for what is no contract at all."""
    try:
        return from_plain({**_BLANK, **content})
    except msgspec.ValidationError as error:
        raise ContractRefused([("", str(error))]) from error


def check(content: Mapping[str, Any], *parts: str) -> None:
    """Raises ContractRefused for problems of the named parts ("settings", "columns", "code" …)."""
    found = problems.check(contract_of(content), settings_problems)
    mine = [(field, words) for field, words in found if field.partition(".")[0] in parts]
    if mine:
        raise ContractRefused(mine)


def publish_draft(*, draft_id: int, actor: User, now: datetime, key: str, note: str = "") -> Published:
    """Publishes what a draft says; the draft is gone then. Raises what `publish` raises, SourceNotFound."""
    draft = draft_for(actor, draft_id)
    held = draft.source.contract if draft.source else None
    secrets = dict(json.loads(draft.secrets)) if draft.secrets else {}
    done = publish(
        contract=contract_of(draft.content),
        actor=actor,
        now=now,
        key=key,
        secrets=secrets,
        note=note,
        expected_number=held.number if held else 0,
    )
    draft.delete()
    return done
