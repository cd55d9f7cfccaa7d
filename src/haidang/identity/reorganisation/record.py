"""The journal of reorganisations: one line an act, and the proof that tables and journal agree."""

import hashlib
from datetime import datetime

from django.db import transaction

from haidang.identity.models import Reorganisation
from haidang.identity.reorganisation.writing import Rows, written
from haidang.platform import journal
from haidang.platform.canonical import canonical

PREFIX = "reorganisation:"


def log(row: Reorganisation, act: str, rows: Rows, *, reference: str, now: datetime) -> None:
    """Writes the journal line of an act, done by `reference`, and the plan's row, in the transaction of the act."""
    _entry, head = journal.append(
        row.stream,
        journal.Head(row.version, row.head_hash or journal.GENESIS),
        kind=f"identity.reorganisation.{act}",
        at=now,
        actor=reference,
        payload={
            "v": 1,
            "to": str(row.status),
            "on": row.on.isoformat(),
            "content_hash": row.content_hash,
            "rows": rows,
        },
    )
    row.version, row.head_hash = head.seq, head.hash
    row.save()


@transaction.atomic
def verify_reorganisations() -> tuple[int, list[journal.Fault]]:
    """Checks the journal of every plan, and the rows of applied plans against it; how many plans, and every fault."""
    # Held still: nobody applies or reverts one of these meanwhile.
    plans = {row.stream: row for row in Reorganisation.objects.select_for_update()}
    faults, seen = list[journal.Fault](), set[str]()
    for stream, entries in journal.streams(PREFIX):
        seen.add(stream)
        row = plans.get(stream) or Reorganisation.objects.filter(code=stream.removeprefix(PREFIX)).first()
        faults += journal.check(stream, entries, journal.Head(row.version, row.head_hash) if row else None)
        if row:
            faults += _rows(row, journal.data(entries[-1]), entries[-1].seq)
    faults += [journal.Fault(stream, 0, "no-events") for stream in sorted(plans.keys() - seen)]
    return len(plans), faults


def _rows(row: Reorganisation, last: dict[str, object], seq: int) -> list[journal.Fault]:
    """Faults of the tables against the last act: it says what stands now, or that nothing stands."""
    if hashlib.sha256(canonical(row.content).encode()).hexdigest() != row.content_hash:
        return [journal.Fault(row.stream, seq, "state-differs")]
    facts = {"to": str(row.status), "on": row.on.isoformat(), "content_hash": row.content_hash}
    if any(last.get(name) != value for name, value in facts.items()):
        return [journal.Fault(row.stream, seq, "state-differs")]
    if row.status == Reorganisation.Status.REVERTED:
        return []
    told, found = last["rows"], written(row)
    assert isinstance(told, dict)  # noqa: S101 (the journal's own payload)
    # Roles may have come and gone since: they are given and ended by their administrators.
    tables = [name for name in told if name not in {"roles", "ended_roles"}]
    return [journal.Fault(row.stream, seq, f"rows-differ {name}") for name in tables if found[name] != told[name]]
