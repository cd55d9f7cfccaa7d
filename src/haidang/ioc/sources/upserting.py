"""Good rows into the table, by key: added, changed, unchanged, or older than what is held. The source is locked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from haidang.ioc.sources.rows import Good
from haidang.ioc.sources.tables import BadRow, Delivery, Source, SourceContract, SourceRow, SourceRun
from haidang.platform.canonical import canonical

CHUNK = 500


@dataclass(slots=True)
class Counts:
    """What became of the rows read; `read` is the sum of the four others."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    outdated: int = 0
    quarantined: int = 0
    last_order: str = field(default="")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows come from, for their lineage."""

    delivery: Delivery
    run: SourceRun
    contract: SourceContract
    now: datetime
    repair: BadRow | None = None


def upsert(source: Source, rows: Sequence[Good], origin: Origin, counts: Counts) -> None:
    """Puts rows in, in their order; raises the source's `revision` for each that changes anything."""
    for first in range(0, len(rows), CHUNK):
        _chunk(source, rows[first : first + CHUNK], origin, counts)


def _chunk(source: Source, rows: Sequence[Good], origin: Origin, counts: Counts) -> None:
    held = {
        row.key_hash: row
        for row in SourceRow.objects.filter(source=source, key_hash__in={row.key_hash for row in rows})
    }
    was_there = set(held)
    touched: dict[str, SourceRow] = {}
    for row in rows:
        counts.last_order = max(counts.last_order, row.order)
        before = held.get(row.key_hash)
        if before is None:
            counts.added += 1
            before = held[row.key_hash] = SourceRow(source=source, key_hash=row.key_hash)
        elif row.order < before.order:
            counts.unchanged += 1
            counts.outdated += 1
            continue
        elif _same(row, before):
            counts.unchanged += 1
            continue
        else:
            counts.changed += 1
        _take(before, row, source, origin)
        touched[row.key_hash] = before
    SourceRow.objects.bulk_create([row for key, row in touched.items() if key not in was_there], batch_size=CHUNK)
    SourceRow.objects.bulk_update([row for key, row in touched.items() if key in was_there], _FIELDS, batch_size=100)
    _supersede(touched, origin)


def _same(row: Good, held: SourceRow) -> bool:
    # To Python 1, 1.0 and True are equal; a column that has changed its type has changed.
    return row.values == held.values and canonical(row.values) == canonical(held.values)


_FIELDS = ["values", "order", "revision", "delivery", "line", "run", "contract", "changed_at", "repair"]


def _take(held: SourceRow, row: Good, source: Source, origin: Origin) -> None:
    source.revision += 1
    held.values, held.order, held.revision = row.values, row.order, source.revision
    held.delivery, held.line, held.run = origin.delivery, row.line, origin.run
    held.contract, held.changed_at, held.repair = origin.contract, origin.now, origin.repair


def _supersede(keys: Iterable[str], origin: Origin) -> None:
    """A bad row waits no longer once its source has sent a good one for the same key."""
    rows = BadRow.objects.filter(source=origin.delivery.source_id, state=BadRow.State.OPEN, key_hash__in=list(keys))
    if origin.repair is None:
        rows.exclude(delivery=origin.delivery).update(state=BadRow.State.SUPERSEDED, closed_at=origin.now)
