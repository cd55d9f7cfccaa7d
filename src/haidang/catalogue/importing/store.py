"""Writes a batch of readings: source records as received, and the versions that follow from them."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haidang.catalogue.content import ProcedureContent
from haidang.catalogue.importing import records
from haidang.catalogue.importing.facts import Reading
from haidang.catalogue.importing.folding import fold_content
from haidang.catalogue.importing.survey import Incoming
from haidang.catalogue.models import Procedure, SourceRecord
from haidang.catalogue.publishing import lock_catalogue, publish


@dataclass(slots=True)
class Written:
    """How many records of a batch made a procedure, changed one, or said nothing new."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@transaction.atomic
def write(batch: Sequence[Incoming], *, now: datetime, valid_from: date) -> Written:
    """Stores a batch in one transaction: all of it or nothing."""
    # Two imports of the same new procedures would otherwise both publish their version 1.
    lock_catalogue()
    hashes = {id(item): _hash(item) for item in batch}
    known = {row.code: row for row in _procedures(batch)}
    stored = _stored_hashes(known.values())
    changed = [item for item in batch if stored.get((item.reading.code, item.reading.kind)) != hashes[id(item)]]
    new_codes = list(dict.fromkeys(item.reading.code for item in changed if item.reading.code not in known))
    for procedure in Procedure.objects.bulk_create([Procedure(code=code) for code in new_codes]):
        known[procedure.code] = procedure
    _store_sources(changed, known, hashes, now=now)
    touched = {item.reading.code: known[item.reading.code] for item in changed}
    _publish(touched, changed, now=now, valid_from=valid_from)
    created = len(new_codes)
    return Written(created=created, updated=len(changed) - created, unchanged=len(batch) - len(changed))


def _hash(item: Incoming) -> str:
    digest = hashlib.sha256(item.raw.text.encode())
    for text in item.superseded:
        digest.update(b"\x00" + text.encode())
    return digest.hexdigest()


def _procedures(batch: Sequence[Incoming]) -> list[Procedure]:
    codes = {item.reading.code for item in batch}
    rows = Procedure.objects.filter(code__in=codes).select_related("current").defer("current__content", "summary")
    return list(rows.order_by("code"))


def _stored_hashes(procedures: Iterable[Procedure]) -> dict[tuple[str, str], str]:
    rows = SourceRecord.objects.filter(procedure__in=list(procedures))
    return {(code, kind): digest for code, kind, digest in rows.values_list("procedure__code", "kind", "record_hash")}


def _store_sources(
    changed: Sequence[Incoming], known: dict[str, Procedure], hashes: dict[int, str], *, now: datetime
) -> None:
    rows = [
        SourceRecord(
            procedure=known[item.reading.code],
            kind=item.reading.kind,
            original=item.raw.text,
            superseded=item.superseded,
            record_hash=hashes[id(item)],
            odd=[[kind, detail] for kind, detail in item.reading.odd.items()],
            imported_at=now,
        )
        for item in changed
    ]
    SourceRecord.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["procedure", "kind"],
        update_fields=["original", "superseded", "record_hash", "odd", "imported_at"],
    )


def _publish(touched: dict[str, Procedure], changed: Sequence[Incoming], *, now: datetime, valid_from: date) -> None:
    readings: dict[str, dict[str, Reading]] = {code: {} for code in touched}
    for item in changed:
        readings[item.reading.code][item.reading.kind] = item.reading
    codes_by_id = {procedure.pk: code for code, procedure in touched.items()}
    others = SourceRecord.objects.filter(procedure_id__in=codes_by_id).values_list("procedure_id", "kind", "original")
    for procedure_id, kind, original in others:
        if kind not in readings[codes_by_id[procedure_id]]:
            readings[codes_by_id[procedure_id]][kind] = records.read(json.loads(original))
    contents: dict[int, ProcedureContent] = {}
    for code, procedure in touched.items():
        content = fold_content(readings[code], code=code)
        if content:
            contents[procedure.pk] = content
    publish(contents, {procedure.pk: procedure for procedure in touched.values()}, now=now, valid_from=valid_from)
