"""Loads one delivery in one transaction: read, compare the columns, judge each row, upsert or set apart."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict

from haidang.ioc.sources.deliveries import content_of
from haidang.ioc.sources.differences import Differences, differences
from haidang.ioc.sources.formats.reading import habits, read
from haidang.ioc.sources.formats.sheet import Sheet, Unreadable
from haidang.ioc.sources.rows import Bad, Good, cells_hash, judge
from haidang.ioc.sources.tables import BadRow, Delivery, HeldChange, Source
from haidang.ioc.sources.upserting import CHUNK, Counts, Origin, upsert

_ROUNDS = 5_000
"""Rows judged between two writes, so that a large delivery is never held twice in memory."""


class Miscounted(Exception):
    """The rows of a delivery do not add up; nothing of it is kept."""


def load(source: Source, origin: Origin, counts: Counts) -> Delivery.State:
    """Loads a waiting delivery of the locked `source`; what became of it. To be called in a transaction."""
    delivery, contract = origin.delivery, origin.contract.value
    try:
        sheet = read(content_of(delivery), name=delivery.name, kind=contract.kind, settings=contract.settings)
    except Unreadable as fault:
        return _end(origin, Delivery.State.UNREADABLE, detail=f"{fault.code}: {fault.detail}".rstrip(": "))
    if found := differences(contract, sheet, habits(contract)):
        hold(source, origin, found)
        return _end(origin, Delivery.State.HELD)
    mine = Counts()
    for first in range(0, len(sheet.lines), _ROUNDS):
        _load_lines(source, sheet, slice(first, first + _ROUNDS), origin, mine)
    if mine.read != len(sheet.lines) or mine.read != mine.added + mine.changed + mine.unchanged + mine.quarantined:
        raise Miscounted(f"{delivery.pk}: {asdict(mine)}")
    _sum(counts, mine)
    source.cursor = max(source.cursor, mine.last_order)
    return _end(origin, Delivery.State.LOADED, rows=mine.read)


def _load_lines(source: Source, sheet: Sheet, part: slice, origin: Origin, counts: Counts) -> None:
    contract = origin.contract.value
    judged = [judge(line, contract, habits(contract)) for line in sheet.lines[part]]
    counts.read += len(judged)
    upsert(source, [row for row in judged if isinstance(row, Good)], origin, counts)
    bad = [row for row in judged if isinstance(row, Bad)]
    _set_apart(source, bad, origin)
    counts.quarantined += len(bad)


def _set_apart(source: Source, bad: Sequence[Bad], origin: Origin) -> None:
    """Keeps each bad row with its reasons; one that an earlier delivery has brought already is only seen again."""
    hashes = [cells_hash(row.cells) for row in bad]
    known: dict[str, list[BadRow]] = defaultdict(list)
    for first in range(0, len(hashes), CHUNK):
        rows = BadRow.objects.filter(source=source, cells_hash__in=hashes[first : first + CHUNK])
        for row in rows.filter(contract=origin.contract, last_seen_at__lt=origin.now).order_by("-id"):
            known[row.cells_hash].append(row)
    again, fresh = [], []
    for found, digest in zip(bad, hashes, strict=True):
        if known[digest]:
            again.append(known[digest].pop())
        else:
            fresh.append(_bad_row(source, found, digest, origin))
    for held in again:
        held.seen, held.last_seen_at = held.seen + 1, origin.now
    BadRow.objects.bulk_update(again, ["seen", "last_seen_at"], batch_size=CHUNK)
    BadRow.objects.bulk_create(fresh, batch_size=CHUNK)


def _bad_row(source: Source, row: Bad, digest: str, origin: Origin) -> BadRow:
    return BadRow(
        source=source,
        delivery=origin.delivery,
        run=origin.run,
        contract=origin.contract,
        line=row.line,
        cells=row.cells,
        cells_hash=digest,
        reasons=row.reasons,
        key_hash=row.key_hash,
        last_seen_at=origin.now,
    )


def hold(source: Source, origin: Origin, found: Differences) -> HeldChange:
    """Notes what has changed; the delivery and all after it wait for a decision."""
    return HeldChange.objects.create(
        source=source,
        delivery=origin.delivery,
        contract=origin.contract,
        difference=asdict(found),
        found_at=origin.now,
    )


def _end(origin: Origin, state: Delivery.State, *, detail: str = "", rows: int | None = None) -> Delivery.State:
    delivery = origin.delivery
    delivery.state, delivery.run, delivery.contract = state, origin.run, origin.contract
    delivery.detail, delivery.rows = detail[:500], rows
    delivery.save()
    return state


def _sum(total: Counts, part: Counts) -> None:
    for name in ("read", "added", "changed", "unchanged", "outdated", "quarantined"):
        setattr(total, name, getattr(total, name) + getattr(part, name))
