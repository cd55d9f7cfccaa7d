"""Publishes committed times: a new version for dossiers filed from today on; earlier ones keep theirs."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from haidang.catalogue.commitments import Commitment, Commitments, holds, keyed
from haidang.catalogue.content import ProcedureContent, TimeLimit
from haidang.catalogue.importing import records
from haidang.catalogue.importing.readers import RawRecord
from haidang.catalogue.importing.store import write
from haidang.catalogue.importing.survey import Incoming
from haidang.catalogue.models import SourceRecord
from haidang.catalogue.publishing import lock_catalogue
from haidang.catalogue.selectors import PublishedProcedure, published
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.worktime import api as worktime


class CommitmentRefused(Refused):
    """Committed times that cannot be published; `field` is the place (from 0) of the one at fault."""

    code = "commitment-refused"


@transaction.atomic
def publish_commitments(
    *, code: str, items: Sequence[Commitment], decision: str, reason: str, by: str, now: datetime
) -> PublishedProcedure:
    """Publishes `items` beside the commitments that stand already; the procedure's next version, valid from today.

    `by` names who publishes. The room that keeps the decision has checked the right and holds the idempotency key; it
    calls inside its own act. Raises ProcedureNotFound, or CommitmentRefused where an item does not fit or nothing
    would change.
    """
    lock_catalogue()
    on = clock.local(now).date()
    before = published(code, on=on)
    for place, words in problems(items, before.content):
        raise CommitmentRefused(words, field=str(place))
    earlier = SourceRecord.objects.filter(procedure__code=code, kind=records.COMMITMENTS).first()
    held = records.read(json.loads(earlier.original)).commitments if earlier else None
    merged = (held or Commitments(decision="")).with_items(items, decision=decision, reason=reason)
    record = {
        "code": code,
        "commitments": msgspec.to_builtins(merged),
        "published_by": by,
        "published_at": now.isoformat(),
    }
    text = json.dumps(record, ensure_ascii=False)
    superseded = [*earlier.superseded, earlier.original] if earlier else []
    write([Incoming(RawRecord(1, text), records.read(record), superseded=superseded)], now=now, valid_from=on)
    after = published(code, on=on)
    if after.number == before.number:
        raise CommitmentRefused(_("Thời gian cam kết không khác phiên bản hiện hành nên không có gì để công bố."))
    return after


def problems(items: Sequence[Commitment], content: ProcedureContent) -> Iterator[tuple[int, Any]]:
    """What is wrong with commitments for a procedure, as (place from 0, words)."""
    offers = dict(keyed(content))
    for place, item in enumerate(items):
        offer = offers.get(item.key)
        if offer is None:
            yield place, _("Thủ tục không có cách nộp hồ sơ này.")
        elif item.time is not None and (words := limit_problem(item.time, content, statutory=offer.time)):
            yield place, words


def limit_problem(limit: TimeLimit, content: ProcedureContent, *, statutory: TimeLimit | None) -> Any:
    """Why `limit` cannot be promised for a procedure where the law gives `statutory`; "" if it can."""
    try:
        term = worktime.Term.of(str(limit.value), limit.unit)
        convention = worktime.Convention(content.convention)
        if term.convention(convention) is worktime.Convention.CIVIL:
            term.whole()
    except worktime.TermError as error:
        return str(error)
    if statutory is not None and statutory.unit != limit.unit:
        return _("Thời gian cam kết phải cùng đơn vị với thời hạn theo quy định, vì các đơn vị không quy đổi được.")
    return "" if holds(limit, statutory) else _("Thời gian cam kết không được dài hơn thời hạn theo quy định.")
