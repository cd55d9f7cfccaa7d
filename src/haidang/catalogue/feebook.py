"""Publishes a procedure's fee rules: a new version for dossiers filed from today on; earlier ones keep theirs."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from haidang.catalogue.content import Exemption, ProcedureContent
from haidang.catalogue.fee_rules import FEE_KINDS, FeeRule, FeeRules
from haidang.catalogue.importing import records
from haidang.catalogue.importing.readers import RawRecord
from haidang.catalogue.importing.store import write
from haidang.catalogue.importing.survey import Incoming
from haidang.catalogue.models import SourceRecord
from haidang.catalogue.publishing import lock_catalogue
from haidang.catalogue.selectors import PublishedProcedure, published
from haidang.identity import api as identity
from haidang.platform import clock, idempotency
from haidang.platform.errors import Refused

MAX_VND = 10**12
MAX_FEES, MAX_EXEMPTIONS = 100, 30
_KEY = re.compile(r"[a-z0-9-]{1,40}")
_COMMAND = "catalogue.publish_fee_rules"


class FeeRulesRefused(Refused):
    """Fee rules that cannot be published; `field` says which part is at fault."""

    code = "fee-rules-refused"


@dataclass(frozen=True, slots=True)
class FeeOrder:
    """Who publishes which rules for which procedure, having seen version `expected_number`, under which key."""

    code: str
    rules: FeeRules
    actor: identity.User
    expected_number: int
    now: datetime
    key: str

    @property
    def request_hash(self) -> str:
        """Fingerprint of the content, to tell a repetition from another use of the key."""
        return idempotency.fingerprint(
            {"code": self.code, "rules": msgspec.to_builtins(self.rules), "expected": self.expected_number}
        )

    @property
    def on(self) -> date:
        """The local date of the order."""
        return clock.local(self.now).date()


def publish_fee_rules(
    *, code: str, rules: FeeRules, actor: identity.User, expected_number: int, now: datetime, key: str
) -> PublishedProcedure:
    """Publishes `rules` as the procedure's next version, valid from today; by an administrator of the province.

    Raises ProcedureNotFound, KeyReused, and FeeRulesRefused: no right, somebody published since `expected_number`,
    nothing changed, or rules that are not whole.
    """
    order = FeeOrder(code, rules, actor, expected_number, now, key)
    try:
        return _publish(order)
    except IntegrityError:
        # Another request with the same key was faster: give its answer.
        if earlier := _recall(order):
            return earlier
        raise


@transaction.atomic
def _publish(order: FeeOrder) -> PublishedProcedure:
    if earlier := _recall(order):
        return earlier
    lock_catalogue()
    before = published(order.code, on=order.on)
    _check_right(order)
    if before.number != order.expected_number:
        raise FeeRulesRefused(_("Người khác vừa công bố một phiên bản. Hãy xem lại rồi công bố lại."))
    for field, words in problems(order.rules, before.content):
        raise FeeRulesRefused(words, field=field)
    write([_incoming(order)], now=order.now, valid_from=order.on)
    after = published(order.code, on=order.on)
    if after.number == before.number:
        raise FeeRulesRefused(_("Nội dung không khác phiên bản hiện hành nên không có gì để công bố."))
    _remember(order, after)
    return after


def may_publish_fees(actor: identity.User, code: str, *, on: date) -> bool:
    """Whether `actor` manages fees at the province, for this procedure: a fee holds for every agency of it."""
    held = identity.scopes(actor, identity.Permission.FEES_MANAGE, on=on)
    provinces = identity.agencies(on, level=identity.Level.PROVINCE)
    return bool(provinces) and all(
        identity.covers(held, agency_id=place.id, procedure_code=code) for place in provinces
    )


def codes_with_fee_rules() -> list[str]:
    """Codes of the procedures that have fee rules of the province, in order."""
    rows = SourceRecord.objects.filter(kind=records.FEES, procedure__current__isnull=False)
    return list(rows.order_by("procedure__code").values_list("procedure__code", flat=True))


def _check_right(order: FeeOrder) -> None:
    if not may_publish_fees(order.actor, order.code, on=order.on):
        raise FeeRulesRefused(_("Bạn không có quyền công bố phí, lệ phí của tỉnh."))


def _incoming(order: FeeOrder) -> Incoming:
    """The order as a source record; it keeps the records of earlier decisions."""
    record = {
        "code": order.code,
        "fee_rules": msgspec.to_builtins(order.rules),
        "published_by": order.actor.reference,
        "published_at": order.now.isoformat(),
    }
    earlier = SourceRecord.objects.filter(procedure__code=order.code, kind=records.FEES).first()
    superseded = [*earlier.superseded, earlier.original] if earlier else []
    text = json.dumps(record, ensure_ascii=False)
    return Incoming(RawRecord(1, text), records.read(record), superseded=superseded)


def _recall(order: FeeOrder) -> PublishedProcedure | None:
    answer = idempotency.recall(
        actor=order.actor.reference, key=order.key, command=_COMMAND, request_hash=order.request_hash
    )
    return published(answer["code"], on=order.on) if answer else None


def _remember(order: FeeOrder, after: PublishedProcedure) -> None:
    idempotency.remember(
        actor=order.actor.reference,
        key=order.key,
        command=_COMMAND,
        request_hash=order.request_hash,
        answer={"code": order.code, "version": after.version_id},
        now=order.now,
    )


def problems(rules: FeeRules, content: ProcedureContent) -> Iterator[tuple[str, Any]]:
    """What is wrong with rules for a procedure, as (part at fault, words); a part of a list with its place from 0."""
    if not rules.decision.strip():
        yield "decision", _("Hãy ghi số, ngày của văn bản quy định mức thu.")
    if not rules.reason.strip():
        yield "reason", _("Hãy ghi lý do công bố.")
    if rules.payment_pauses and not rules.payment_ground.strip():
        yield "payment_ground", _("Hãy ghi quy định cho phép tạm dừng tính thời hạn khi chờ nộp phí.")
    if rules.fees and not content.channels:
        yield "fees", _("Thủ tục chưa có cách nộp hồ sơ nên chưa có chỗ cho mức thu.")
    if len(rules.fees) > MAX_FEES or len(rules.exemptions) > MAX_EXEMPTIONS:
        yield "fees", _("Quá nhiều khoản thu hoặc trường hợp miễn, giảm.")
    if _repeated([fee.key for fee in rules.fees]) or _repeated([item.key for item in rules.exemptions]):
        yield "fees", _("Hai khoản trùng mã.")
    for place, fee in enumerate(rules.fees):
        yield from ((f"fees.{place}", words) for words in _fee_problems(fee, content))
    for place, item in enumerate(rules.exemptions):
        yield from ((f"exemptions.{place}", words) for words in _exemption_problems(item, rules))


def _repeated(keys: Sequence[str]) -> bool:
    return len(set(keys)) != len(keys)


def _fee_problems(fee: FeeRule, content: ProcedureContent) -> Iterator[Any]:
    if not _KEY.fullmatch(fee.key) or fee.type not in FEE_KINDS:
        yield _("Mã hoặc loại khoản thu không hợp lệ.")
    if not (fee.name.strip() or fee.note.strip()):
        yield _("Hãy ghi tên khoản thu.")
    if fee.amount_vnd is None and not fee.note.strip():
        yield _("Mức thu không phải một con số thì phải ghi cách tính.")
    if fee.amount_vnd is not None and not 0 <= fee.amount_vnd <= MAX_VND:
        yield _("Mức thu nằm ngoài khoảng cho phép.")
    if fee.case and content.case(fee.case) is None:
        yield _("Thủ tục không có trường hợp này.")
    if not set(fee.channels) <= {offer.channel for offer in content.channels}:
        yield _("Thủ tục không nhận hồ sơ bằng cách nộp này.")


def _exemption_problems(item: Exemption, rules: FeeRules) -> Iterator[Any]:
    if not _KEY.fullmatch(item.key) or not item.name.strip():
        yield _("Hãy ghi đối tượng được miễn, giảm.")
    if not item.ground.strip():
        yield _("Hãy ghi căn cứ pháp lý của việc miễn, giảm.")
    if not 1 <= item.percent <= 100:
        yield _("Tỷ lệ giảm từ 1 đến 100 phần trăm.")
    if not set(item.fees) <= {fee.key for fee in rules.fees}:
        yield _("Trường hợp miễn, giảm nêu một khoản thu không có.")
