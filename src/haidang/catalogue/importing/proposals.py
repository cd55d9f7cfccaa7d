"""A record of the national portal before it is taken: what it would change; taking it once somebody has approved."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from haidang.catalogue.comparison import Difference, differences
from haidang.catalogue.importing import records
from haidang.catalogue.importing.facts import Reading, Unreadable
from haidang.catalogue.importing.folding import fold_content
from haidang.catalogue.importing.readers import FileUnusable, RawRecord
from haidang.catalogue.importing.store import write
from haidang.catalogue.importing.survey import Incoming
from haidang.catalogue.models import SourceRecord
from haidang.catalogue.selectors import current_content
from haidang.platform.canonical import canonical


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a record would make of a procedure: its name then, whether it is new, and what would differ."""

    code: str
    name: str
    is_new: bool
    differences: Sequence[Difference]


def propose(record: dict[str, Any]) -> Proposal:
    """What taking `record` would change, beside all that is known already; raises FileUnusable. Writes nothing."""
    reading = _reading(record)
    others = SourceRecord.objects.filter(procedure__code=reading.code).exclude(kind=reading.kind)
    known = {kind: records.read(json.loads(text)) for kind, text in others.values_list("kind", "original")}
    after = fold_content({**known, reading.kind: reading}, code=reading.code)
    before = current_content(reading.code)
    if after is None or before is None:
        return Proposal(reading.code, reading.facts.name, is_new=before is None, differences=())
    return Proposal(reading.code, after.name, is_new=False, differences=differences(before, after))


def take(record: dict[str, Any], *, now: datetime, valid_from: date) -> bool:
    """Publishes what the record says, as a new version from `valid_from`; whether it says anything new.

    Call it in the transaction of the act that approves; raises FileUnusable.
    """
    raw = RawRecord(1, canonical(record))
    written = write([Incoming(raw, _reading(record))], now=now, valid_from=valid_from)
    return bool(written.created or written.updated)


def _reading(record: dict[str, Any]) -> Reading:
    try:
        return records.read(records.decode(canonical(record)))
    except Unreadable as error:
        raise FileUnusable(str(error.reason)) from error
